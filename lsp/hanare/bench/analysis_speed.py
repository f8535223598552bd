"""How fast a tree is analysed, beside Bandit and ruff in the same run.

The tree is a copy of this Python's standard library, tests and installed packages left out: real
code that everybody has.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from hanare.errors import HanareError
from hanare.wording import said

_LEFT_OUT = ("site-packages", "test", "tests", "idle_test", "__pycache__", "lib2to3")


@dataclass(frozen=True, slots=True)
class Tree:
    """Code to analyse."""

    folder: Path
    files: int
    lines: int


@dataclass(frozen=True, slots=True)
class Run:
    """One analysis of a tree by one tool; medians of several."""

    name: str
    seconds: float
    """By the clock."""
    cpu_seconds: float
    """On all cores together; 0 where the system does not tell."""
    lines: int

    @property
    def lines_per_second(self) -> float:
        """Lines a second by the clock."""
        return self.lines / self.seconds

    @property
    def lines_per_cpu_second(self) -> float:
        """Lines a second of one core."""
        return self.lines / self.cpu_seconds if self.cpu_seconds else 0.0


def standard_library(into: Path) -> Tree:
    """Copy the standard library's Python files into a folder."""
    origin = Path(sysconfig.get_path("stdlib"))
    folder = into / "stdlib"
    shutil.copytree(origin, folder, ignore=_ignored, symlinks=False)
    files = sorted(folder.rglob("*.py"))
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    return Tree(folder, len(files), lines)


def _ignored(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name in _LEFT_OUT
        or not (name.endswith(".py") or (Path(folder) / name).is_dir())
        or (Path(folder) / name).is_symlink()
    }


def compare(tree: Tree, rounds: int, report: Callable[[str], None]) -> list[Run]:
    """Let every tool analyse the tree so many times, in turn; `report` is told what runs.

    Raises:
        HanareError: a tool does not work.
    """
    cache = tree.folder.parent / "cache"
    measured: dict[str, list[Run]] = {}
    for _ in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        for name, command in _commands(tree.folder):
            report(name)
            measured.setdefault(name, []).append(_run(name, command, tree, cache))
    return [
        Run(
            name,
            median(run.seconds for run in runs),
            median(run.cpu_seconds for run in runs),
            tree.lines,
        )
        for name, runs in measured.items()
    ]


def _commands(folder: Path) -> list[tuple[str, Sequence[str]]]:
    python = (sys.executable, "-P", "-m")
    hanare = (*python, "hanare", "analyze", str(folder), "--format", "json")
    commands: list[tuple[str, Sequence[str]]] = [
        ("bandit -r", (*python, "bandit", "-q", "-r", str(folder), "-f", "json")),
        ("hanare, one process", (*hanare, "--no-cache", "--jobs", "1")),
        ("hanare, cold", hanare),
        ("hanare, unchanged", hanare),
    ]
    beside = Path(sys.executable).with_name("ruff.exe" if os.name == "nt" else "ruff")
    if ruff := (str(beside) if beside.exists() else shutil.which("ruff")):
        checks = (ruff, "check", "--isolated", "--no-cache", "--select", "S", str(folder))
        commands.insert(1, ("ruff --select S", checks))
    return commands


def _run(name: str, command: Sequence[str], tree: Tree, cache: Path) -> Run:
    spent = _children_seconds()
    started = time.perf_counter()
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)}
    done = subprocess.run(  # noqa: S603 - tools that we name, on a copy of our own
        command, capture_output=True, check=False, env=environment, cwd=tree.folder.parent
    )
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1, 3):
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()[-3:]
        raise HanareError(
            said(
                "{name} does not work: exit code {code}.",
                name=name,
                code=done.returncode,
            ),
            "\n".join(words),
        )
    return Run(name, seconds, _children_seconds() - spent, tree.lines)


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system
