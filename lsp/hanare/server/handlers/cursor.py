"""hanare/didMoveCursor: where the user is, so that the engine can warm up.

A notification for clients that know: LSP tells a server of the cursor only with a request.
Parameters: { "textDocument": { "uri": string }, "position": Position }
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from hanare.completion.types import Trigger
from hanare.server.language_server import HanareServer

DID_MOVE_CURSOR = "hanare/didMoveCursor"


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(DID_MOVE_CURSOR)(on_did_move_cursor)


def on_did_move_cursor(ls: HanareServer, params: Any) -> None:
    """Warm up for a completion at the cursor."""
    if ls.session.snapshot(params.textDocument.uri) is None:
        return
    position = types.Position(params.position.line, params.position.character)
    query = ls.session.query(params.textDocument.uri, position, Trigger.AUTOMATIC)
    if query:
        ls.session.cursor_moved(query)
