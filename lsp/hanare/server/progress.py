"""Loading, shown by the editor as work-done progress."""

from __future__ import annotations

import asyncio
import uuid

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress

_TITLE = "Hanare"


class LoadingProgress:
    """Shows one load at a time; reports nothing to a client that shows no progress.

    Fed from callbacks, it sends from a task of its own: the client has to agree to a token
    before anything may be reported under it.
    """

    def __init__(self, progress: Progress, *, supported: bool) -> None:
        self._progress = progress
        self._supported = supported
        self._token: str | None = None
        self._percents: asyncio.Queue[int | None] = asyncio.Queue()

    def report(self, percent: int | None) -> None:
        """Show how far loading is, in percent; None ends it."""
        if self._supported:
            self._percents.put_nowait(percent)

    async def run(self) -> None:
        """Send what is reported, until cancelled."""
        while True:
            percent = await self._percents.get()
            if percent is None:
                self._end()
            elif self._token is None:
                await self._begin(percent)
            elif self._percents.empty():  # else it is out of date already
                self._progress.report(self._token, _report(percent))

    async def _begin(self, percent: int) -> None:
        token = f"hanare-{uuid.uuid4()}"
        try:
            # Shielded: pygls fails on a reply to a request that was cancelled meanwhile.
            await asyncio.shield(self._progress.create_async(token))
        except JsonRpcException:  # the client does not want to show it
            self._supported = False
            return
        self._token = token
        self._progress.begin(
            self._token,
            types.WorkDoneProgressBegin(
                title=_TITLE, message=_message(percent), percentage=percent
            ),
        )

    def _end(self) -> None:
        if self._token is not None:
            self._progress.end(self._token, types.WorkDoneProgressEnd())
            self._progress.tokens.pop(self._token, None)  # pygls keeps them for ever
            self._token = None


def _report(percent: int) -> types.WorkDoneProgressReport:
    return types.WorkDoneProgressReport(message=_message(percent), percentage=percent)


def _message(percent: int) -> str:
    return f"loading model … {percent} %"
