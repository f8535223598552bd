"""Which files of a folder are indexed, and why the others are not."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hanare.errors import HanareError
from hanare.index.ignore import IgnoreRules
from hanare.syntax.grammars import has_grammar
from hanare.text.globs import matches
from hanare.text.languages import language_of
from hanare.wording import said

_NOT_CODE = frozenset(("css", "html", "json", "jsonc", "markdown", "sql", "toml", "yaml"))
"""Languages whose files define nothing that code elsewhere uses by name."""
_TOOLS = frozenset((".git", ".hg", ".svn", "node_modules", "__pycache__"))
_VENV_MARK = "pyvenv.cfg"


class Skip(StrEnum):
    """Why a file is not in the index. A directory that is not entered counts as one."""

    IGNORED = "ignored"
    EXCLUDED = "excluded"
    LANGUAGE = "language"
    LINK = "link"
    TOOLS = "tools"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    UNREADABLE = "unreadable"
    ODD_NAME = "odd-name"
    BINARY = "binary"
    NOT_UTF8 = "not-utf8"
    MINIFIED = "minified"
    FAILED = "failed"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is indexed, and what is not."""

    max_files: int = 20_000
    max_file_bytes: int = 512 * 1024
    excluded_files: tuple[str, ...] = ()
    """Globs as of `hanare.text.globs.matches`, of paths relative to the folder."""
    max_cache_bytes: int = 768 << 20
    """All indexes together; those that were not used for longest go first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to index, as it was when it was found."""

    path: str
    """Relative to the folder, with forward slashes."""
    language: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Walked:
    """What a folder holds: upper directories first, by name within one."""

    files: tuple[Found, ...]
    skipped: Counter[Skip]


def is_code(path: str) -> bool:
    """Whether a file of a folder may be indexed, as far as its path tells.

    The path is relative to the folder, with forward slashes.
    """
    *directories, name = path.split("/")
    return _defines(language_of(name)) and _TOOLS.isdisjoint(directories)


def _defines(language: str) -> bool:
    return language not in _NOT_CODE and has_grammar(language)


def walk(folder: Path, limits: Limits, entering: Callable[[], None] = lambda: None) -> Walked:
    """Look through `folder`, never outside it; no file is opened but ignore files.

    `entering` is called for every directory that is looked through.

    Raises:
        HanareError: the folder itself cannot be read.
    """
    return _Walker(Path(os.path.realpath(folder)), limits).run(entering)


class _Walker:
    def __init__(self, root: Path, limits: Limits) -> None:
        self._root = root
        self._limits = limits
        self._files: list[Found] = []
        self._skipped: Counter[Skip] = Counter()

    def run(self, entering: Callable[[], None]) -> Walked:
        # Upper directories first: where there are too many files, those deep down are left out.
        pending = deque([(self._root, IgnoreRules.above(self._root))])
        while pending:
            directory, rules = pending.popleft()
            entering()
            entries = self._entries(directory)
            if directory != self._root and any(entry.name == _VENV_MARK for entry in entries):
                self._skipped[Skip.TOOLS] += 1
                continue
            rules = rules.entering(directory)
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if why := _against_entering(entry, rules):
                        self._skipped[why] += 1
                    else:
                        pending.append((Path(entry.path), rules))
                else:
                    self._take(entry, rules)
        return Walked(tuple(self._files), self._skipped)

    def _entries(self, directory: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(directory) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if directory == self._root:
                raise HanareError(
                    said(
                        "{directory} cannot be indexed: {reason}.",
                        directory=directory,
                        reason=error.strerror or error,
                    ),
                    said("Is the folder there, and may you read it?"),
                ) from error
            self._skipped[Skip.UNREADABLE] += 1
            return []

    def _take(self, entry: os.DirEntry[str], rules: IgnoreRules) -> None:
        language = language_of(entry.name)
        path = Path(entry.path).relative_to(self._root).as_posix()
        why = self._against(entry, path, language, rules)
        if why is None:
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:  # gone meanwhile, for instance
                why = Skip.UNREADABLE
            else:
                if status.st_size > self._limits.max_file_bytes:
                    why = Skip.TOO_LARGE
                elif len(self._files) >= self._limits.max_files:
                    why = Skip.TOO_MANY
        if why is not None:
            self._skipped[why] += 1
            return
        self._files.append(Found(path, language, status.st_size, status.st_mtime_ns))

    def _against(
        self, entry: os.DirEntry[str], path: str, language: str, rules: IgnoreRules
    ) -> Skip | None:
        # What a link leads to is indexed where it lies, if it lies in the folder.
        if entry.is_symlink():
            return Skip.LINK
        if not _defines(language):
            return Skip.LANGUAGE
        if not _is_unicode(entry.name):
            return Skip.ODD_NAME
        if not entry.is_file(follow_symlinks=False):
            return Skip.UNREADABLE
        if matches(path, self._limits.excluded_files):
            return Skip.EXCLUDED
        if rules.ignores(Path(entry.path), directory=False):
            return Skip.IGNORED
        return None


def _against_entering(entry: os.DirEntry[str], rules: IgnoreRules) -> Skip | None:
    if entry.name in _TOOLS:
        return Skip.TOOLS
    if not _is_unicode(entry.name):
        return Skip.ODD_NAME
    if rules.ignores(Path(entry.path), directory=True):
        return Skip.IGNORED
    # Windows has links that do not say so (junctions), and they may lead in circles.
    if os.path.realpath(entry.path) != entry.path:
        return Skip.LINK
    return None


def _is_unicode(name: str) -> bool:
    """Whether the name can be stored; Python reads other bytes as lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
