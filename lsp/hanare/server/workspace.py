"""Our document store in the place of pygls' own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from lsprotocol import types
from pygls.workspace import Workspace

from hanare.server.documents import Documents
from hanare.server.uris import local_folder


class SyncedWorkspace(Workspace):
    """pygls' workspace, whose documents are ours.

    pygls' `TextDocument` splits lines by `str.splitlines`, so that a form feed or U+2028
    makes every later edit land in the wrong place; here it is never made.
    """

    def __init__(
        self,
        documents: Documents,
        root_uri: str | None,
        folders: Sequence[types.WorkspaceFolder],
    ) -> None:
        super().__init__(
            root_uri,
            types.TextDocumentSyncKind.Incremental,
            folders,
            types.PositionEncodingKind(documents.encoding),
        )
        self._ours = documents

    @property
    def folder_uris(self) -> tuple[str, ...]:
        """The workspace's folders; a client without folders has at most a root."""
        folders = tuple(folder.uri for folder in self.folders.values())
        return folders or ((self.root_uri,) if self.root_uri else ())

    @property
    def local_folders(self) -> tuple[Path, ...]:
        """Those of the workspace's folders that are directories of this machine."""
        return tuple(filter(None, map(local_folder, self.folder_uris)))

    def put_text_document(
        self, text_document: types.TextDocumentItem, notebook_uri: str | None = None
    ) -> None:
        """Open a document; a notebook's cell is a document like any other."""
        self._ours.open(text_document)

    def update_text_document(
        self,
        text_doc: types.VersionedTextDocumentIdentifier,
        change: types.TextDocumentContentChangeEvent,
    ) -> None:
        """Change a document."""
        self._ours.change(text_doc.uri, text_doc.version, change)

    def remove_text_document(self, doc_uri: str) -> None:
        """Close a document."""
        self._ours.close(doc_uri)

    def get_text_document(self, doc_uri: str) -> NoReturn:
        """Refuse: pygls would read a document that is not open from the disk."""
        raise TypeError("documents are read as snapshots: Session.snapshot(uri)")
