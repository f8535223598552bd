"""Bring a folder's index up to date."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout

from hanare.errors import HanareError
from hanare.files import private
from hanare.index.store import UNSETTLED, Entry, Store, destroy, is_damaged
from hanare.index.walk import Found, Limits, Skip, walk
from hanare.observe.hiding import hidden_in_code
from hanare.syntax.outline import Outline, outline
from hanare.syntax.tree import SyntaxTree
from hanare.wording import said

log = logging.getLogger(__name__)

Report = Callable[[int, int], None]
"""Told how many of how many files are done; of 0 while files are looked for, and while
another process scans the folder."""

_NOTHING = Outline((), ())
_BINARY_LOOK = 8192
"""Bytes at the beginning in which a NUL says that a file is no text."""
_LONG_LINES = 300
"""Bytes a line on average, from which on nobody wrote the file by hand."""
_MANY_BYTES = 8192
_ATTEMPTS = 2
"""After so many processes ended over a file it is left alone until it changes."""
_SETTLED_NS = 2_000_000_000
"""File systems note times as coarsely as this: a younger file may yet change unseen."""
_LOCK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a scan did, in files."""

    indexed: int
    unchanged: int
    removed: int
    skipped: dict[str, int]
    """By `Skip`; a directory that was not entered counts as one."""
    symbols: int
    """In the whole index, now."""
    seconds: float


def scan(
    folder: Path, database: Path, limits: Limits, report: Report = lambda _done, _all: None
) -> Summary:
    """Make `database` say what is in `folder`; read only what has changed.

    Raises:
        HanareError: the folder cannot be read, or the database not be written.
    """
    started = time.monotonic()
    with _writable(database), _alone(database, report):
        walked = walk(folder, limits, lambda: report(0, 0))
        try:
            counts = _update(folder, database, walked.files, report)
        except sqlite3.DatabaseError as error:
            if not is_damaged(error):
                raise
            log.warning("the index is damaged and made anew: %s", database.name)
            destroy(database)
            counts = _update(folder, database, walked.files, report)
    skipped = {str(why): number for why, number in (walked.skipped + counts.skipped).items()}
    seconds = time.monotonic() - started
    return Summary(
        counts.indexed, counts.unchanged, counts.removed, skipped, counts.symbols, seconds
    )


@dataclass(slots=True)
class _Counts:
    indexed: int = 0
    unchanged: int = 0
    removed: int = 0
    symbols: int = 0
    skipped: Counter[Skip] = field(default_factory=Counter)


def _update(folder: Path, database: Path, files: tuple[Found, ...], report: Report) -> _Counts:
    with Store.open(database) as store:
        known = store.entries()
        gone = known.keys() - {file.path for file in files}
        store.remove(gone)
        counts = _Counts(removed=len(gone))
        changed = []
        for file in files:
            entry = known.get(file.path)
            if entry is None or not _same(entry, file):
                changed.append(file)
            else:
                _count(counts, entry, was_known=True)
        for number, file in enumerate(changed):
            report(number, len(changed))
            try:
                entry, was_known = _take(store, folder, file, known.get(file.path))
            except OSError:  # gone or locked meanwhile; the next scan sees
                store.remove([file.path])
                counts.skipped[Skip.UNREADABLE] += 1
            else:
                _count(counts, entry, was_known)
        report(len(changed), len(changed))
        counts.symbols = store.symbols()
        return counts


def _same(entry: Entry, file: Found) -> bool:
    return (entry.mtime_ns, entry.size, entry.language) == (
        file.mtime_ns, file.size, file.language,
    )  # fmt: skip


def _count(counts: _Counts, entry: Entry, was_known: bool) -> None:
    if entry.skipped:
        counts.skipped[Skip(entry.skipped)] += 1
    elif was_known:
        counts.unchanged += 1
    else:
        counts.indexed += 1


def _take(store: Store, folder: Path, file: Found, known: Entry | None) -> tuple[Entry, bool]:
    """Read a file and store what it defines; return its entry, and whether it was as known."""
    data, mtime_ns = _read(folder / file.path)
    digest = hashlib.blake2b(data, digest_size=16).digest()
    entry = Entry(file.path, file.language, len(data), mtime_ns, digest, None)
    # Checking out a branch and back changes times only.
    if known and (known.digest, known.language) == (digest, file.language):
        entry = replace(entry, skipped=known.skipped)
        store.touch(entry)
        return entry, True
    found = _outline(store, file, data)
    if isinstance(found, Skip):
        entry, found = replace(entry, skipped=found), _NOTHING
    store.put(entry, found)
    return entry, False


def _read(path: Path) -> tuple[bytes, int]:
    """Return what is in a file and when it was changed, or `UNSETTLED`."""
    with path.open("rb") as file:
        data = file.read()
        mtime_ns = os.fstat(file.fileno()).st_mtime_ns
    settled = abs(time.time_ns() - mtime_ns) > _SETTLED_NS
    return data, mtime_ns if settled else UNSETTLED


def _outline(store: Store, file: Found, data: bytes) -> Outline | Skip:
    if b"\0" in data[:_BINARY_LOOK]:
        return Skip.BINARY
    if len(data) > max(_MANY_BYTES, _LONG_LINES * data.count(b"\n")):
        return Skip.MINIFIED
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Skip.NOT_UTF8
    if store.attempt(file.path) >= _ATTEMPTS:
        return Skip.CRASHED
    try:
        tree = SyntaxTree.parse(text, file.language)
        return Skip.TOO_LARGE if tree is None else _without_secrets(outline(tree))
    except Exception as error:  # noqa: BLE001 - a defect over one file must not cost the others
        log.debug("no outline: %s", type(error).__name__)  # its text may quote the file
        return Skip.FAILED


def _without_secrets(found: Outline) -> Outline:
    """Blot them out of what is stored: of constants the value is, of functions the defaults."""
    definitions = (
        replace(each, signature=hidden_in_code(each.signature)) for each in found.definitions
    )
    return replace(found, definitions=tuple(definitions))


@contextmanager
def _alone(database: Path, report: Report) -> Iterator[None]:
    """Keep other processes from scanning the same folder; wait for one that does."""
    private.make_folder(database.parent)
    lock = FileLock(database.with_suffix(".lock"), mode=private.FILE_MODE)
    while True:
        try:
            lock.acquire(timeout=_LOCK_SECONDS)
            break
        except Timeout:
            report(0, 0)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _writable(database: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise HanareError(
            said(
                "The index {database} cannot be written: {error}.", database=database, error=error
            ),
            said("Is {parent} writable, and is there space left?", parent=database.parent),
        ) from error
