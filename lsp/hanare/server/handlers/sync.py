"""textDocument/didOpen, didChange and didClose, after pygls has changed the documents."""

from __future__ import annotations

from lsprotocol import types

from hanare.server.language_server import HanareServer


def register(server: HanareServer) -> None:
    """Serve the methods of this module."""
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(on_did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(on_did_change)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(on_did_close)


def on_did_open(ls: HanareServer, params: types.DidOpenTextDocumentParams) -> None:
    """Tell completer and analysis of the text, which may differ from when it was closed."""
    _edited(ls, params.text_document.uri)


def on_did_change(ls: HanareServer, params: types.DidChangeTextDocumentParams) -> None:
    """Tell completer and analysis that the document has changed."""
    _edited(ls, params.text_document.uri)


def on_did_close(ls: HanareServer, params: types.DidCloseTextDocumentParams) -> None:
    """Let go of what is kept of the document."""
    uri = params.text_document.uri
    ls.session.forget(uri)
    ls.diagnoser.forget(uri)
    ls.explained.forget(uri)
    if not ls.pulls_diagnostics:
        ls.publish(uri, None)


def _edited(ls: HanareServer, uri: str) -> None:
    ls.session.edited(uri)
    ls.diagnoser.edited(uri)
