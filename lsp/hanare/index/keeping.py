"""How much all indexes may take: one of a folder that nobody opened for longest goes first."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from hanare.files import private
from hanare.index.store import destroy

log = logging.getLogger(__name__)


def keep_within(most_bytes: int, used: Path) -> None:
    """Delete the oldest indexes beside `used`, the one that is in use now, until they fit.

    One that another process is writing stays. Nothing is raised: an index that stays is no harm.
    """
    try:
        os.utime(used)
        sizes = {database: _size(database) for database in used.parent.glob("*.sqlite3")}
        for database in sorted(sizes, key=lambda path: path.stat().st_mtime_ns):
            if sum(sizes.values()) <= most_bytes:
                break
            if database != used and _deleted(database):
                del sizes[database]
    except OSError as failure:
        log.warning("old indexes cannot be deleted: %s", failure.strerror)


def _size(database: Path) -> int:
    return sum(path.stat().st_size for path in _files(database))


def _files(database: Path) -> Iterator[Path]:
    for suffix in ("", "-wal", "-shm"):
        path = database.with_name(database.name + suffix)
        if path.exists():
            yield path


def _deleted(database: Path) -> bool:
    lock = FileLock(database.with_suffix(".lock"), mode=private.FILE_MODE)
    with suppress(Timeout):
        lock.acquire(blocking=False)
        try:
            destroy(database)
        finally:
            lock.release()
        return True
    return False
