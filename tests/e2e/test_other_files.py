"""A real server and a real model know what the workspace's other files define."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from e2e.wire import SERVE, Message, WireClient

from index.trees import make

QWEN = "qwen2.5-coder-0.5b-instruct"
PARAMETERS = ("destination_city", "weight_grams", "insured")
MAIN = "from freight import parcel_price\n\n\ndef main():\n    return parcel_price(\n"
FILES = {
    "freight.py": f"def parcel_price({', '.join(PARAMETERS)}):\n    return 1\n",
    "main.py": MAIN,
    # Fewer are read so soon that no progress is shown.
    **{f"empty_{number}.py": "" for number in range(18)},
}


@pytest.fixture
async def clients() -> AsyncIterator[list[WireClient]]:
    clients: list[WireClient] = []
    yield clients
    for client in clients:
        await client.leave()
        errors = await client.errors()
        assert "Traceback" not in errors, errors
        await asyncio.sleep(0)  # the loop closes the transport


async def asked(
    clients: list[WireClient], folder: Path, model: Path, *, other_files: bool
) -> tuple[str, Message]:
    """What is suggested for the call in `main.py`, and the status after it."""
    client = await WireClient.start(
        command=SERVE,
        HANARE__MODEL__DIRECTORY=str(model.parent),
        HANARE__COMPLETION__MIN_CONFIDENCE="0",
        HANARE__CONTEXT__OTHER_FILES=str(other_files).lower(),
        # Where this names the user's cache, the index of the test is none of the user's.
        XDG_CACHE_HOME=str(folder.parent / "cache"),
    )
    clients.append(client)
    window = {"window": {"workDoneProgress": True}}
    await client.initialize(rootUri=folder.as_uri(), capabilities=window)
    if other_files:
        await indexed(client)
    uri = (folder / "main.py").as_uri()
    client.open(MAIN, uri=uri)
    lines = MAIN.splitlines()
    async with asyncio.timeout(60):
        answer = await client.answer(client.request_inline(len(lines) - 1, len(lines[-1]), uri))
    (item,) = answer["result"]["items"]
    return item["insertText"], await client.status()


async def indexed(client: WireClient) -> None:
    """Wait until the folder is read, as the user sees it."""
    creation = await client.asked("window/workDoneProgress/create")
    client.send(id=creation["id"], result=None)
    told = await client.until(lambda message: message.get("method") == "$/progress")
    assert told["params"]["value"]["message"] == "indexing … 0 of 20 files"
    await client.until(
        lambda message: (
            message.get("method") == "$/progress" and message["params"]["value"]["kind"] == "end"
        )
    )


@pytest.mark.model
async def test_a_call_is_completed_by_the_other_files_parameters(
    clients: list[WireClient], model_path: Callable[[str], Path], tmp_path: Path
) -> None:
    folder, model = make(tmp_path / "work", FILES), model_path(QWEN)
    informed, with_it = await asked(clients, folder, model, other_files=True)
    assert informed == ", ".join(PARAMETERS) + ")"
    alone, without_it = await asked(clients, folder, model, other_files=False)
    assert not any(name in alone for name in PARAMETERS)
    assert with_it["last"]["prompt_tokens"] > without_it["last"]["prompt_tokens"] > 0
