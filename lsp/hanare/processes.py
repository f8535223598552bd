"""How Hanare starts processes of its own, and how these serve whoever started them."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import BinaryIO, NoReturn

import psutil

from hanare.silence.guard import keep_silent_as_told

_MOST_POLITE = 19
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Creation flags that keep Windows from opening a console; none elsewhere."""


def command(module: str) -> tuple[str, ...]:
    """Return the command that runs one of our modules.

    -P: a module of that name in the directory the editor was started in is not imported.
    """
    return (sys.executable, "-P", "-m", module)


def step_back(politeness: int) -> None:
    """Let others on the machine go first: 19 for everything else, less for most of it."""
    process = psutil.Process()
    with contextlib.suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            lowest = politeness >= _MOST_POLITE
            process.nice(
                psutil.IDLE_PRIORITY_CLASS if lowest else psutil.BELOW_NORMAL_PRIORITY_CLASS
            )
        else:
            process.nice(politeness)


def serve(
    run: Callable[[BinaryIO, BinaryIO], None], on_defect: Callable[[Exception], None], level: int
) -> NoReturn:
    """Let `run` read from whoever started this process and answer, then end the process.

    `on_defect` is told what nobody expected; its text may quote a file. `level` is the least
    severe message that is logged, to the standard error.
    """
    keep_silent_as_told()
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    # A key press meant for the command in the foreground must not end this by a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever prints to the standard output from here on lands in the log, not among messages.
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    code = 0
    try:
        run(sys.stdin.buffer, sink)
    except BrokenPipeError:  # whoever asked is gone
        pass
    except Exception as failure:  # noqa: BLE001 - a traceback would quote its text
        on_defect(failure)
        code = 1
    # A thread may hold the standard input or be deep in C code: an ordinary end would wait for it.
    os._exit(code)
