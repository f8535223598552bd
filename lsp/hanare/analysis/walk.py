"""Which files an analysis is about: every file below the paths, or why it is left out."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from hanare.analysis.results import NotAnalysed, Why
from hanare.text.globs import matches
from hanare.text.languages import language_of
from hanare.wording import NOTHING, Said, said, verbatim

_TOOLS = frozenset((
    ".git", ".hg", ".svn", ".bzr", "CVS", "__pycache__", "node_modules", ".tox", ".nox", ".eggs",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
))  # fmt: skip
"""Directories that hold other people's code, or what tools have made of ours."""
_VENV_MARK = "pyvenv.cfg"


class Skipped(StrEnum):
    """Why something is left out on purpose. A directory that is not entered counts as one."""

    TOOLS = "tools"
    EXCLUDED = "excluded"
    LINK = "link"
    """What it leads to is analysed where it lies, if it lies below the paths."""
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Target:
    """A file to analyse."""

    path: Path
    name: str
    """As a reader names it, with forward slashes, relative to the root."""
    language: str
    text: str | None = field(default=None, repr=False)
    """What an editor holds in its place; None for what is in the file."""


@dataclass(slots=True)
class Targets:
    """What paths hold."""

    files: list[Target] = field(default_factory=list)
    not_analysed: list[NotAnalysed] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    environments: list[str] = field(default_factory=list)
    """Names of folders left out as virtual environments, which a file in them says that they are:
    whoever wrote the tree can say so of any folder."""


def root_of(paths: Sequence[Path], here: Path) -> Path:
    """Return the folder that findings' paths are relative to.

    That is `here` if all paths are below it, as a repository's tools expect it, and else the
    nearest folder that holds them all.
    """
    whole = [_whole(path) for path in paths]
    if all(path.is_relative_to(here) for path in whole):
        return here
    folders = [path if path.is_dir() else path.parent for path in whole]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # several drives of Windows
        return folders[0]


def targets(
    paths: Sequence[Path],
    root: Path,
    excluded: Sequence[str] = (),
    entering: Callable[[], None] = lambda: None,
) -> Targets:
    """Look through `paths`. Nothing is opened, no link is followed but one that is named itself.

    `excluded` are globs as of `hanare.text.globs.matches`, of names relative to the root; those of
    folders may end, and all may begin, as a shell completes them. `entering` is called before each
    folder; what it raises ends the look.
    """
    found = Targets()
    seen: set[Path] = set()
    globs = tuple(each.removeprefix("./").rstrip("/") for each in excluded)
    for path in paths:
        _take(_whole(path), root, globs, found, seen, entering)
    found.files.sort(key=lambda each: each.name)
    return found


def _whole(path: Path) -> Path:
    # `Path.resolve` raises where links lead in a circle.
    return Path(os.path.realpath(path))


def _take(
    start: Path,
    root: Path,
    excluded: tuple[str, ...],
    found: Targets,
    seen: set[Path],
    entering: Callable[[], None],
) -> None:
    if not start.is_dir():
        if start not in seen:
            seen.add(start)
            # What is wrong with it, if anything, reading it will tell.
            found.files.append(Target(start, name_of(start, root), language_of(start.name)))
        return
    pending = [start]
    while pending:
        folder = pending.pop()
        if folder in seen:
            continue
        seen.add(folder)
        entering()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as failure:
            detail = verbatim(failure.strerror or "")
            found.not_analysed.append(NotAnalysed(name_of(folder, root), Why.UNREADABLE, detail))
            continue
        if folder != start and any(entry.name == _VENV_MARK for entry in listed):
            found.skipped[Skipped.TOOLS] += 1
            found.environments.append(name_of(folder, root))
            continue
        for entry in listed:
            _enter(entry, root, excluded, found, seen, pending)


def _enter(
    entry: os.DirEntry[str],
    root: Path,
    excluded: tuple[str, ...],
    found: Targets,
    seen: set[Path],
    pending: list[Path],
) -> None:
    path = Path(entry.path)
    name = name_of(path, root)
    if matches(name, excluded):
        found.skipped[Skipped.EXCLUDED] += 1
    elif entry.is_symlink() or _is_junction(entry):
        found.skipped[Skipped.LINK] += 1
    elif entry.is_dir(follow_symlinks=False):
        if entry.name in _TOOLS:
            found.skipped[Skipped.TOOLS] += 1
        else:
            pending.append(path)
    elif not entry.is_file(follow_symlinks=False):
        found.not_analysed.append(NotAnalysed(name, Why.NOT_REGULAR, _kind(entry)))
    elif path not in seen:
        seen.add(path)
        found.files.append(Target(path, name, language_of(entry.name)))


def _is_junction(entry: os.DirEntry[str]) -> bool:
    # Windows' other kind of link does not say that it is one, and may lead in circles.
    return os.name == "nt" and os.path.realpath(entry.path) != entry.path


def _kind(entry: os.DirEntry[str]) -> Said:
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return NOTHING
    kinds = ((stat.S_ISFIFO, said("a pipe")), (stat.S_ISSOCK, said("a socket")))
    return next((kind for is_kind, kind in kinds if is_kind(mode)), said("a device"))


def name_of(path: Path, root: Path) -> str:
    """Return a path as readers and JSON can have it: bytes that are no UTF-8 are escaped."""
    relative = path.relative_to(root) if path.is_relative_to(root) else path
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")
