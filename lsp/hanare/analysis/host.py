"""Scanning processes as the rest sees them: asked, watched, killed and replaced."""

from __future__ import annotations

import asyncio
import itertools
import logging
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import psutil

from hanare.analysis.checking import Verdict
from hanare.analysis.files import sound
from hanare.analysis.insertion import Insertion
from hanare.analysis.results import FileResult, Why
from hanare.analysis.wire import (
    Answer,
    Check,
    Job,
    Judged,
    Ready,
    ScanFile,
    Scanned,
    ScanText,
    Setup,
    read_from_worker,
    to_worker,
)
from hanare.errors import HanareError
from hanare.processes import NO_WINDOW, command
from hanare.wording import Said, said

log = logging.getLogger(__name__)

_LONGEST_LINE = 1 << 27  # bytes of one answer
_LOOK_SECONDS = 0.1
_START_SECONDS = 120.0
# A machine may be so busy that a job gets little of a core; then it may take so much longer.
_WALL_FACTOR = 6
_ALONE_FACTOR = 3  # after so much more time, a process that nobody watches ends itself


@dataclass(frozen=True, slots=True)
class Limits:
    """What one text may cost. Beyond it the process is killed and the text not analysed."""

    seconds: float = 10.0
    """Of processor time."""
    megabytes: int = 1024
    """Resident memory of the process."""


class _DiedError(Exception):
    """The process is gone, and why the job is not done."""

    def __init__(self, why: Why, detail: Said) -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail
        self.for_another_reason = False
        """Whether the job that was waited for may be done by another process."""


class Scanner:
    """One scanning process, started when it is first asked and again after it died.

    Used on one event loop. Jobs are done one at a time, in the order of asking.
    """

    def __init__(self, setup: Setup, limits: Limits) -> None:
        self._setup = setup
        self._limits = limits
        self._numbers = itertools.count(1)
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._abandoned: list[asyncio.subprocess.Process] = []
        """Processes that were killed and may not have ended yet."""
        self._given: set[int] = set()
        """Jobs that the process has not answered."""
        self.starts = 0
        """How often a process was started."""

    async def file(self, path: str, name: str, language: str) -> Scanned:
        """Analyse a file; `path` as `wire.portable` makes it.

        Raises:
            HanareError: no process can be started.
        """
        answer = await self._do(lambda number: ScanFile(number, path, name, language))
        return answer if isinstance(answer, Scanned) else _not_scanned(answer)

    async def text(self, text: str, name: str, language: str) -> FileResult:
        """Analyse a text.

        Raises:
            HanareError: no process can be started.
        """
        # Editors may send half a character, which the process could not be told.
        text, name = sound(text), sound(name)
        answer = await self._do(lambda number: ScanText(number, text, name, language))
        return (answer if isinstance(answer, Scanned) else _not_scanned(answer)).result

    async def check(self, insertion: Insertion, name: str) -> Verdict:
        """Judge a suggestion.

        Raises:
            HanareError: no process can be started.
        """
        sound_one = replace(insertion, text=sound(insertion.text), new=sound(insertion.new))
        answer = await self._do(lambda number: Check(number, sound_one, sound(name)))
        return answer.verdict if isinstance(answer, Judged) else Verdict((), scanned=False)

    async def start(self) -> None:
        """Start the process, so that the first job does not wait for it.

        Raises:
            HanareError: it cannot be started.
        """
        async with self._turn:
            await self._started()

    def abandon(self) -> None:
        """End the process over a job that nobody waits for any more; the next job starts another.

        It would do that job to its end, and let the next ones wait.
        """
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            self._abandoned.append(process)

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        await _end(process)
        await self._end_abandoned()

    async def _end_abandoned(self) -> None:
        """Wait for the end of processes that were abandoned: an event loop must not end before."""
        while self._abandoned:
            await _end(self._abandoned.pop())

    async def _do(self, job: Callable[[int], Job]) -> Answer | _DiedError:
        async with self._turn:
            number = next(self._numbers)
            message = to_worker(job(number))
            outcome = await self._tried(number, message)
            if isinstance(outcome, _DiedError) and outcome.for_another_reason:
                outcome = await self._tried(number, message)
            return outcome

    async def _tried(self, number: int, message: bytes) -> Answer | _DiedError:
        process = await self._started()
        try:
            return await self._asked(process, number, message)
        except _DiedError as death:
            log.warning("a scanning process ended: %s", death.why)
            # It may have died before it got the job, or over one that nobody waits for any more.
            closed = self._process is not process
            innocent = death.why is Why.CRASHED or self._given != {number}
            death.for_another_reason = innocent and not closed
            if not closed:
                self._process = None
            await _end(process)
            return death

    async def _asked(self, process: asyncio.subprocess.Process, number: int, job: bytes) -> Answer:
        assert process.stdin  # noqa: S101 - it was asked for
        self._given.add(number)
        with suppress(ConnectionError):  # a process that has ended says so by its output
            process.stdin.write(job)
            await process.stdin.drain()
        while True:
            watch = _Watch(process.pid, self._limits)
            answer = read_from_worker(await _line(process, watch))
            if isinstance(answer, Scanned | Judged):
                # Whoever asked before may not have waited for the answer.
                self._given.discard(answer.number)
                if answer.number == number:
                    return answer

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        await self._end_abandoned()
        process = None
        try:
            process = await asyncio.create_subprocess_exec(
                *command("hanare.analysis.process"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                limit=_LONGEST_LINE,
                creationflags=NO_WINDOW,
            )
            self.starts += 1
            self._given.clear()
            assert process.stdin  # noqa: S101 - it was asked for
            alone = replace(self._setup, most_seconds=_ALONE_FACTOR * self._limits.seconds + 1)
            process.stdin.write(to_worker(alone))
            async with asyncio.timeout(_START_SECONDS):
                line = await _line(process, None)
            ready = isinstance(read_from_worker(line), Ready)
        except (OSError, TimeoutError, ValueError, _DiedError) as failure:
            await _end(process)
            detail: Said | str = failure.detail if isinstance(failure, _DiedError) else str(failure)
            raise HanareError(
                said(
                    "The analysis cannot be started: {reason}.",
                    reason=detail or type(failure).__name__,
                ),
                said(
                    "Its messages are above, or in the server's log. Is the installation whole "
                    "(`python -m pip check`)?"
                ),
            ) from failure
        except asyncio.CancelledError:
            await _end(process)
            raise
        assert ready  # noqa: S101 - it is the first thing that our own process says
        self._process = process
        return process


def _not_scanned(death: Judged | _DiedError) -> Scanned:
    assert isinstance(death, _DiedError)  # noqa: S101 - answers are of the kind that was asked for
    return Scanned(0, FileResult((), (), death.why, death.detail), None)


class _Watch:
    """Looks at what a process takes for one job."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._limits = limits
        self._pid = pid
        self._process: psutil.Process | None = None
        self._deadline = time.monotonic() + _WALL_FACTOR * limits.seconds
        self._spent = 0.0

    def look(self) -> None:
        """Check the limits.

        Raises:
            _DiedError: the job takes more than it may.
        """
        with suppress(psutil.Error):  # it has just ended, which its output will say
            if self._process is None:
                # Processor time counts from the first look: most jobs end before it.
                self._process = psutil.Process(self._pid)
                self._spent = _seconds(self._process)
            spent = _seconds(self._process) - self._spent
            resident = self._process.memory_info().rss >> 20
            if spent > self._limits.seconds or time.monotonic() > self._deadline:
                raise _DiedError(
                    Why.TIMEOUT, said("more than {seconds:g} s", seconds=self._limits.seconds)
                )
            if resident > self._limits.megabytes:
                raise _DiedError(
                    Why.MEMORY, said("more than {megabytes} MiB", megabytes=self._limits.megabytes)
                )


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _line(process: asyncio.subprocess.Process, watch: _Watch | None) -> bytes:
    """Return the next line that a process writes.

    Raises:
        _DiedError: it has ended, or takes more than it may.
    """
    assert process.stdout  # noqa: S101 - it was asked for
    reading = asyncio.ensure_future(process.stdout.readline())
    try:
        while not reading.done():
            await asyncio.wait({reading}, timeout=_LOOK_SECONDS if watch else None)
            if watch is not None and not reading.done():
                watch.look()
    finally:
        reading.cancel()
    try:
        if line := reading.result():
            return line
    except ValueError:
        raise _DiedError(Why.CRASHED, said("its answer is too long")) from None
    code = await process.wait()
    how = said("signal {number}", number=-code) if code < 0 else said("exit code {code}", code=code)
    raise _DiedError(Why.CRASHED, said("the process ended ({how})", how=how))


async def _end(process: asyncio.subprocess.Process | None) -> None:
    if process is None:
        return
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
    # Its pipes as well: an event loop that ends before they are closed complains.
    assert process.stdin  # noqa: S101 - it was asked for
    assert process.stdout  # noqa: S101 - it was asked for
    process.stdin.close()
    with suppress(ConnectionError):
        await process.stdin.wait_closed()
    await process.stdout.read()
