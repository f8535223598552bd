"""The newest request per document."""

from __future__ import annotations

import asyncio

import pytest

from hanare.engine.errors import Superseded
from hanare.server.schedule import NewestPerDocument


class Work:
    """Something that runs until it is told to end."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.release = asyncio.Event()
        self.cleaned_up = False

    async def run(self) -> str:
        self.started.set()
        try:
            await self.release.wait()
        finally:
            self.cleaned_up = True
        return "done"


async def test_newer_work_supersedes_older_work_for_its_document() -> None:
    newest, older, newer, other = NewestPerDocument(), Work(), Work(), Work()
    first = asyncio.create_task(newest.run("a", older.run()))
    beside = asyncio.create_task(newest.run("b", other.run()))
    await older.started.wait()
    second = asyncio.create_task(newest.run("a", newer.run()))
    with pytest.raises(Superseded):
        await first
    assert older.cleaned_up
    for work in (newer, other):
        work.release.set()
    assert [await second, await beside] == ["done", "done"]


async def test_cancelling_the_caller_cancels_and_cleans_up() -> None:
    newest, work = NewestPerDocument(), Work()
    caller = asyncio.create_task(newest.run("a", work.run()))
    await work.started.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert work.cleaned_up


async def test_work_that_ends_as_it_is_replaced_is_superseded() -> None:
    newest, older, newer = NewestPerDocument(), Work(), Work()
    first = asyncio.create_task(newest.run("a", older.run()))
    await older.started.wait()
    older.release.set()
    newer.release.set()
    second = asyncio.create_task(newest.run("a", newer.run()))
    results = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(result) for result in results] == [Superseded, str]


async def test_dropped_work_is_superseded() -> None:
    newest, work = NewestPerDocument(), Work()
    caller = asyncio.create_task(newest.run("a", work.run()))
    await work.started.wait()
    newest.drop("unknown")
    newest.drop_all()
    with pytest.raises(Superseded):
        await caller


async def test_a_failure_is_the_callers() -> None:
    async def fail() -> None:
        raise ValueError("mine")

    newest = NewestPerDocument()
    with pytest.raises(ValueError, match="mine"):
        await newest.run("a", fail())
