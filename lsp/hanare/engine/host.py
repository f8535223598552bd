"""The engine as the server sees it: a worker process that is started when it is needed.

The host starts the worker with the first request, starts it again after it died (later and
later, and not for ever), and ends it when it was idle for long enough, which gives its memory
back. It decides nothing about generations: the worker's owner does.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial

from hanare.engine.errors import EngineError
from hanare.engine.link import Link, WorkerDiedError
from hanare.engine.protocol import EngineInfo, Event, Request
from hanare.engine.spec import EngineSpec
from hanare.errors import HanareError
from hanare.wording import said

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """When the host loses patience. Seconds."""

    silence: float = 10.0
    """A worker says so twice a second that it lives; after this long without it is killed."""
    backoff: tuple[float, ...] = (0.0, 1.0, 4.0)
    """Waits before the first, second ... restart; after one more failure the host gives up."""
    forget_failures_after: float = 300.0
    idle_unload: float = 1800.0
    """0: never."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """No worker; the next request starts one."""


@dataclass(frozen=True, slots=True)
class Starting:
    """The model is being loaded."""

    percent: int


@dataclass(frozen=True, slots=True)
class Running:
    """The model is loaded."""

    info: EngineInfo
    pid: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The engine failed; the next request may start it again."""

    error: EngineError


State = Stopped | Starting | Running | Broken


class WorkerEngine:
    """Runs a model in a worker process; see `Engine`."""

    def __init__(
        self,
        plan: Callable[[], EngineSpec],
        limits: Limits | None = None,
        on_state: Callable[[State], None] = lambda _state: None,
    ) -> None:
        """`plan` is asked at every start, so that a replaced model file is checked again."""
        self._plan = plan
        self._limits = limits or Limits()
        self._on_state = on_state
        self.state: State = Stopped()
        self._link: Link | None = None
        self._alive: set[Link] = set()
        self._opening: asyncio.Task[Link] | None = None
        self._failures: list[tuple[float, EngineError]] = []
        self._unload: asyncio.TimerHandle | None = None
        self._closed = False
        self._special_kernels = True

    async def start(self) -> EngineInfo:
        """Load the model; see `Engine.start`."""
        return await (await self._connect()).ready()

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        """Generate; see `Engine.stream`."""
        link = await self._connect()
        self._stop_idling()
        try:
            async with aclosing(link.stream(request)) as events:
                async for event in events:
                    yield event
        finally:
            self._begin_idling()

    async def close(self) -> None:
        """End the worker; see `Engine.close`."""
        self._closed = True
        self._stop_idling()
        if self._opening:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        await self._shut()
        await asyncio.gather(*(link.ended for link in self._alive))

    async def _connect(self) -> Link:
        """Return the link to a loaded worker, started if there is none."""
        if self._link is not None and not self._link.ended.done():
            return self._link
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._open())
            self._opening.add_done_callback(self._opened)
        return await asyncio.shield(self._opening)

    def _opened(self, opening: asyncio.Task[Link]) -> None:
        self._opening = None
        if not opening.cancelled():
            opening.exception()  # retrieved: whoever asked may have gone

    async def _open(self) -> Link:
        if self._closed:
            raise EngineError(said("The engine is closed."))
        await self._wait_after_failures()
        self._become(Starting(0))
        link: Link | None = None
        try:
            planned = await asyncio.to_thread(self._plan)
            spec = replace(planned, special_kernels=self._special_kernels)
            link = await Link.open(
                spec, self._limits.silence, lambda percent: self._become(Starting(percent))
            )
            self._alive.add(link)
            link.ended.add_done_callback(partial(self._ended, link, spec))
            info = await link.ready()
        except HanareError as error:
            if link:
                link.abandon()
            if link and _died_of_kernels(error, spec):
                self._special_kernels = False  # `_ended` may only run later
                return await self._open()
            if not isinstance(error, WorkerDiedError):  # of those `_ended` takes note
                self._failed(EngineError(error.what, error.advice))
            raise
        except asyncio.CancelledError:
            if link:
                link.abandon()
            raise
        self._link = link
        self._become(Running(info, link.pid))
        self._begin_idling()
        return link

    async def _wait_after_failures(self) -> None:
        now, forgotten = time.monotonic(), self._limits.forget_failures_after
        self._failures = [failure for failure in self._failures if now - failure[0] < forgotten]
        count = len(self._failures)
        if not count:
            return
        at, last = self._failures[-1]
        if count > len(self._limits.backoff):
            raise EngineError(
                said(
                    "The engine failed {count} times and is not started again for now. The last "
                    "time: {what}",
                    count=count,
                    what=last.what,
                ),
                last.advice,
            )
        await asyncio.sleep(max(0.0, at + self._limits.backoff[count - 1] - now))

    def _ended(
        self, link: Link, spec: EngineSpec, ended: asyncio.Future[WorkerDiedError | None]
    ) -> None:
        """Take note of a worker's end."""
        self._alive.discard(link)
        if self._link is link:
            self._link = None
        if error := ended.result():
            if _died_of_kernels(error, spec):
                log.warning("a special kernel of this llama.cpp does not run here: without them")
                self._special_kernels = False
            else:
                self._failed(error)

    def _failed(self, error: EngineError) -> None:
        self._failures.append((time.monotonic(), error))
        self._become(Broken(error))

    async def _shut(self) -> None:
        # First let go of the link, so that a request that comes now starts a new worker.
        link, self._link = self._link, None
        self._become(Stopped())
        if link is not None:
            await link.close()

    def _begin_idling(self) -> None:
        if self._limits.idle_unload and self._link and not self._link.busy and not self._closed:
            self._stop_idling()
            loop = asyncio.get_running_loop()
            self._unload = loop.call_later(
                self._limits.idle_unload, lambda: loop.create_task(self._unload_now())
            )

    def _stop_idling(self) -> None:
        if self._unload:
            self._unload.cancel()
            self._unload = None

    async def _unload_now(self) -> None:
        if self._link and not self._link.busy:
            await self._shut()

    def _become(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self._on_state(state)


def _died_of_kernels(error: HanareError, spec: EngineSpec) -> bool:
    return isinstance(error, WorkerDiedError) and error.unfit and spec.special_kernels
