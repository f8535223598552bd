"""What llama.cpp says of itself, and what becomes of a build that does not fit the machine."""

from __future__ import annotations

import sys

import pytest

from hanare.engine import build
from hanare.engine.build import Build, ask_build
from hanare.engine.errors import EngineError


def test_the_installed_build() -> None:
    found = ask_build()
    assert found.version
    assert " = " in found.system
    assert found.features


def test_switches_that_are_on() -> None:
    system = "CPU : SSE3 = 1 | AVX512 = 0 | OPENMP = 1 | CUDA : ARCHS = 860 | "
    assert Build("1", system, False, ()).features == {"SSE3", "OPENMP", "ARCHS"}


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", "signal 4"),
        ("raise SystemExit(3)", "exit code 3"),
        ("print('nonsense')", "ValidationError"),
        ("import time; time.sleep(60)", "TimeoutExpired"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals are not Windows'")
def test_a_build_that_cannot_be_loaded(
    monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    monkeypatch.setattr(build, "command", lambda _module: (sys.executable, "-c", program))
    monkeypatch.setattr(build, "_MOST_SECONDS", 2)
    with pytest.raises(EngineError, match=why) as failure:
        ask_build()
    assert failure.value.remedy
