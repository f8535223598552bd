"""`hanare serve` as an editor runs it: real completer, real worker process, real models."""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from e2e.wire import SERVE, URI, WireClient

QWEN = "qwen2.5-coder-0.5b-instruct"
SMOLLM = "smollm2-135m-instruct"
SCRIPT = 'seconds_per_token = {pace}\n[[answers]]\nafter = "x = "\nsays = "1 + 2\\n"\n'

Start = Callable[..., Any]
ModelPath = Callable[[str], Path]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    clients: list[WireClient] = []

    async def run(**environment: str) -> WireClient:
        # The smallest model is hardly ever sure of anything.
        environment.setdefault("HANARE__COMPLETION__MIN_CONFIDENCE", "0")
        client = await WireClient.start(command=SERVE, **environment)
        clients.append(client)
        await client.initialize()
        return client

    yield run
    for client in clients:
        if client.process.stdin:
            client.process.stdin.close()
        await client.ended()
        errors = await client.errors()
        assert "Traceback" not in errors, errors
        await asyncio.sleep(0)  # the loop closes the transport


@pytest.fixture
async def scripted(start: Start, tmp_path: Path) -> Callable[..., Any]:
    async def run(pace: float = 0.0) -> WireClient:
        path = tmp_path / "script.toml"
        path.write_text(SCRIPT.format(pace=pace))
        client: WireClient = await start(
            HANARE__ENGINE__KIND="scripted", HANARE__ENGINE__SCRIPT=str(path)
        )
        return client

    return run


async def suggested(client: WireClient, line: int, character: int) -> str | None:
    async with asyncio.timeout(60):
        answer = await client.answer(client.request_inline(line, character))
    items = (answer["result"] or {}).get("items", [])
    return items[0]["insertText"] if items else None


async def running(client: WireClient) -> psutil.Process:
    """The worker process, once the engine runs."""
    async with asyncio.timeout(60):
        while (engine := (await client.status())["engine"])["state"] != "running":
            await asyncio.sleep(0.02)
    return psutil.Process(engine["pid"])


@pytest.mark.model
async def test_a_real_suggestion_that_fits_both_sides(start: Start, model_path: ModelPath) -> None:
    model_path(QWEN)
    client = await start()
    client.open("def area(width, height):\n    return \n\n\nprint(area(2, 3))  # 6\n")
    assert await suggested(client, 1, 11) == "width * height"
    status = await client.status()
    assert status["engine"]["state"] == "running"
    assert 0 < status["engine"]["memory_bytes"] < 900e6
    assert status["last"]["source"] == "engine"


@pytest.mark.model
async def test_typing_evaluates_at_most_four_prompt_tokens(
    start: Start, model_path: ModelPath
) -> None:
    model_path(QWEN)
    client = await start()
    before, typed, after = (
        "import json\n\n\ndef load(path):\n    ",
        "data = ope",
        "\n    return 1\n",
    )
    client.open(before + after)
    await suggested(client, 4, 4)
    evaluated = []
    for length in range(1, len(typed) + 1):
        client.change(before + typed[:length] + after, length + 1)
        await suggested(client, 4, 4 + length)
        evaluated.append((await client.status())["last"]["evaluated_tokens"])
    assert max(evaluated) <= 4, evaluated


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "line", "character"),
    [
        ("", 0, 0),
        ("x = 1\r\ny = \r\n", 1, 4),
        ("def f():\n\treturn \n", 1, 8),
        ("名前 = '山田'\n挨拶 = \n", 1, 5),
        ("a = '🎉'; b = ", 0, 13),
        ("x = 1\n\x0cy = \n", 1, 5),
        ("x = 1\n", 1, 0),
        ("x = 1\n" * 50_000, 49_999, 5),
        ("\ud800 = ", 0, 4),
    ],
    ids=["empty", "CRLF", "tab", "Japanese", "emoji", "form feed", "end", "long", "surrogate"],
)
async def test_any_text_is_answered(
    start: Start, model_path: ModelPath, text: str, line: int, character: int
) -> None:
    model_path(SMOLLM)
    client = await start(HANARE__MODEL__ID=SMOLLM)
    client.open(text)
    answer = await client.answer(client.request_inline(line, character))
    assert "error" not in answer
    last = (await client.status())["last"]
    assert last["reason"] not in ("engine-down", "superseded", "no-document")
    # A family without FIM has nothing to go on at the start of a file.
    assert (last["prompt_tokens"] > 0) is bool(text)
    await client.leave()


@pytest.mark.model
async def test_two_servers_share_a_model_file(start: Start, model_path: ModelPath) -> None:
    model_path(SMOLLM)
    clients = [await start(HANARE__MODEL__ID=SMOLLM) for _ in range(2)]
    for client in clients:
        client.open("import os\nimport ")
    answers = await asyncio.gather(*(suggested(client, 1, 7) for client in clients))
    assert answers[0]
    assert answers[0] == answers[1]


@pytest.mark.model
@pytest.mark.parametrize("how", ["deleted", "replaced"])
async def test_the_model_file_may_go_while_it_runs(
    start: Start, model_path: ModelPath, tmp_path: Path, how: str
) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(model_path(SMOLLM).read_bytes())
    client = await start(HANARE__MODEL__ID=SMOLLM, HANARE__MODEL__PATH=str(path))
    client.open("import os\nimport ")
    first = await suggested(client, 1, 7)
    if sys.platform != "win32":  # which does not let go of a file in use
        path.unlink()
    if how == "replaced":
        path.write_bytes(b"not a model")
    assert first
    client.change("import sys\nimport ", 2)
    assert (await client.status())["engine"]["state"] == "running"
    (await running(client)).kill()
    assert await suggested(client, 1, 7) is None
    assert (await client.status())["reason"] == "engine-down"


async def test_a_missing_model_is_told_once_with_the_remedy(start: Start, tmp_path: Path) -> None:
    client = await start(HANARE__MODEL__DIRECTORY=str(tmp_path))
    client.open("x = ")
    assert await suggested(client, 0, 4) is None
    assert await suggested(client, 0, 4) is None
    messages = [m for m in client.received if m.get("method") == "window/showMessage"]
    assert len(messages) == 1
    assert f"hanare models pull {QWEN}" in messages[0]["params"]["message"]


@pytest.mark.model
async def test_a_model_that_arrives_later_is_used(
    start: Start, model_path: ModelPath, tmp_path: Path
) -> None:
    client = await start(HANARE__MODEL__ID=SMOLLM, HANARE__MODEL__DIRECTORY=str(tmp_path))
    client.open("import os\nimport ")
    assert await suggested(client, 1, 7) is None
    shutil.copy(model_path(SMOLLM), tmp_path)
    assert await suggested(client, 1, 7)


async def test_a_setting_is_taken_over_without_loading_again(
    scripted: Start,
) -> None:
    client = await scripted()
    client.open("x = ")
    assert await suggested(client, 0, 4) == "1 + 2"
    worker = await running(client)
    settings = {"hanare": {"completion": {"disabledLanguages": ["python"]}}}
    client.notify("workspace/didChangeConfiguration", {"settings": settings})
    async with asyncio.timeout(10):
        while (await suggested(client, 0, 4), await client.status())[1]["reason"] != (
            "disabled:language"
        ):
            await asyncio.sleep(0.01)
    assert (await running(client)).pid == worker.pid


@pytest.mark.parametrize("phase", ["idle", "at work"])
async def test_a_killed_worker_is_told_once_and_started_again(scripted: Start, phase: str) -> None:
    client = await scripted(pace=0.02)
    client.open("x = ")
    if phase == "idle":
        await suggested(client, 0, 4)
        (await running(client)).kill()
        client.change("x = 1", 2)
        client.change("x = ", 3)
    else:
        request = client.request_inline(0, 4)
        (await running(client)).kill()
        assert (await client.answer(request))["result"] == {"items": []}
        assert (await client.status())["reason"] == "engine-down"
    await client.shown_like("ended unexpectedly")
    client.open("y = 1\nx = ", uri="file:///work/b.py")
    async with asyncio.timeout(20):
        answer = await client.answer(client.request_inline(1, 4, uri="file:///work/b.py"))
    assert answer["result"]["items"][0]["insertText"] == "1 + 2"


async def test_a_vanished_client_leaves_nothing_behind(scripted: Start) -> None:
    client = await scripted()
    client.open("x = ")
    await suggested(client, 0, 4)
    processes = [await running(client), psutil.Process(client.process.pid)]
    client.process.stdin.close()
    _, alive = await asyncio.to_thread(psutil.wait_procs, processes, 5)
    assert not alive


async def test_a_killed_server_takes_its_worker_along(start: Start, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text(SCRIPT.format(pace=0.0))
    client = await WireClient.start(
        command=SERVE, HANARE__ENGINE__KIND="scripted", HANARE__ENGINE__SCRIPT=str(script)
    )
    await client.initialize()
    client.open("x = ")
    await suggested(client, 0, 4)
    worker = await running(client)
    client.process.kill()
    await client.ended()
    await client.errors()
    _, alive = await asyncio.to_thread(psutil.wait_procs, [worker], 5)
    assert not alive


async def test_500_requests_with_edits_and_cancels_are_each_answered_once(
    scripted: Start,
) -> None:
    client = await scripted()
    chance = random.Random(3)
    text = "x = \n" * 40
    client.open(text)
    await suggested(client, 0, 4)
    memory = (await running(client)).memory_info().rss
    server = psutil.Process(client.process.pid)
    before = server.memory_info().rss
    requests = []
    for number in range(500):
        if chance.random() < 0.5:
            text = text.replace("x = ", f"x = {number % 10}", 1) if number % 3 else "x = \n" * 40
            client.change(text, number + 2)
        requests.append(client.request_inline(chance.randrange(40), 4))
        if chance.random() < 0.3:
            client.notify("$/cancelRequest", {"id": chance.choice(requests)})
        await asyncio.sleep(0.01)
    async with asyncio.timeout(30):
        for request in requests:
            await client.answer(request)
    await client.status()
    assert all(len(client.answers(request)) == 1 for request in requests)
    client.change("x = \n", 1000)
    assert await suggested(client, 0, 4) == "1 + 2"
    assert (await client.status())["engine"]["state"] == "running"
    assert (await running(client)).memory_info().rss < memory + 30e6
    assert server.memory_info().rss < before + 30e6


async def test_an_explicitly_closed_document_is_forgotten(scripted: Start) -> None:
    client = await scripted()
    client.open("x = ")
    assert await suggested(client, 0, 4) == "1 + 2"
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert await suggested(client, 0, 4) is None
    assert (await client.status())["reason"] == "no-document"
