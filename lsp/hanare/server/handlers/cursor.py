"""hanare/didMoveCursor: where the user is, so that the engine can warm up.

A notification for clients that know: LSP tells a server of the cursor only with a request.
Parameters: { "textDocument": { "uri": string }, "position": Position }
"""

from __future__ import annotations

from lsprotocol import types

from hanare.completion.types import Trigger
from hanare.server.language_server import HanareServer
from hanare.server.messages import DID_MOVE_CURSOR


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(DID_MOVE_CURSOR)(on_did_move_cursor)


def on_did_move_cursor(ls: HanareServer, params: types.TextDocumentPositionParams) -> None:
    """Warm up for a completion at the cursor."""
    uri = params.text_document.uri
    if ls.session.snapshot(uri) is None:
        return
    question = ls.session.ask(uri, params.position, Trigger.AUTOMATIC)
    if question:
        ls.session.cursor_moved(question)
