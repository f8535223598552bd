"""Work that takes a while, shown by the editor as work-done progress."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress

_TITLE = "Hanare"
_FEW_FILES = 20
"""Fewer are read before anybody has read the message."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far some work is."""

    message: str
    percent: int

    @classmethod
    def loading(cls, percent: int | None) -> Step | None:
        """Describe how far the model is loaded; `None` is the end."""
        return None if percent is None else cls(f"loading model … {percent} %", percent)

    @classmethod
    def indexing(cls, files: tuple[int, int] | None) -> Step | None:
        """Describe how many files of how many are indexed; `None` is the end.

        Nothing is shown of a few files.
        """
        if files is None or files[1] < _FEW_FILES:
            return None
        done, total = files
        return cls(f"indexing … {done} of {total} files", 100 * done // total)


class WorkProgress:
    """Shows one kind of work, one at a time; nothing to a client that shows no progress.

    Fed from callbacks on the event loop, it sends from a task of its own: the client has to
    agree to a token before anything may be reported under it.
    """

    def __init__(self, progress: Progress, *, supported: bool) -> None:
        self._progress = progress
        self._supported = supported
        self._token: str | None = None
        self._shown = 0
        self._steps: asyncio.Queue[Step | None] = asyncio.Queue()

    def report(self, step: Step | None) -> None:
        """Show how far the work is; None ends it."""
        if self._supported:
            self._steps.put_nowait(step)

    async def run(self) -> None:
        """Send what is reported, until cancelled."""
        while True:
            step = await self._steps.get()
            if step is None:
                self._end()
            elif self._token is None:
                await self._begin(step)
            # A newer step makes this one out of date, and thousands of files are not worth
            # thousands of messages.
            elif self._steps.empty() and step.percent != self._shown:
                self._progress.report(
                    self._token,
                    types.WorkDoneProgressReport(message=step.message, percentage=step.percent),
                )
                self._shown = step.percent

    async def _begin(self, step: Step) -> None:
        token = f"hanare-{uuid.uuid4()}"
        try:
            # Shielded: pygls fails on a reply to a request that was cancelled meanwhile.
            await asyncio.shield(self._progress.create_async(token))
        except JsonRpcException:  # the client does not want to show it
            self._supported = False
            return
        self._token, self._shown = token, step.percent
        self._progress.begin(
            token,
            types.WorkDoneProgressBegin(
                title=_TITLE, message=step.message, percentage=step.percent
            ),
        )

    def _end(self) -> None:
        if self._token is not None:
            self._progress.end(self._token, types.WorkDoneProgressEnd())
            self._progress.tokens.pop(self._token, None)  # pygls keeps them for ever
            self._token = None
