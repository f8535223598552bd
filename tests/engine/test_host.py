"""The worker process and its host: what happens when one of them dies, hangs or idles."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import psutil
import pytest

from hanare.engine.errors import EngineError
from hanare.engine.host import Broken, Limits, Running, Starting, State, Stopped, WorkerEngine
from hanare.engine.link import WorkerDiedError
from hanare.engine.protocol import Delta, Done, Event, Prefilled, Request
from hanare.engine.spec import EngineSpec

from engine.scripts import MARKERS, ask, text_of

SCRIPT = '[[answers]]\nafter = "x = "\nsays = "1 + 2 + 3"\n'
SLOW = "seconds_per_token = 0.05\n" + SCRIPT
QUICK_RESTARTS = (0.0, 0.0, 0.0)

Make = Callable[..., WorkerEngine]


class States:
    """Collects states; lets a test wait for one."""

    def __init__(self) -> None:
        self.seen: list[State] = []
        self._changed = asyncio.Event()

    def __call__(self, state: State) -> None:
        self.seen.append(state)
        self._changed.set()

    async def wait_for(self, kind: type[State]) -> State:
        async with asyncio.timeout(20):
            while not (self.seen and isinstance(self.seen[-1], kind)):
                self._changed.clear()
                await self._changed.wait()
        return self.seen[-1]


@pytest.fixture
def states() -> States:
    return States()


@pytest.fixture
async def make(tmp_path: Path, states: States) -> AsyncIterator[Make]:
    engines = []

    def build(script: str = SCRIPT, **limits: object) -> WorkerEngine:
        path = tmp_path / "script.toml"
        path.write_text(script)
        spec = EngineSpec("scripted", "scripted", path, MARKERS, 65536, None, None)
        options = {"backoff": QUICK_RESTARTS} | limits
        engine = WorkerEngine(lambda: spec, Limits(**options), states)  # type: ignore[arg-type]
        engines.append(engine)
        return engine

    yield build
    for engine in engines:
        await engine.close()


async def collect(engine: WorkerEngine, request: Request) -> list[Event]:
    return [event async for event in engine.stream(request)]


def pid(engine: WorkerEngine) -> int:
    assert isinstance(engine.state, Running)
    return engine.state.pid


async def until_gone(process: psutil.Process) -> None:
    assert await asyncio.to_thread(psutil.wait_procs, [process], 10) != ([], [process])


def kill(number: int) -> None:
    psutil.Process(number).kill()


async def test_the_first_request_starts_it_and_close_ends_it(make: Make, states: States) -> None:
    engine = make()
    assert text_of(await collect(engine, ask("x = "))) == "1 + 2 + 3"
    process = psutil.Process(pid(engine))
    assert [type(state) for state in states.seen] == [Starting, Running]
    await engine.close()
    await until_gone(process)
    assert isinstance(engine.state, Stopped)


async def test_killed_while_idle_the_next_request_starts_it_anew(
    make: Make, states: States
) -> None:
    engine = make()
    await engine.start()
    kill(pid(engine))
    broken = await states.wait_for(Broken)
    assert isinstance(broken, Broken)
    assert "ended unexpectedly" in broken.error.message
    assert text_of(await collect(engine, ask("x = "))) == "1 + 2 + 3"


@pytest.mark.parametrize("phase", [Prefilled, Delta], ids=["in prefill", "in decode"])
async def test_killed_at_work_the_request_fails_and_the_next_works(
    make: Make, phase: type[Event]
) -> None:
    engine = make(SLOW)
    await engine.start()

    async def run() -> None:
        if phase is Prefilled:
            asyncio.get_running_loop().call_later(0.1, kill, pid(engine))
        async with aclosing(engine.stream(ask("x = "))) as events:
            async for event in events:
                if isinstance(event, phase):
                    kill(pid(engine))

    with pytest.raises(WorkerDiedError, match="ended unexpectedly"):
        await run()
    (engine._plan().path).write_text(SCRIPT)
    assert text_of(await collect(engine, ask("x = "))) == "1 + 2 + 3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process by a signal")
async def test_a_worker_that_hangs_is_killed_and_started_anew(make: Make) -> None:
    engine = make(SLOW, silence=1.5)
    await engine.start()
    process = psutil.Process(pid(engine))
    running = asyncio.create_task(collect(engine, ask("x = ")))
    await asyncio.sleep(0.1)
    process.send_signal(signal.SIGSTOP)
    with pytest.raises(WorkerDiedError, match="did not answer"):
        await running
    await until_gone(process)
    await engine.start()


async def test_after_repeated_deaths_it_gives_up_and_says_so(make: Make, states: States) -> None:
    engine = make()
    for _ in range(1 + len(QUICK_RESTARTS)):
        await engine.start()
        kill(pid(engine))
        await states.wait_for(Broken)
    with pytest.raises(EngineError, match="failed 4 times and is not started again"):
        await collect(engine, ask("x = "))


async def test_failures_are_forgotten_after_a_while(make: Make, states: States) -> None:
    engine = make(forget_failures_after=0.0)
    for _ in range(6):
        await engine.start()
        kill(pid(engine))
        await states.wait_for(Broken)
    await engine.start()


async def test_what_cannot_be_loaded_is_said_once_a_start(make: Make, tmp_path: Path) -> None:
    engine = make("nonsense")
    for _ in range(1 + len(QUICK_RESTARTS)):
        with pytest.raises(EngineError, match="not a script"):
            await engine.start()
    with pytest.raises(EngineError, match=r"4 times.*not a script"):
        await engine.start()
    assert isinstance(engine.state, Broken)


# A worker whose special kernels end it: when the model is loaded, or later.
UNFIT = """
import os, signal, sys
from hanare.engine.worker import Worker
first = sys.stdin.buffer.readline()
class Source:
    def readline(self):
        return first
    def __iter__(self):
        for line in sys.stdin.buffer:
            if special and when == "later":
                os.kill(os.getpid(), signal.SIGILL)
            yield line
special, when = b'"special_kernels":true' in first.replace(b" ", b""), sys.argv[1]
if special and when == "at once":
    os.kill(os.getpid(), signal.SIGILL)
Worker(Source(), sys.stdout.buffer).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGILL to send")
@pytest.mark.parametrize("when", ["at once", "later"])
async def test_kernels_that_do_not_run_here_are_done_without(
    make: Make, states: States, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """GCC 12.2 compiles llama.cpp for AMX so that it ends over an illegal instruction."""
    unfit = [sys.executable, "-c", UNFIT, when]
    monkeypatch.setattr("hanare.engine.link.command", lambda _module: unfit)
    engine = make()
    if when == "later":
        with pytest.raises(WorkerDiedError, match="signal 4"):
            await collect(engine, ask("x = "))
    assert text_of(await collect(engine, ask("x = "))) == "1 + 2 + 3"
    assert isinstance(engine.state, Running)
    assert not engine.state.info.special_kernels
    assert not any(isinstance(state, Broken) for state in states.seen)


async def test_an_idle_engine_gives_its_memory_back(make: Make, states: States) -> None:
    engine = make(idle_unload=0.2)
    await collect(engine, ask("x = "))
    process = psutil.Process(pid(engine))
    await states.wait_for(Stopped)
    await until_gone(process)
    assert text_of(await collect(engine, ask("x = "))) == "1 + 2 + 3"


async def test_a_busy_engine_is_not_unloaded(make: Make) -> None:
    engine = make("seconds_per_token = 0.02\n" + SCRIPT, idle_unload=0.05)
    events = await collect(engine, ask("x = "))
    assert isinstance(events[-1], Done)


async def test_many_at_once_start_one_worker(make: Make, states: States) -> None:
    engine = make()
    tasks = [collect(engine, ask("x = ", document=str(n))) for n in range(20)]
    for events in await asyncio.gather(*tasks):
        assert text_of(events) == "1 + 2 + 3"
    assert [type(state) for state in states.seen] == [Starting, Running]


HOST = """
import asyncio, sys
from pathlib import Path
from hanare.engine.host import WorkerEngine
from hanare.engine.spec import EngineSpec
async def main():
    spec = EngineSpec("scripted", "scripted", Path(sys.argv[1]), (), 4096, None, None)
    engine = WorkerEngine(lambda: spec)
    await engine.start()
    print(engine.state.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[psutil.Popen]:
    script = tmp_path / "script.toml"
    script.write_text(SCRIPT)
    process = psutil.Popen([sys.executable, "-c", HOST, str(script)], stdout=-1)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


async def test_a_killed_host_leaves_no_worker_behind(host: psutil.Popen) -> None:
    worker = psutil.Process(int(host.stdout.readline()))
    host.kill()
    await until_gone(worker)
