"""Runs code in a process that keeps silent: the guard cannot be taken away from the tests' own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from hanare.silence.kernel import WhyNot

_PROLOGUE = """
import errno, os, socket, subprocess, sys
from hanare.silence import guard, kernel, tripwire
"""


def run(code: str, environment: Mapping[str, str] | None = None) -> str:
    """Run `code`, which puts up what it wants to, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", _PROLOGUE + code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def why_no_filter() -> WhyNot | None:
    """Return why this system has no filter in the kernel; None if it has."""
    told = run("print(kernel.refuse_sockets() or '')")
    return WhyNot(told) if told else None
