"""Long work with an event loop of its own, so that the one that serves the client is free."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Work:
    """A coroutine in another thread, which this one may cancel."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._task: asyncio.Task[Any] | None = None
        self._cancelled = False

    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do the work; called in its thread."""
        return asyncio.run(self._watched(work))

    async def _watched(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        with self._lock:
            self._task = asyncio.current_task()
            cancelled = self._cancelled
        if cancelled:
            raise asyncio.CancelledError
        return await work()

    def cancel(self) -> None:
        """End the work where it waits next; called from any thread."""
        with self._lock:
            self._cancelled = True
            task = self._task
        if task is not None and not (loop := task.get_loop()).is_closed():
            loop.call_soon_threadsafe(task.cancel)


async def apart(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Return what `work` comes to, which runs in a thread with an event loop of its own.

    Cancelling this cancels the work, and does not wait for its end.
    """
    running = _Work()
    future = asyncio.get_running_loop().run_in_executor(None, running.run, work)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        running.cancel()
        future.add_done_callback(_put_away)
        raise


def _put_away(future: asyncio.Future[Any]) -> None:
    """Take note of how it ended, so that asyncio does not report that nobody did."""
    if not future.cancelled():
        future.exception()
