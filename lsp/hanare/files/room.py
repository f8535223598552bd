"""How much may be kept: what is oldest goes first."""

from __future__ import annotations

import logging
from pathlib import Path

log = logging.getLogger(__name__)


def keep_newest(folder: Path, pattern: str, most: int) -> None:
    """Delete all files of a pattern but the newest ones; what cannot be deleted stays."""
    try:
        files = sorted(folder.glob(pattern), key=lambda path: path.lstat().st_mtime_ns)
        for path in files[:-most]:
            path.unlink(missing_ok=True)
    except OSError as failure:  # another process may be at it
        log.warning("old files in %s cannot be deleted: %s", folder.name, failure.strerror)
