"""What code is typed into: a language server, or anything else that suggests."""

from __future__ import annotations

from typing import Protocol

from hanare.bench.replay.trace import Account, Usage
from hanare.errors import HanareError
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit


class TargetLostError(HanareError):
    """The target cannot be talked to (any more); the replay ends."""


class RequestFailedError(Exception):
    """The target answered one request with an error; the replay goes on and counts it."""


class Target(Protocol):
    """Suggests text while one document after another is typed.

    All methods raise `TargetLostError` if the target is not there or has gone.
    """

    @property
    def name(self) -> str:
        """How the report calls it."""
        ...

    async def start(self) -> None:
        """Begin, and return when suggestions can be had: loading a model is not typing."""
        ...

    async def open(self, document: DocumentSnapshot, offset: int) -> None:
        """Show `document` with the cursor at `offset`; it is the only one open."""
        ...

    def edit(self, before: DocumentSnapshot, edit: Edit, after: DocumentSnapshot) -> None:
        """Tell of an edit that makes `after` of `before`; called right before `suggest`."""
        ...

    async def suggest(self, document: DocumentSnapshot, offset: int) -> str | None:
        """Return what to insert at `offset`, perhaps nothing; `None` if the request is dropped.

        The next keystroke cancels what has not returned by then.

        Raises:
            RequestFailedError: there is an error instead of an answer.
        """
        ...

    async def account(self) -> Account | None:
        """Return what is known of the last answer; called right after it, `None` if nothing."""
        ...

    async def leave(self, document: DocumentSnapshot) -> None:
        """Close the document and let no work on it go on."""
        ...

    def usage(self) -> Usage:
        """Return what the target's processes use."""
        ...

    async def close(self) -> None:
        """End; nothing happens if it has not been started, or has ended."""
        ...
