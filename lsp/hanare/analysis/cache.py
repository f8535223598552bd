"""Results that are kept: the same text, analysed in the same way, has the same findings."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

import hanare
from hanare.analysis.results import FileResult, Why
from hanare.analysis.wire import RESULT, Setup
from hanare.files import private

log = logging.getLogger(__name__)

MOST_BYTES = 256 << 20
"""What is kept unless somebody wants less or more."""
_DAY = 86_400
_PATIENCE_SECONDS = 5  # while another process writes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    key TEXT PRIMARY KEY, result BLOB NOT NULL, day INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_day ON results (day);
"""
# These depend on how busy the machine was, not on the text.
_PASSING = frozenset((Why.TIMEOUT, Why.MEMORY, Why.CRASHED, Why.FAILED, Why.UNREADABLE))


class ResultCache:
    """Results by what was analysed and how. A damaged file is one that holds nothing.

    Found by the content's digest, never by time or size: a reviewer must not miss a change.
    """

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        """Open what is kept at `path`; of more than `most_bytes` the oldest is dropped."""
        self._day = _today()
        self._most_bytes = most_bytes
        self._connection = _open(path)
        self._used: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, key: str) -> FileResult | None:
        """Return what is kept under a key."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(
                "SELECT result FROM results WHERE key = ?", (key,)
            ).fetchone()
            result = RESULT.validate_json(row[0]) if row else None
        except (sqlite3.Error, ValidationError):
            return None
        self._used.add(key)
        return result

    def put(self, kept: Iterable[tuple[str, FileResult]]) -> None:
        """Keep results, except those that another run may not come to."""
        if self._connection is None:
            return
        rows = [
            (key, RESULT.dump_json(result), self._day)
            for key, result in kept
            if result.why not in _PASSING
        ]
        self._try("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Note what was used today, drop what has not been for longest, and close."""
        if self._connection is None:
            return
        self._try(
            "UPDATE results SET day = ? WHERE key = ? AND day <> ?",
            [(self._day, key, self._day) for key in self._used],
        )
        with closing(self._connection):
            self._shrink(self._connection)
        self._connection = None

    def _shrink(self, connection: sqlite3.Connection) -> None:
        try:
            (size,) = connection.execute("SELECT total(length(result)) FROM results").fetchone()
            too_large = size > self._most_bytes
            while size > self._most_bytes:
                connection.execute("DELETE FROM results WHERE day = (SELECT min(day) FROM results)")
                connection.commit()
                (size,) = connection.execute("SELECT total(length(result)) FROM results").fetchone()
            if too_large:
                connection.execute("VACUUM")  # else the file stays as large as it was
        except sqlite3.Error as failure:
            log.warning("kept results could not be dropped: %s", type(failure).__name__)

    def _try(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as failure:  # the disk is full, for instance: nothing is kept then
            log.warning("results could not be kept: %s", type(failure).__name__)


def how(setup: Setup) -> str:
    """Return a digest of all that decides what is found in a text."""
    digest = hashlib.sha256()
    for word in (
        hanare.__version__,
        sys.version,
        *(version(name) for name in ("bandit", "detect-secrets", "tree-sitter")),
        repr(replace(setup, gently=False)),
    ):
        digest.update(word.encode() + b"\0")
    # Rules may change without the version, where Hanare itself is being written.
    package = files("hanare.analysis")
    for folder in ("rules", "help", "taint"):
        for each in sorted((package / folder).iterdir(), key=lambda each: each.name):
            if each.name.endswith(".toml"):
                digest.update(each.read_bytes())
    return digest.hexdigest()


def key(how: str, sha256: str, language: str, *, test: bool) -> str:
    """Return the key of contents of which engines say the same, given `how` they look."""
    return hashlib.sha256(f"{how}\0{sha256}\0{language}\0{test}".encode()).hexdigest()


def _today() -> int:
    return int(time.time()) // _DAY


def _open(path: Path) -> sqlite3.Connection | None:
    for attempt in ("as it is", "anew"):
        try:
            private.make_folder(path.parent)
            if attempt == "anew":
                for suffix in ("", "-wal", "-shm"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
            # Excerpts of code are in it, which are nobody else's business.
            os.close(private.opener(str(path), os.O_CREAT | os.O_RDWR))
            path.chmod(private.FILE_MODE)
            return _connected(path)
        except sqlite3.DatabaseError as failure:
            # Locked, or the disk is full: then it is left alone. Not so if it is something else.
            error = sqlite3.OperationalError
            if isinstance(failure, error) and failure.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                log.warning("kept results cannot be used: %s", failure.sqlite_errorname)
                return None
        except OSError as failure:
            log.warning("kept results cannot be used: %s", failure.strerror)
            return None
    return None


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS)
    try:
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {_SCHEMA}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
