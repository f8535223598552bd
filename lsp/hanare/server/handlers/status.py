"""hanare/status: "why nothing?", on request.

Parameters: none. Result:
{
    "state": "off" | "waiting" | "open" | "failed",   see `State`
    "model": string,            its id, or its file's name; empty: the catalogue's default
    "reason": string | null,    how the last request ended, e.g. "not-triggered:mid-word"
    "problems": string[]        what is wrong with the settings; empty is good
}
"""

from __future__ import annotations

from typing import TypedDict

from hanare.server.language_server import HanareServer

STATUS = "hanare/status"


class Status(TypedDict):
    """The result of `hanare/status`."""

    state: str
    model: str
    reason: str | None
    problems: list[str]


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(STATUS)(on_status)


def on_status(ls: HanareServer, params: object) -> Status:
    """Answer with the session's state."""
    model, reason = ls.session.settings.model, ls.session.last_reason
    return Status(
        state=ls.session.state,
        model=model.path.name if model.path else model.id,
        reason=None if reason is None else str(reason),
        problems=list(ls.configuration.problems),
    )
