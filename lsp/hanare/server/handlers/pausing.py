"""hanare.pauseDocument: no suggestions in one document, until it is resumed or closed.

A command. Arguments: the document's URI, and optionally whether it is to be paused; without that
the other of what it is. Result: whether it is paused now, or null if it is not open.
"""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from hanare.server.language_server import HanareServer

PAUSE_DOCUMENT = "hanare.pauseDocument"


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(PAUSE_DOCUMENT)(on_pause_document)


def on_pause_document(ls: HanareServer, *arguments: object) -> bool | None:
    """Pause or resume a document."""
    match arguments:
        case (str(uri),):
            return ls.session.pause(uri)
        case (str(uri), bool(paused)):
            return ls.session.pause(uri, paused)
    raise JsonRpcInvalidParams(f"{PAUSE_DOCUMENT} takes a URI and true, false or nothing")
