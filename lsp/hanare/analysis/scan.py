"""Many files through several scanning processes, and what is kept of earlier runs."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from hanare.analysis.cache import MOST_BYTES, ResultCache, how, key
from hanare.analysis.files import UnreadableError, analysed, is_binary, read, sound
from hanare.analysis.host import Limits, Scanner
from hanare.analysis.results import Analysed, FileResult, Why
from hanare.analysis.testfiles import is_test
from hanare.analysis.walk import Target
from hanare.analysis.wire import Setup, portable
from hanare.wording import said

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How files are analysed."""

    setup: Setup = field(default_factory=Setup)
    limits: Limits = field(default_factory=Limits)
    processes: int = 1
    cache: Path | None = None
    """A file for results that are kept; None to keep nothing."""
    most_cache_bytes: int = MOST_BYTES
    """How much is kept there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    target: Target
    result: FileResult
    file: Analysed | None
    """None for what could not be read."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is not a file of its own, e.g. of another revision."""

    text: str
    name: str
    language: str


async def scan_files(
    files: Sequence[Target], plan: Plan, progress: Progress = lambda done, of: None
) -> list[Outcome]:
    """Return what became of each file, in their order.

    Raises:
        HanareError: no process can be started.
    """
    cache = ResultCache(plan.cache, plan.most_cache_bytes) if plan.cache is not None else None
    with cache or nullcontext():
        return await _Files(files, plan, cache, progress).run()


async def scan_texts(texts: Sequence[Text], plan: Plan) -> list[FileResult]:
    """Return the results of texts, in their order.

    Raises:
        HanareError: no process can be started.
    """
    results: dict[int, FileResult] = {}

    async def one(scanner: Scanner, number: int) -> None:
        each = texts[number]
        results[number] = await scanner.text(each.text, each.name, each.language)

    await _shared(plan, deque(range(len(texts))), one)
    return [results[number] for number in range(len(texts))]


class _Files:
    def __init__(
        self, files: Sequence[Target], plan: Plan, cache: ResultCache | None, progress: Progress
    ) -> None:
        self._files = files
        self._plan = plan
        self._cache = cache
        self._how = how(plan.setup)
        self._progress = progress
        self._outcomes: dict[int, Outcome] = {}
        self._fresh: list[tuple[str, FileResult]] = []

    async def run(self) -> list[Outcome]:
        waiting: list[tuple[int, int]] = []
        for number, target in enumerate(self._files):
            if (size := self._known(number, target)) is not None:
                waiting.append((size, number))
            await asyncio.sleep(0)  # who cancels does not wait for thousands of files to be read
        # The largest first: the last process to finish should not have just begun with one.
        waiting.sort(reverse=True)
        await _shared(self._plan, deque(number for _, number in waiting), self._scan)
        if self._cache is not None:
            self._cache.put(self._fresh)
        return [self._outcomes[number] for number in range(len(self._files))]

    def _known(self, number: int, target: Target) -> int | None:
        """Take what is known of a file without analysing it; return its size if nothing is."""
        try:
            if target.text is not None:
                return self._size(target.text)
            data = read(target.path, self._plan.setup.most_bytes)
            if is_binary(data):
                raise UnreadableError(Why.BINARY)  # noqa: TRY301 - as `decode` will say
        except UnreadableError as refusal:
            self._done(number, FileResult((), (), refusal.why, refusal.detail), None)
            return None
        if self._cache is None:
            return len(data)
        file = analysed(data, target.name, target.language)
        result = self._cache.get(self._key(target, file.sha256))
        if result is None:
            return len(data)
        self._done(number, result, file)
        return None

    async def _scan(self, scanner: Scanner, number: int) -> None:
        target = self._files[number]
        if target.text is not None:
            result = await scanner.text(target.text, target.name, target.language)
            self._done(number, result, analysed(_bytes(target.text), target.name, target.language))
            return
        scanned = await scanner.file(portable(target.path), target.name, target.language)
        if scanned.file is not None:
            # By what the process has read: the file may have changed since it was looked at.
            self._fresh.append((self._key(target, scanned.file.sha256), scanned.result))
        self._done(number, scanned.result, scanned.file)

    def _size(self, text: str) -> int:
        """Return how large a text is.

        Raises:
            UnreadableError: it is too large to be analysed.
        """
        size, most = len(_bytes(text)), self._plan.setup.most_bytes
        if size > most:
            detail = said("{size:,} bytes, the limit is {most:,}", size=size, most=most)
            raise UnreadableError(Why.TOO_LARGE, detail)
        return size

    def _key(self, target: Target, sha256: str) -> str:
        return key(self._how, sha256, target.language, test=is_test(target.name))

    def _done(self, number: int, result: FileResult, file: Analysed | None) -> None:
        self._outcomes[number] = Outcome(self._files[number], result, file)
        self._progress(len(self._outcomes), len(self._files))


def _bytes(text: str) -> bytes:
    return sound(text).encode()


async def _shared(
    plan: Plan,
    jobs: deque[int],
    do: Callable[[Scanner, int], Coroutine[None, None, None]],
) -> None:
    """Let several processes do jobs until none is left."""

    async def work() -> None:
        scanner = Scanner(plan.setup, plan.limits)
        try:
            while jobs:
                await do(scanner, jobs.popleft())
        finally:
            await scanner.close()

    workers = [asyncio.ensure_future(work()) for _ in range(min(plan.processes, len(jobs)))]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            if not worker.cancelling():  # twice, it would not wait for its process to end
                worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
