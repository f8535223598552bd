"""hanare/didChangeStatus: whether suggestions can be expected, for a client's status line.

A notification from the server, only to clients that ask for it: LSP lets clients ignore unknown
notifications silently only if they begin with `$/`. They ask in `initialize` by
`capabilities.experimental.hanare.status: true`. Parameters:
{
    "state": "off" | "waiting" | "open" | "failed",     as in `hanare/status`
    "engine": "stopped" | "starting" | "running" | "broken",
    "reason": string | null,    how the last request ended, e.g. "not-triggered:mid-word"; one
                                that was superseded does not count: its successor follows
    "document": string | null,  the URI that this request was about
    "paused": string[]          the URIs of the paused documents
}
It is sent when one of these changes, once for all that changes in one turn of the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypedDict

from lsprotocol import types

from hanare.server.session import Session

DID_CHANGE_STATUS = "hanare/didChangeStatus"


class ShortStatus(TypedDict):
    """The parameters of `hanare/didChangeStatus`."""

    state: str
    engine: str
    reason: str | None
    document: str | None
    paused: list[str]


def short_status(session: Session) -> ShortStatus:
    """Return what there is to announce of a session."""
    settled = session.history.settled
    return ShortStatus(
        state=session.state,
        engine=type(session.engine_state).__name__.lower(),
        reason=str(settled.outcome.reason) if settled else None,
        document=settled.uri if settled else None,
        paused=sorted(session.paused),
    )


def is_wanted(capabilities: types.ClientCapabilities) -> bool:
    """Say whether the client asks for the notification."""
    match capabilities.experimental:
        case {"hanare": {"status": True}}:
            return True
    return False


class Announcer:
    """Sends a status that differs from the one sent last; nothing if it is not wanted."""

    def __init__(
        self, read: Callable[[], ShortStatus], send: Callable[[ShortStatus], None], *, wanted: bool
    ) -> None:
        self._read = read
        self._send = send
        self._wanted = wanted
        self._sent: ShortStatus | None = None
        self._due = False

    def changed(self) -> None:
        """Take note that the status may have changed; called on the event loop."""
        if self._wanted and not self._due:
            self._due = True
            asyncio.get_running_loop().call_soon(self._announce)

    def _announce(self) -> None:
        self._due = False
        status = self._read()
        if status != self._sent:
            self._sent = status
            self._send(status)
