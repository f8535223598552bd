"""How much may be kept: what is oldest goes first."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

log = logging.getLogger(__name__)


def share_of_indexes(megabytes: int) -> int:
    """Return the bytes for indexes, of what the cache may take."""
    return (megabytes << 20) * 3 // 4


def share_of_results(megabytes: int) -> int:
    """Return the bytes for results of analyses, of what the cache may take."""
    return (megabytes << 20) // 4


def keep_newest(folder: Path, pattern: str, most: int) -> None:
    """Delete all files of a pattern but the newest ones; what cannot be deleted stays."""
    try:
        files = sorted(folder.glob(pattern), key=lambda path: path.lstat().st_mtime_ns)
        for path in files[:-most]:
            path.unlink(missing_ok=True)
    except OSError as failure:  # another process may be at it
        log.warning("old files in %s cannot be deleted: %s", folder.name, failure.strerror)


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files below a folder; links count as nothing."""
    if path.is_symlink():
        return 0
    if not path.is_dir():
        return path.stat().st_size
    return sum(map(size_of, path.iterdir()))


def delete(path: Path) -> None:
    """Delete a file or a folder with all that is in it; of a link the link alone.

    Raises:
        OSError: something cannot be deleted.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
