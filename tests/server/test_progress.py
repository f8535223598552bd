"""Work in progress, as the client is shown it."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress

from hanare.server.progress import Step, WorkProgress


class Client:
    """What pygls' progress would send, and a client that may refuse."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.agreed = asyncio.Event()
        self.seen: list[tuple[str, str | None]] = []
        self.tokens: dict[str, Any] = {}

    async def create_async(self, token: str) -> None:
        await self.agreed.wait()
        if self.refuses:
            raise JsonRpcException("no")
        self.tokens[token] = None

    def begin(self, token: str, value: types.WorkDoneProgressBegin) -> None:
        assert value.title == "Hanare"
        self.seen.append(("begin", value.message))

    def report(self, token: str, value: types.WorkDoneProgressReport) -> None:
        assert token in self.tokens
        self.seen.append(("report", value.message))

    def end(self, token: str, value: types.WorkDoneProgressEnd) -> None:
        self.seen.append(("end", None))


async def seen(client: Client, steps: list[Step | None], *, supported: bool = True) -> Any:
    """Report `steps`, each once the one before has been dealt with."""
    progress = WorkProgress(cast("Progress", client), supported=supported)
    running = asyncio.ensure_future(progress.run())
    client.agreed.set()
    for step in steps:
        progress.report(step)
        for _ in range(5):
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait({running})
    return client.seen


async def test_loading_from_beginning_to_end() -> None:
    client = Client()
    steps = [Step.loading(percent, "en") for percent in (0, 40, None)]
    assert await seen(client, steps) == [
        ("begin", "loading model … 0 %"),
        ("report", "loading model … 40 %"),
        ("end", None),
    ]
    assert not client.tokens, "pygls would keep them"


async def test_indexing_again_begins_again() -> None:
    steps = [Step.indexing(files, "en") for files in ((120, 400), None, None, (0, 20), None)]
    assert await seen(Client(), steps) == [
        ("begin", "indexing … 120 of 400 files"),
        ("end", None),
        ("begin", "indexing … 0 of 20 files"),
        ("end", None),
    ]


@pytest.mark.parametrize("of", [0, 1, 19])
async def test_a_few_files_are_not_shown(of: int) -> None:
    assert await seen(Client(), [Step.indexing((0, of), "en"), None]) == []


async def test_there_is_at_most_one_message_a_percent() -> None:
    steps = [Step.indexing((done, 20_000), "en") for done in range(20_001)]
    assert len(await seen(Client(), [*steps])) == 101


async def test_what_is_out_of_date_when_the_client_agrees_is_not_shown() -> None:
    client = Client()
    progress = WorkProgress(cast("Progress", client), supported=True)
    running = asyncio.ensure_future(progress.run())
    for percent in (0, 10, 20, 30):
        progress.report(Step.loading(percent, "en"))
    await asyncio.sleep(0)
    client.agreed.set()
    for _ in range(5):
        await asyncio.sleep(0)
    running.cancel()
    assert [message for _, message in client.seen] == [
        "loading model … 0 %",
        "loading model … 30 %",
    ]


@pytest.mark.parametrize(
    ("client_refuses", "supported"), [(True, True), (False, False)], ids=["refuses", "cannot"]
)
async def test_a_client_that_shows_none(client_refuses: bool, supported: bool) -> None:
    client = Client(refuses=client_refuses)
    assert await seen(client, [Step("x", 1), Step("x", 2), None], supported=supported) == []
