"""Keep the indexes of workspace folders up to date, in the background."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hanare.errors import HanareError
from hanare.index.messages import Failed, Job, Progress, decode, encode
from hanare.index.scan import Summary
from hanare.index.store import database_of
from hanare.index.walk import Limits
from hanare.observe.defects import described
from hanare.processes import NO_WINDOW, command
from hanare.wording import said

log = logging.getLogger(__name__)

OnProgress = Callable[[tuple[int, int] | None], None]
"""Told how many of how many files are done; None: nothing is going on any more."""
OnFailure = Callable[[HanareError], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the indexer waits. Seconds."""

    delay: float = 2.0
    """From the first change to the scan, at least; changes until then share it."""
    rest: float = 10.0
    """The same, as a multiple of what the folder's last scan took."""
    rest_after_failure: float = 600.0
    """The same, after a scan of the folder has failed."""
    silence: float = 60.0
    """A process that says nothing for so long is ended; it reports several times a second."""
    starts: int = 3
    """Processes for one scan. One that ends over a file has stored what came before; the file
    itself is left out at the third start."""


class _DiedError(HanareError):
    """The process ended without a summary."""


class Indexer:
    """Scans folders, one at a time, each in a process of its own.

    Everything is called on one event loop. Nothing here raises: failures go to `on_failure`, once
    until a scan has succeeded again.
    """

    def __init__(
        self,
        limits: Limits,
        on_progress: OnProgress,
        on_failure: OnFailure,
        directory: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Indexes go into `directory`, by default the one in the user's cache."""
        self._limits = limits
        self._on_progress = on_progress
        self._on_failure = on_failure
        self._directory = directory
        self._patience = patience or Patience()
        self._due: dict[Path, float] = {}
        """When the folders are to be scanned, in the event loop's time."""
        self._rests: dict[Path, float] = {}
        """Seconds that a change of a folder waits because of how the folder's last scan went."""
        self._sooner = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._told = False
        self._closed = False
        self.pid: int | None = None
        """The process that scans just now, if one does."""
        self.last: Summary | None = None
        """What the last scan that succeeded did."""

    def schedule(self, folder: Path) -> None:
        """Scan `folder` soon; call it again whenever files may have changed."""
        if self._closed:
            return
        delay = max(self._patience.delay, self._rests.get(folder, 0.0))
        due = asyncio.get_running_loop().time() + delay
        self._due[folder] = min(due, self._due.get(folder, due))
        self._sooner.set()
        if self._task is None:
            self._begin()

    def limit(self, limits: Limits) -> None:
        """Go by these limits from the next scan on, which need not wait for long."""
        self._limits = limits
        self._rests.clear()

    async def idle(self) -> None:
        """Wait until nothing is scheduled any more."""
        while self._task is not None:
            await asyncio.wait([self._task])
            await asyncio.sleep(0)  # its callback may begin the next

    async def close(self) -> None:
        """End a scan that is going on; nothing is scanned from here on."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _begin(self) -> None:
        self._task = asyncio.ensure_future(self._work())
        self._task.add_done_callback(self._worked)

    async def _work(self) -> None:
        while self._due:
            folders = await self._next()
            try:
                for folder in folders:
                    await self._scan(folder)
            finally:
                self._on_progress(None)

    async def _next(self) -> list[Path]:
        """Wait until folders are due, and return them."""
        loop = asyncio.get_running_loop()
        while not (folders := [each for each, at in self._due.items() if at <= loop.time()]):
            self._sooner.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min(self._due.values())):
                    await self._sooner.wait()
        for folder in folders:
            del self._due[folder]
        return folders

    def _worked(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (error := task.exception()):
            log.error("indexing failed: %s", described(error))
        if self._due and not self._closed:  # scheduled when the task had just ended
            self._begin()

    async def _scan(self, folder: Path) -> None:
        # Until it is known to have succeeded: a defect too shall not repeat at every change.
        self._rests[folder] = self._patience.rest_after_failure
        job = Job(folder, database_of(folder, self._directory), self._limits)
        for start in range(1, self._patience.starts + 1):
            try:
                self.last = await self._run(job)
            except _DiedError as error:
                log.warning("indexing, start %d: %s", start, error.message)
                if start == self._patience.starts:
                    self._failed(error)
            except HanareError as error:
                self._failed(error)
                return
            else:
                self._told = False
                self._rests[folder] = self._patience.rest * self.last.seconds
                log.info("indexed: %s", self.last)
                return

    def _failed(self, error: HanareError) -> None:
        if not self._told:
            self._told = True
            self._on_failure(error)

    async def _run(self, job: Job) -> Summary:
        """Scan in a process, and wait for its end."""
        try:
            # Its standard error is ours: the log.
            process = await asyncio.create_subprocess_exec(
                *command("hanare.index.process"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=NO_WINDOW,
            )
        except OSError as error:
            raise HanareError(
                said(
                    "The workspace cannot be indexed: {executable} does not start ({error}).",
                    executable=sys.executable,
                    error=error,
                ),
                said("Completions go on without definitions of other files."),
            ) from error
        self.pid = process.pid
        try:
            summary = await self._follow(process, job)
            # It ends by itself; asyncio logs a warning where it kills what is just ending.
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self._patience.silence)
            return summary
        finally:
            self.pid = None
            with suppress(ProcessLookupError):
                process.kill()
            await asyncio.shield(process.wait())

    async def _follow(self, process: asyncio.subprocess.Process, job: Job) -> Summary:
        assert process.stdin  # noqa: S101 - it was asked for
        assert process.stdout  # noqa: S101 - it was asked for
        process.stdin.write(encode(job))
        how = said("ended unexpectedly")
        try:
            while line := await asyncio.wait_for(process.stdout.readline(), self._patience.silence):
                match decode(line):
                    case Progress(files, of) if of:
                        self._on_progress((files, of))
                    case Failed(what, advice):
                        raise HanareError(what, advice)
                    case Summary() as summary:
                        return summary
        except TimeoutError:
            how = said(
                "said nothing for {seconds:.0f} seconds and was ended",
                seconds=self._patience.silence,
            )
        except (ValueError, ConnectionError):  # whose text would quote the message
            how = said("said what is no message")
        raise _DiedError(
            said("The process that indexes {folder} {how}.", folder=job.folder, how=how),
            said("Completions go on with what is indexed. The server's log may say why."),
        )
