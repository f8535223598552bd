"""What became of a suggestion, as the client tells it. An unknown id is ignored.

Every suggestion carries the command `hanare.didAccept` with its id as the only argument: LSP's
clients run it (`workspace/executeCommand`) after inserting the suggestion as a whole. Result: null.

Notifications for clients that know:
hanare/didPartiallyAccept   { "id": string, "acceptedLength": integer, "kind"?: string }
    The beginning of a suggestion was accepted, by word or by line; the kind is not looked at.
    The length counts the client's units from the beginning of `insertText`, with what was
    accepted before.
hanare/didShow              { "id": string }
    A suggestion is on the screen.
The id is the argument of the suggestion's command. `hanare/status` has the totals.
"""

from __future__ import annotations

from hanare.server.convert import DID_ACCEPT
from hanare.server.language_server import HanareServer
from hanare.server.messages import (
    DID_PARTIALLY_ACCEPT,
    DID_SHOW,
    DidPartiallyAcceptParams,
    DidShowParams,
)


def register(server: HanareServer) -> None:
    """Serve the methods of this module."""
    server.command(DID_ACCEPT)(on_did_accept)
    server.feature(DID_PARTIALLY_ACCEPT)(on_did_partially_accept)
    server.feature(DID_SHOW)(on_did_show)


def on_did_accept(ls: HanareServer, offer_id: str) -> None:
    """Count a suggestion that was accepted as a whole."""
    ls.session.offers.accepted(offer_id)


def on_did_partially_accept(ls: HanareServer, params: DidPartiallyAcceptParams) -> None:
    """Count what was accepted of a suggestion."""
    ls.session.offers.accepted_partially(params.id, params.accepted_length)


def on_did_show(ls: HanareServer, params: DidShowParams) -> None:
    """Count a suggestion that is on the screen."""
    ls.session.offers.shown(params.id)
