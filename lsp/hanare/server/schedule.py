"""Which work goes on: per document the newest request, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hanare.engine.errors import Superseded

T = TypeVar("T")


class NewestPerDocument:
    """Runs at most one piece of work per document; newer work cancels what runs."""

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[Any]] = {}

    async def run(self, uri: str, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` for document `uri` and return what it returns.

        Cancelling the caller cancels the work and waits until it has cleaned up.

        Raises:
            Superseded: newer work, or `drop`, took its place.
        """
        self.drop(uri)
        task = asyncio.ensure_future(work)
        self._running[uri] = task
        try:
            result = await task
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if caller is not None and caller.cancelling():
                raise
            raise Superseded from None
        finally:
            newest = self._running.get(uri) is task
            if newest:
                del self._running[uri]
        if not newest:  # it ended in the moment in which it was replaced
            raise Superseded
        return result

    def drop(self, uri: str) -> None:
        """Cancel the work for document `uri`, if there is any."""
        if task := self._running.pop(uri, None):
            task.cancel()

    def drop_all(self) -> None:
        """Cancel all work."""
        for uri in list(self._running):
            self.drop(uri)
