"""Work that takes a while, shown by the editor as work-done progress."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress

from hanare.wording import Language, said

_TITLE = "Hanare"
_FEW_FILES = 20
"""Fewer are read before anybody has read the message."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far some work is."""

    message: str
    percent: int

    @classmethod
    def loading(cls, percent: int | None, language: Language) -> Step | None:
        """Describe how far the model is loaded; `None` is the end."""
        if percent is None:
            return None
        return cls(said("loading model … {percent} %", percent=percent).in_(language), percent)

    @classmethod
    def indexing(cls, files: tuple[int, int] | None, language: Language) -> Step | None:
        """Describe how many files of how many are indexed; `None` is the end.

        Nothing is shown of a few files.
        """
        if files is None or files[1] < _FEW_FILES:
            return None
        done, total = files
        words = said("indexing … {done} of {total} files", done=done, total=total)
        return cls(words.in_(language), 100 * done // total)


@asynccontextmanager
async def cancellable(
    progress: Progress, title: str, *, supported: bool, token: types.ProgressToken | None = None
) -> AsyncIterator[Callable[[Step], None]]:
    """Show what is done in it as work; the task is cancelled if the user cancels the work.

    `token` is the client's own, if it sent one with its request. Otherwise one is agreed on if
    that is `supported` by the client; nothing is shown to one that wants none.
    """
    if token is None and supported:
        token = await _agreed_token(progress)
    if token is None:
        yield lambda _step: None
        return
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine runs in one
    progress.begin(token, types.WorkDoneProgressBegin(title, cancellable=True, percentage=0))
    progress.tokens[token].add_done_callback(lambda _cancelled: task.cancel())

    def show(step: Step) -> None:
        progress.report(
            token,
            types.WorkDoneProgressReport(
                message=step.message, percentage=step.percent, cancellable=True
            ),
        )

    try:
        yield show
    finally:
        progress.tokens.pop(token, None)  # pygls keeps them for ever
        progress.end(token, types.WorkDoneProgressEnd())


async def _agreed_token(progress: Progress) -> str | None:
    """Return a token that the client agrees to; None if it does not want to show the work."""
    token = f"hanare-{uuid.uuid4()}"
    try:
        # Shielded: pygls fails on a reply to a request that was cancelled meanwhile.
        await asyncio.shield(progress.create_async(token))
    except JsonRpcException:
        return None
    return token


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
        token = await _agreed_token(self._progress)
        if token is None:
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
