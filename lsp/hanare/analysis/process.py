"""The process that scans: `python -m hanare.analysis.process`.

A process and not a thread: Bandit and the parsers hold the GIL, cannot be interrupted, and a
hostile file may make them run for minutes, take all memory or crash. Whoever started it ends it
then. It takes jobs one after the other and ends when its input ends.
"""

from __future__ import annotations

import gc
import logging
import signal
from collections import OrderedDict
from typing import BinaryIO

from hanare.analysis.analyzer import analyse
from hanare.analysis.checking import Checks
from hanare.analysis.engines import bandit
from hanare.analysis.files import UnreadableError, analysed, decode, read
from hanare.analysis.results import FileResult
from hanare.analysis.source import Source
from hanare.analysis.wire import (
    Answer,
    Check,
    Judged,
    Ready,
    ScanFile,
    Scanned,
    ScanText,
    Setup,
    ToWorker,
    from_worker,
    path_of,
    read_by_worker,
)
from hanare.observe.defects import described
from hanare.processes import serve, step_back
from hanare.syntax.tree import SyntaxTree

log = logging.getLogger(__name__)

_POLITENESS = 10
_TREES = 4
"""Of how many texts the trees are kept: people edit few files at once."""

# Loads and compiles what nearly every file needs, before the first one has to wait for it.
_WARM_UP = "import subprocess\nsubprocess.run('ls', shell=True)\n"


def run(source: BinaryIO, sink: BinaryIO) -> None:
    """Do the jobs that are read from `source`, and answer each to `sink`."""
    setup = read_by_worker(source.readline())
    if not isinstance(setup, Setup):
        raise TypeError(f"expected Setup, not {type(setup).__name__}")
    if setup.gently:
        step_back(_POLITENESS)
    bandit.configure(setup.bandit)
    analyse(Source(_WARM_UP, "python"), setup.options)
    # What is loaded by now stays: looking through it for garbage after each file is in vain.
    gc.freeze()
    sink.write(from_worker(Ready()))
    sink.flush()
    checks, trees = Checks(setup.options), _Trees()
    while line := source.readline():
        _limit(setup.most_seconds)
        sink.write(from_worker(_answer(read_by_worker(line), setup, checks, trees)))
        sink.flush()


class _Trees:
    """The syntax trees of texts that come again with an edit, which then costs next to nothing."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, SyntaxTree] = OrderedDict()

    def source(self, job: ScanText) -> Source:
        """Return a text with its tree."""
        last = self._last.pop(job.name, None)
        tree = SyntaxTree.parse(job.text, job.language, last)
        if tree is not None:
            self._last[job.name] = tree
            while len(self._last) > _TREES:
                self._last.popitem(last=False)
        return Source(job.text, job.language, job.name, tree)


def _answer(job: ToWorker, setup: Setup, checks: Checks, trees: _Trees) -> Answer:
    match job:
        case ScanFile():
            return _scan_file(job, setup)
        case ScanText():
            return Scanned(job.number, analyse(trees.source(job), setup.options), None)
        case Check(number, insertion, name):
            return Judged(number, checks.verdict(insertion, name))
    raise TypeError(f"expected a job, not {type(job).__name__}")


def _limit(seconds: float) -> None:
    """Let the system end this process after so much more processor time.

    That needs neither the GIL nor whoever started it, which may have been killed.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _scan_file(job: ScanFile, setup: Setup) -> Scanned:
    try:
        data = read(path_of(job.path), setup.most_bytes)
        decoded = decode(data, job.language)
    except UnreadableError as refusal:
        return Scanned(job.number, FileResult((), (), refusal.why, refusal.detail), None)
    source = Source(decoded.text, job.language, job.name)
    result = analyse(source, setup.options)
    if decoded.why is not None:
        result = FileResult(result.findings, result.suppressions, decoded.why, decoded.detail)
    return Scanned(job.number, result, analysed(data, job.name, job.language))


def main() -> None:
    """Serve the process that started this one."""
    serve(run, lambda failure: log.error("scanning failed: %s", described(failure)), logging.ERROR)


if __name__ == "__main__":
    main()
