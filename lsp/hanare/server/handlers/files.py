"""What changes in the workspace besides the open documents' text: files and folders."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from hanare.index.walk import is_code
from hanare.server.language_server import HanareServer
from hanare.server.uris import display_path

log = logging.getLogger(__name__)


def register(server: HanareServer) -> None:
    """Serve the methods of this module."""
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(on_did_save)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(on_did_change_watched_files)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(on_did_change_workspace_folders)


async def start(ls: HanareServer) -> None:
    """Ask to be told of changed files, if the client can; saved documents it tells anyway."""
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if not (watching and watching.dynamic_registration):
        return
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")])
    registration = types.Registration(
        "hanare.files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
    )
    try:
        await ls.client_register_capability_async(types.RegistrationParams([registration]))
    except JsonRpcException as failure:
        log.warning("files that others change will not be noticed: %s", failure.message)


def on_did_save(ls: HanareServer, params: types.DidSaveTextDocumentParams) -> None:
    """Pass on that a file has changed."""
    _pass_on(ls, [params.text_document.uri])


def on_did_change_watched_files(
    ls: HanareServer, params: types.DidChangeWatchedFilesParams
) -> None:
    """Pass on that files have changed."""
    _pass_on(ls, [change.uri for change in params.changes])


def on_did_change_workspace_folders(
    ls: HanareServer, params: types.DidChangeWorkspaceFoldersParams
) -> None:
    """Pass on which folders the workspace has now; pygls has changed them already."""
    ls.session.folders_changed(ls.synced.local_folders)


def _pass_on(ls: HanareServer, uris: Iterable[str]) -> None:
    # Builds, logs and version control change other files all the time.
    folders = ls.synced.folder_uris
    if any(is_code(display_path(uri, folders)) for uri in uris):
        ls.session.files_changed()
