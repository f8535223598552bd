"""Work on an event loop of its own."""

from __future__ import annotations

import asyncio
import threading

import pytest

from hanare.errors import HanareError
from hanare.server.apart import apart


async def test_it_returns_what_the_work_returns() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return threading.get_ident()

    assert await apart(work) != threading.get_ident()


async def test_a_failure_is_the_callers() -> None:
    async def work() -> None:
        raise HanareError("No.")

    with pytest.raises(HanareError, match="No"):
        await apart(work)


async def test_cancelling_ends_the_work() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = asyncio.ensure_future(apart(work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, 10)


async def test_cancelling_does_not_wait_for_work_that_does_not_let_go() -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def work() -> None:
        begun.set()
        go_on.wait()

    task = asyncio.ensure_future(apart(work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    go_on.set()


async def test_work_that_is_cancelled_before_it_begins_does_not_begin() -> None:
    seen: list[str] = []
    busy = threading.Event()

    async def work() -> None:
        seen.append("begun")

    loop = asyncio.get_running_loop()
    holding = [loop.run_in_executor(None, busy.wait) for _ in range(64)]  # all threads there are
    task = asyncio.ensure_future(apart(work))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    busy.set()
    await asyncio.gather(*holding)
    await asyncio.to_thread(lambda: None)
    assert seen == []
