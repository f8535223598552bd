"""The open documents."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from lsprotocol import types

from hanare.server import convert
from hanare.text.document import DocumentSnapshot
from hanare.text.units import Encoding, without_lone_surrogates

log = logging.getLogger(__name__)


class Documents:
    """The open documents, each as its newest snapshot, by the client's own URI string.

    Snapshots are replaced, never changed, so whoever holds one may keep reading it.
    """

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._newest: dict[str, DocumentSnapshot] = {}

    def __iter__(self) -> Iterator[DocumentSnapshot]:
        return iter(self._newest.values())

    def get(self, uri: str) -> DocumentSnapshot | None:
        """Return the newest snapshot of `uri`, or `None` if it is not open."""
        return self._newest.get(uri)

    def open(self, item: types.TextDocumentItem) -> None:
        """Take over a document; one that is open already is replaced."""
        self._newest[item.uri] = DocumentSnapshot(
            item.uri, item.version, without_lone_surrogates(item.text), item.language_id
        )

    def change(self, uri: str, version: int, change: types.TextDocumentContentChangeEvent) -> None:
        """Apply one change; positions outside the text mean its nearest end."""
        document = self._newest.get(uri)
        if document is None:
            log.warning("a change to a document that is not open was ignored")
            return
        self._newest[uri] = document.edited(convert.edit(document, change, self.encoding), version)

    def close(self, uri: str) -> None:
        """Forget a document; nothing happens if it is not open."""
        self._newest.pop(uri, None)
