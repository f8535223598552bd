"""The process that scans a folder: `python -m hanare.index.process`.

A process and not a thread: parsing holds the GIL, a hostile file may crash a parser, and the
memory goes back when it ends. It takes one job from its standard input and ends with the job, or
when the input ends: a server that vanishes leaves no orphan behind.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from typing import BinaryIO

import psutil

from hanare.errors import HanareError
from hanare.index.keeping import keep_within
from hanare.index.messages import Failed, Job, Message, Progress, decode, encode
from hanare.index.scan import scan
from hanare.observe.defects import described
from hanare.processes import serve, step_back

log = logging.getLogger(__name__)

_REPORT_SECONDS = 0.1


class Reporter:
    """Sends progress, not more often than a person can see."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._last = float("-inf")
        self._of = 0

    def __call__(self, done: int, of: int) -> None:
        """Send how far the scan is, at times."""
        now = time.monotonic()
        # How many files there are is news at any time.
        if of != self._of or now - self._last >= _REPORT_SECONDS:
            self._last, self._of = now, of
            self.send(Progress(done, of))

    def send(self, message: Message) -> None:
        """Send a message at once."""
        self._sink.write(encode(message))
        self._sink.flush()


def run(source: BinaryIO, sink: BinaryIO) -> None:
    """Do the job that is read from `source`, and tell `sink` about it."""
    job = decode(source.readline())
    if not isinstance(job, Job):
        raise TypeError(f"expected Job, not {type(job).__name__}")
    threading.Thread(target=_end_with, args=(source,), daemon=True).start()
    reporter = Reporter(sink)
    try:
        summary = scan(job.folder, job.database, job.limits, reporter)
        keep_within(job.limits.max_cache_bytes, job.database)
        reporter.send(summary)
    except HanareError as error:
        reporter.send(Failed(error.what, error.advice))


def _end_with(source: BinaryIO) -> None:
    """End the process when `source` ends. The database bears it at any time."""
    source.read()
    os._exit(0)


def _step_back() -> None:
    """Let everything else on the machine go first, at the disk too."""
    step_back(19)
    process = psutil.Process()
    with contextlib.suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            process.ionice(psutil.IOPRIO_VERYLOW)
        elif sys.platform == "linux":
            process.ionice(psutil.IOPRIO_CLASS_IDLE)


def main() -> None:
    """Serve the process that started this one."""
    _step_back()
    serve(
        run, lambda failure: log.error("the scan failed: %s", described(failure)), logging.WARNING
    )


if __name__ == "__main__":
    main()
