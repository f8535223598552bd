"""Run one module that a model has completed, and its test, in a child process of its own.

The child begins with nothing: an empty folder as working directory, no environment, the standard
library, the stand-ins of `inside/standins/` and the few real packages of `_REAL`. It has limits of
time, memory, file size and processor. An audit hook, installed before any of the code runs,
refuses processes, sockets and writing outside of the folder, and what was refused is reported even
if the code hides it (`inside/fence.py`).

This is a fence, not a jail. It keeps careless code from doing harm. Code written to break out of
it, e.g. through a defect of the interpreter, can, and so may read what the user may read: run a
model that you do not trust so far on a machine that has nothing to lose.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_RUNNER = Path(__file__).parent / "inside" / "runner.py"
_REAL = ("hanare", "yaml", "_yaml", "jinja2", "markupsafe")
"""Top-level packages that the child imports from where we do. Others of our environment it does not
see, so that verdicts do not depend on what happens to be installed."""
_LONGEST_PROBLEM = 300
"""Characters of a problem that are kept: it may quote what the code under test wrote."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use before it is ended."""

    seconds: float = 5.0
    cpu_seconds: int = 2
    """An endless loop ends by this one, however busy the machine is."""
    memory_bytes: int = 1 << 30
    """Of address space, where the system can limit that."""
    file_bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Observed:
    """What the test has seen of the module."""

    secure: bool
    problem: str = ""
    """Why nothing can be said about `secure`, e.g. that the module does not compile."""


def run(module: str, test: str, limits: Limits = Limits()) -> Observed:
    """Run `module` and the functions `works` and `secure` of `test` in a fresh child process."""
    with tempfile.TemporaryDirectory(prefix="hanare-gate-") as folder:
        order = {
            "folder": os.path.realpath(folder),
            "module": module,
            "test": test,
            "limits": asdict(limits),
            "packages": _packages(),
        }
        answer, code = _ask(json.dumps(order).encode(), folder, limits.seconds)
    if said := _read(answer):
        return said
    if code is None or code == -signal.SIGXCPU:
        return Observed(secure=False, problem="out of time")
    return Observed(secure=False, problem=f"ended without a verdict, exit code {code}")


def _ask(order: bytes, folder: str, seconds: float) -> tuple[bytes, int | None]:
    """Return the child's line and exit code; None for a child that had to be ended."""
    with subprocess.Popen(  # noqa: S603  our own interpreter and module
        # -I -S: nothing of the user's environment; -B: no caches written beside our files.
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-W", "ignore", str(_RUNNER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"TMPDIR": folder},
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(order, timeout=seconds)
        except BaseException as error:
            # With its whole session; it is not reaped yet, so the id is still its own.
            os.killpg(child.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                return b"", None
            raise
    return answer, child.returncode


def _read(answer: bytes) -> Observed | None:
    """Return what the child's line says, or None if the code under test kept it from speaking."""
    try:
        said = json.loads(answer)
        return Observed(said["secure"] is True, str(said["problem"])[:_LONGEST_PROBLEM])
    except (ValueError, LookupError, TypeError):
        return None


@cache
def _packages() -> dict[str, str]:
    """Return the folder that each package of `_REAL` is in."""
    found = {}
    for name in _REAL:
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            found[name] = str(Path(next(iter(spec.submodule_search_locations))).parent)
    return found
