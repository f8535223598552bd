"""llama.vim's way with a llama-server, against one that only looks like it, on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hanare.bench.cases import TypingSlot
from hanare.bench.replay.llama_server import LlamaServerTarget
from hanare.bench.replay.session import Pace, type_slot
from hanare.bench.replay.target import TargetLostError
from hanare.bench.replay.trace import Fate, Source
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

PATIENCE = 10.0  # seconds after which a test fails instead of hanging
SLOT = TypingSlot("code.py", "def f(value):\n    ", "if value:\n        return 1", "\n\nend()\n")
WHOLE = SLOT.before + SLOT.typed + SLOT.after


class FakeServer(ThreadingHTTPServer):
    """Knows what is going to be typed. `hold` keeps answers back until it is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[dict[str, Any]] = []
        self.arrived = threading.Event()
        self.hold = threading.Event()
        self.hold.set()
        self.left = threading.Event()
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_GET(self) -> None:
        self._answer(200, {"status": "ok"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        self.server.arrived.set()
        while not self.server.hold.wait(0.01):
            self.connection.setblocking(False)
            try:
                if not self.connection.recv(1):
                    self.server.left.set()
                    return
            except BlockingIOError:
                pass
        self.connection.setblocking(True)
        before, after = body["input_prefix"] + body["prompt"], body["input_suffix"]
        known = WHOLE.startswith(before) and WHOLE.endswith(after)
        content = WHOLE[len(before) : len(WHOLE) - len(after)] if known else ""
        answer = {
            "content": content,
            "tokens_evaluated": 40,
            "timings/prompt_n": 30,
            "timings/prompt_ms": 12.5,
            "timings/predicted_n": 5,
            "timings/predicted_ms": 7,
        }
        self._answer(self.server.status, answer)

    def _answer(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[FakeServer]:
    with FakeServer() as fake:
        thread = threading.Thread(target=fake.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield fake
        finally:
            fake.hold.set()
            fake.shutdown()
            thread.join(PATIENCE)


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with serving() as server:
        yield server


@pytest.fixture
async def target(fake: FakeServer) -> AsyncIterator[LlamaServerTarget]:
    target = LlamaServerTarget(fake.url)
    async with asyncio.timeout(PATIENCE):
        await target.start()
        yield target
        await target.close()


def typed(count: int) -> tuple[DocumentSnapshot, int]:
    """Return the document and the cursor after `count` characters of the slot."""
    text = SLOT.before + SLOT.typed[:count] + SLOT.after
    return DocumentSnapshot(SLOT.path, count, text, "python"), len(SLOT.before) + count


async def arrived(fake: FakeServer) -> None:
    assert await asyncio.to_thread(fake.arrived.wait, PATIENCE)
    fake.arrived.clear()


async def test_a_suggestion_and_what_comes_after_it(
    target: LlamaServerTarget, fake: FakeServer
) -> None:
    assert await target.suggest(*typed(2)) == " value:\n        return 1"
    account = await target.account()
    assert account is not None
    assert account.source is Source.COLD
    assert (account.prompt_tokens, account.evaluated_tokens) == (40, 30)
    assert account.timings_ms == {"prefill": 12.5, "decode": 7.0}
    (first,) = fake.bodies
    assert (first["prompt"], first["n_indent"]) == ("    if", 4)
    fake.arrived.clear()
    # As if it was accepted: asked for ahead, a debounce later.
    await arrived(fake)
    assert fake.bodies[1]["prompt"] == "        return 1"
    assert fake.bodies[1]["n_indent"] == 4
    assert (first["t_max_predict_ms"], fake.bodies[1]["t_max_predict_ms"]) == (250, 1000)


async def test_what_is_typed_along_comes_from_the_cache(target: LlamaServerTarget) -> None:
    await target.suggest(*typed(2))
    assert await target.suggest(*typed(5)) == "lue:\n        return 1"
    account = await target.account()
    assert account is not None
    assert account.source is Source.CACHE


async def test_a_running_request_is_waited_for(target: LlamaServerTarget, fake: FakeServer) -> None:
    fake.hold.clear()
    superseded = asyncio.create_task(target.suggest(*typed(2)))
    await arrived(fake)
    superseded.cancel()
    answer = asyncio.create_task(target.suggest(*typed(4)))
    await asyncio.sleep(0)
    fake.hold.set()
    assert await answer == "alue:\n        return 1"
    account = await target.account()
    assert account is not None
    assert account.source is Source.RUNNING
    assert fake.bodies[0]["prompt"] == "    if"


async def test_leaving_breaks_off(target: LlamaServerTarget, fake: FakeServer) -> None:
    fake.hold.clear()
    asking = asyncio.create_task(target.suggest(*typed(2)))
    await arrived(fake)
    asking.cancel()
    await target.leave(typed(2)[0])
    assert await asyncio.to_thread(fake.left.wait, PATIENCE)


async def test_nothing_known(target: LlamaServerTarget) -> None:
    document, offset = typed(2)
    other = document.edited(Edit(0, 0, "# other\n"), 9)
    assert await target.suggest(other, offset + 8) == ""
    account = await target.account()
    assert account is not None
    assert (account.reason, account.source) == ("empty", Source.COLD)
    # Known to be nothing: not asked again.
    assert await target.suggest(other, offset + 8) == ""
    account = await target.account()
    assert account is not None
    assert account.source is Source.CACHE


async def test_text_to_the_right(target: LlamaServerTarget, fake: FakeServer) -> None:
    document = DocumentSnapshot("a.py", 1, "call(one, two, three)\n", "python")
    assert await target.suggest(document, 5) == ""
    assert fake.bodies == []


async def test_a_server_that_refuses(target: LlamaServerTarget, fake: FakeServer) -> None:
    fake.status = 501
    with pytest.raises(TargetLostError, match="HTTP 501"):
        await target.suggest(*typed(2))
    with pytest.raises(TargetLostError):
        await target.suggest(*typed(3))


async def test_no_server() -> None:
    with serving() as fake:
        url = fake.url
    with pytest.raises(TargetLostError, match="No llama-server answers"):
        await LlamaServerTarget(url).start()


async def test_typing(target: LlamaServerTarget) -> None:
    trace = await type_slot(target, SLOT, Pace(seed=1, speed=5, settle_seconds=0))
    assert trace.pressed < trace.keys
    assert sum(ask.accepted for ask in trace.asks)
    assert {ask.fate for ask in trace.asks} <= {Fate.ANSWERED, Fate.CANCELLED}
