"""One worker process: its pipes, its requests, its end."""

from __future__ import annotations

import asyncio
import collections
import itertools
import logging
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

from hanare.engine.errors import EngineError, PromptTooLongError, Superseded
from hanare.engine.protocol import Done, EngineInfo, Event, Request
from hanare.engine.spec import EngineSpec
from hanare.engine.wire import (
    Cancel,
    Emitted,
    Failed,
    FromWorker,
    Load,
    Loading,
    Ready,
    Replaced,
    Submit,
    ToWorker,
    decode,
    encode,
)
from hanare.processes import NO_WINDOW, command
from hanare.wording import Said, joined, said

log = logging.getLogger(__name__)

_LONGEST_LINE = 1 << 24  # bytes of one message; a prompt is far shorter
_LAST_WORDS = 5  # lines of the worker's log quoted in an error


_ILLEGAL_INSTRUCTION = (-4, 0xC000001D)
"""How a process ends over one: SIGILL, and what Windows has for it."""


class WorkerDiedError(EngineError):
    """The worker process ended by itself, or was ended because it no longer answered."""

    unfit = False
    """Whether the processor refused an instruction."""


class Link:
    """Talks to one worker process from its start to its end."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        silence_seconds: float,
        on_loading: Callable[[int], None],
    ) -> None:
        self._process = process
        self._silence_seconds = silence_seconds
        self._on_loading = on_loading
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Queue[Event | Exception]] = {}
        self._words: collections.deque[str] = collections.deque(maxlen=_LAST_WORDS)
        self._ready: asyncio.Future[EngineInfo] = asyncio.get_running_loop().create_future()
        self._heard = asyncio.Event()
        self._hung = False
        self._closing = False
        self._tasks = [asyncio.ensure_future(each) for each in (self._watch(), self._log())]
        self.ended = asyncio.ensure_future(self._read())
        """Done when the process has ended and every request has been told; holds why, if it
        was not we who ended it."""

    @classmethod
    async def open(
        cls, spec: EngineSpec, silence_seconds: float, on_loading: Callable[[int], None]
    ) -> Link:
        """Start a worker and make it load `spec`; it may not be loaded yet on return."""
        process = await asyncio.create_subprocess_exec(
            *command("hanare.engine.worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            limit=_LONGEST_LINE,
            creationflags=NO_WINDOW,
        )
        link = cls(process, silence_seconds, on_loading)
        link._send(Load(spec))
        return link

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether a request is waiting for the worker."""
        return bool(self._waiting)

    async def ready(self) -> EngineInfo:
        """Wait until the model is loaded.

        Raises:
            EngineError: it cannot be loaded, or the worker died over it.
        """
        return await asyncio.shield(self._ready)

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        """Generate; see `Engine.stream`."""
        if self.ended.done():
            raise self._obituary()
        number, events = next(self._numbers), asyncio.Queue[Event | Exception]()
        self._waiting[number] = events
        self._send(Submit(number, request))
        finished = False
        try:
            while not finished:
                event = await events.get()
                finished = isinstance(event, Done | Exception)
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            del self._waiting[number]
            if not finished:
                self._send(Cancel(number))

    async def close(self) -> None:
        """End the process: closing its pipe is enough, unless it hangs."""
        self._closing = True
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), timeout=2)
        except TimeoutError:
            self._kill()
        await self.ended

    def abandon(self) -> None:
        """End the process at once, on purpose."""
        self._closing = True
        self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()

    def _send(self, message: ToWorker) -> None:
        if self._process.stdin and not self._process.stdin.is_closing():
            self._process.stdin.write(encode(message))

    async def _read(self) -> WorkerDiedError | None:
        assert self._process.stdout  # noqa: S101 - it was asked for
        with suppress(ConnectionError):
            async for line in self._process.stdout:
                self._heard.set()
                try:
                    self._take(decode(line))
                except ValueError:  # whose text would quote the message, and that the code
                    log.warning("worker %d sent what is no message", self.pid)
                    self._kill()
        await self._process.wait()
        for task in self._tasks:
            task.cancel()
        obituary = self._obituary()
        if not self._ready.done():
            self._ready.set_exception(obituary)
            self._ready.exception()  # retrieved: nobody may be waiting any more
        for events in self._waiting.values():
            events.put_nowait(obituary)
        return None if self._closing else obituary

    def _take(self, message: ToWorker | FromWorker) -> None:
        match message:
            case Emitted(number, event) if number in self._waiting:
                self._waiting[number].put_nowait(event)
            case Replaced(number) if number in self._waiting:
                self._waiting[number].put_nowait(Superseded())
            case Failed(0, what, advice) if not self._ready.done():
                self._ready.set_exception(EngineError(what, advice))
                self._ready.exception()  # retrieved: nobody may be waiting any more
            case Failed(number, what, advice, too_long) if number in self._waiting:
                kind = PromptTooLongError if too_long else EngineError
                self._waiting[number].put_nowait(kind(what, advice))
            case Loading(percent):
                self._on_loading(percent)
            case Ready(info) if not self._ready.done():
                self._ready.set_result(info)

    async def _watch(self) -> None:
        """Kill a worker that has been silent for too long: it hangs or was stopped."""
        while True:
            self._heard.clear()
            try:
                await asyncio.wait_for(self._heard.wait(), self._silence_seconds)
            except TimeoutError:
                self._hung = True
                log.warning(
                    "worker %d is silent for %.0f s: killed", self.pid, self._silence_seconds
                )
                self._kill()
                return

    async def _log(self) -> None:
        assert self._process.stderr  # noqa: S101 - it was asked for
        async for line in self._process.stderr:
            words = line.decode("utf-8", "replace").rstrip()
            self._words.append(words)
            log.info("worker %d: %s", self.pid, words)

    def _obituary(self) -> WorkerDiedError:
        if self._closing:
            return WorkerDiedError(said("the engine was stopped"))
        how = (
            said(
                "The engine's process did not answer for {seconds:.0f} seconds and was ended.",
                seconds=self._silence_seconds,
            )
            if self._hung
            else said(
                "The engine's process ended unexpectedly ({how}).",
                how=_describe(self._process.returncode),
            )
        )
        words = "".join(f"\n  {line}" for line in self._words)
        died = WorkerDiedError(
            joined("", (how, words)),
            said(
                "It is started again with the next request. If it happens again: is there enough "
                "memory, and is the model file whole (`hanare models verify`)?"
            ),
        )
        died.unfit = self._process.returncode in _ILLEGAL_INSTRUCTION
        return died


def _describe(returncode: int | None) -> Said:
    if returncode is not None and returncode < 0:
        return said("signal {number}", number=-returncode)
    return said("exit code {code}", code=returncode)
