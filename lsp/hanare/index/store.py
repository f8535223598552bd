"""The index on disk: one SQLite file a workspace folder."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from hanare import __version__
from hanare.files import places
from hanare.index.files import import_name
from hanare.syntax.outline import Definition, Import, Outline

_SCHEMA = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    import_name TEXT NOT NULL,
    folder TEXT NOT NULL,
    folder_name TEXT NOT NULL,
    language TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    skipped TEXT
);
CREATE INDEX files_by_import_name ON files (import_name);
CREATE INDEX files_by_folder ON files (folder);
CREATE INDEX files_by_folder_name ON files (folder_name);
CREATE TABLE symbols (
    file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    container TEXT NOT NULL,
    top INTEGER NOT NULL,
    exported INTEGER NOT NULL
);
CREATE INDEX symbols_by_name ON symbols (name, file);
CREATE INDEX symbols_by_container ON symbols (file, container);
CREATE VIEW located AS
    SELECT symbols.*, path, language FROM symbols JOIN files ON files.id = symbols.file;
CREATE TABLE imports (
    file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    module TEXT NOT NULL,
    names TEXT NOT NULL,
    alias TEXT NOT NULL
);
CREATE INDEX imports_by_file ON imports (file);
CREATE TABLE attempts (path TEXT PRIMARY KEY, number INTEGER NOT NULL);
"""

_CONTENTS = 2
"""Raised when other things are stored of the same text: secrets are blotted out since 2."""
# Another schema, and another Hanare, which may see other definitions, begin anew.
_VERSION = zlib.crc32(f"{__version__}\n{_CONTENTS}\n{_SCHEMA}".encode()) & 0x7FFFFFFF
_BUSY_SECONDS = 5.0
UNSETTLED = -1
"""A time of change that equals none: only the file's digest tells whether it has changed."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def database_of(folder: Path, directory: Path | None = None) -> Path:
    """Return where the index of a workspace folder is, or would be."""
    name = os.path.normcase(os.path.realpath(folder))
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return (directory or places.index_folder()) / f"{digest}.sqlite3"


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether the error says that the file is no sound database."""
    code = getattr(error, "sqlite_errorcode", 0)
    return (code & 0xFF) in _DAMAGED  # the upper bits tell details


def destroy(database: Path) -> None:
    """Delete the database and the files SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one file."""

    path: str
    language: str
    size: int
    mtime_ns: int
    """Or `UNSETTLED`."""
    digest: bytes
    skipped: str | None
    """Why it holds no symbols, if it was read in vain."""


@dataclass(frozen=True, slots=True)
class StoredSymbol:
    """A definition and where it is."""

    file: int
    path: str
    name: str
    kind: str
    signature: str
    container: str
    top: bool
    """Whether it is in no class: other files name it directly."""
    exported: bool


class Store:
    """Writes the index; one at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, database: Path) -> Store:
        """Open the index for writing; one of another version is emptied.

        Raises:
            sqlite3.Error: it cannot be opened, or is damaged (`is_damaged`).
        """
        connection = sqlite3.connect(database, timeout=_BUSY_SECONDS)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # What a power cut takes with it is read again by the next scan.
            connection.execute("PRAGMA synchronous = NORMAL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != _VERSION:
                _begin_anew(connection)
            connection.execute("PRAGMA foreign_keys = ON")  # after: dropping is no deleting
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def entries(self) -> dict[str, Entry]:
        """Return what is known of each file, by path."""
        rows = self._connection.execute(
            "SELECT path, language, size, mtime_ns, digest, skipped FROM files"
        )
        return {row[0]: Entry(*row) for row in rows}

    def remove(self, paths: Iterable[str]) -> None:
        """Forget these files."""
        rows = [(path,) for path in paths]
        with self._connection:
            self._connection.executemany("DELETE FROM files WHERE path = ?", rows)
            self._connection.executemany("DELETE FROM attempts WHERE path = ?", rows)

    def touch(self, entry: Entry) -> None:
        """Note when the file was last changed; what it holds is known already."""
        with self._connection:
            self._connection.execute(
                "UPDATE files SET mtime_ns = ? WHERE path = ?", (entry.mtime_ns, entry.path)
            )

    def attempt(self, path: str) -> int:
        """Note that the file is about to be parsed; return how often that did not end."""
        with self._connection:
            self._connection.execute(
                "INSERT INTO attempts VALUES (?, 1)"
                " ON CONFLICT (path) DO UPDATE SET number = number + 1",
                (path,),
            )
        (number,) = self._connection.execute(
            "SELECT number FROM attempts WHERE path = ?", (path,)
        ).fetchone()
        return int(number) - 1

    def put(self, entry: Entry, outline: Outline) -> None:
        """Put a file in, in place of what was known of it."""
        folder, _, _ = entry.path.rpartition("/")
        with self._connection as connection:
            connection.execute("DELETE FROM attempts WHERE path = ?", (entry.path,))
            connection.execute("DELETE FROM files WHERE path = ?", (entry.path,))
            file = connection.execute(
                "INSERT INTO files VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    entry.path, import_name(entry.path), folder, folder.rpartition("/")[2],
                    entry.language, entry.size, entry.mtime_ns, entry.digest, entry.skipped,
                ),
            ).lastrowid  # fmt: skip
            connection.executemany(
                "INSERT INTO symbols VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((file, *row) for row in _symbol_rows(outline.definitions)),
            )
            connection.executemany(
                "INSERT INTO imports VALUES (?, ?, ?, ?)",
                (
                    (file, each.module, json.dumps(each.names), each.alias)
                    for each in outline.imports
                ),
            )

    def symbols(self) -> int:
        """Return how many symbols there are in all."""
        return int(self._connection.execute("SELECT count(*) FROM symbols").fetchone()[0])


def _begin_anew(connection: sqlite3.Connection) -> None:
    # In one transaction: readers see the old index until it is replaced.
    things = connection.execute(
        "SELECT type, name FROM sqlite_master"
        " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    drops = "".join(f'DROP {kind} "{name}";' for kind, name in things.fetchall())
    connection.executescript(
        f"BEGIN IMMEDIATE; {drops} {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;"
    )


def _symbol_rows(
    definitions: Collection[Definition],
) -> Iterator[tuple[int, str, str, str, str, bool, bool]]:
    """Return what is stored of each definition; what only a function sees is left out."""
    kinds = {_dotted(each.container, each.name): each.kind for each in definitions}
    for position, each in enumerate(definitions):
        around = [kinds.get(name) for name in _prefixes(each.container)]
        if "function" in around or "method" in around:
            continue
        top = all(kind == "module" for kind in around)
        yield (
            position, each.name, each.kind, each.signature, each.container, top, each.exported,
        )  # fmt: skip


def _dotted(container: str, name: str) -> str:
    return f"{container}.{name}" if container else name


def _prefixes(dotted: str) -> list[str]:
    """Return `a`, `a.b` and `a.b.c` of `a.b.c`; nothing of an empty name."""
    parts = dotted.split(".") if dotted else []
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


class Reader:
    """Looks things up in the index, while it may be written; for one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, database: Path) -> Iterator[Reader | None]:
        """Give a reader; None where there is no index of this version.

        Raises:
            sqlite3.Error: the file cannot be read, or is damaged.
        """
        if not database.exists():
            yield None
            return
        # Read-only: an index that is not there is not made by looking at it.
        connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS
        )
        try:
            # One transaction: all look-ups of one question see the same index.
            connection.execute("BEGIN")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            yield cls(connection) if version == _VERSION else None
        finally:
            with suppress(sqlite3.Error):
                connection.close()

    def has(self, path: str) -> bool:
        """See `hanare.index.files.Files`."""
        return bool(self._column("SELECT 1 FROM files WHERE path = ?", path))

    def named(self, name: str) -> list[str]:
        """See `hanare.index.files.Files`."""
        return self._column("SELECT path FROM files WHERE import_name = ?", name)

    def folders(self, name: str) -> list[str]:
        """See `hanare.index.files.Files`."""
        return self._column("SELECT DISTINCT folder FROM files WHERE folder_name = ?", name)

    def inside(self, folder: str) -> list[str]:
        """See `hanare.index.files.Files`."""
        return self._column("SELECT path FROM files WHERE folder = ? ORDER BY path", folder)

    def language(self, path: str) -> str:
        """Return the LSP language id of a file of the index; "" if it is not there."""
        return next(iter(self._column("SELECT language FROM files WHERE path = ?", path)), "")

    def imports(self, path: str) -> list[Import]:
        """Return what a file imports; where in the file is not kept."""
        rows = self._connection.execute(
            "SELECT module, names, alias FROM imports JOIN files ON files.id = imports.file"
            " WHERE path = ? ORDER BY imports.rowid",
            (path,),
        )
        return [
            Import(module, tuple((there, local) for there, local in json.loads(names)), alias, 0, 0)
            for module, names, alias in rows
        ]

    def in_file(self, path: str, names: Collection[str]) -> list[StoredSymbol]:
        """Return the symbols of these names that a file defines, in its order."""
        return self._symbols(
            "SELECT file, path, name, kind, signature, container, top, exported FROM located"
            " WHERE path = ? AND name IN (SELECT value FROM json_each(?)) ORDER BY position",
            path,
            json.dumps(list(names)),
        )

    def exported(self, name: str, languages: Collection[str], most: int) -> list[StoredSymbol]:
        """Return what is exported by the name; nothing if it is defined at more than `most` places.

        Overloads, one name in one class, are one place.
        """
        family = json.dumps(list(languages))
        places = self._connection.execute(
            "SELECT DISTINCT file, container FROM located"
            " WHERE name = ? AND language IN (SELECT value FROM json_each(?)) LIMIT ?",
            (name, family, most + 1),
        )
        if len(places.fetchall()) > most:
            return []
        return self._symbols(
            "SELECT file, path, name, kind, signature, container, top, exported FROM located"
            " WHERE name = ? AND language IN (SELECT value FROM json_each(?)) AND exported"
            " ORDER BY path, position",
            name,
            family,
        )

    def members(self, of: StoredSymbol, most: int) -> list[str]:
        """Return the signatures of what a class shows, constructors included, in its order."""
        return self._column(
            "SELECT signature FROM symbols WHERE file = ? AND container = ?"
            " AND (exported OR name = '__init__') ORDER BY position LIMIT ?",
            of.file, _dotted(of.container, of.name), most,
        )  # fmt: skip

    def _column(self, query: str, *values: str | int) -> list[str]:
        return [value for (value,) in self._connection.execute(query, values)]

    def _symbols(self, query: str, *values: str | int) -> list[StoredSymbol]:
        return [StoredSymbol(*row) for row in self._connection.execute(query, values)]
