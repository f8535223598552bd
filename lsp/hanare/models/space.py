"""Room on the disk, asked for before it is needed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from hanare.errors import HanareError
from hanare.wording import said

_MARGIN = 32 << 20
"""Bytes beyond the files themselves: archives' directories, records, the file system's own."""


def free_bytes(directory: Path) -> int:
    """Return the bytes that the disk of `directory` has left for this user."""
    return shutil.disk_usage(directory).free


def require_space(directory: Path, needed: int, free: Callable[[Path], int] = free_bytes) -> None:
    """Do nothing if `needed` bytes, and a margin, fit on the disk of `directory`.

    Raises:
        HanareError: they do not.
    """
    available = free(directory)
    if needed + _MARGIN > available:
        raise HanareError(
            said(
                "Not enough room in {directory}: {needed:,} bytes are needed, {available:,} are "
                "free.",
                directory=directory,
                needed=needed + _MARGIN,
                available=available,
            ),
            said("Free some, or name a directory on a larger disk in HANARE_MODELS_DIR."),
        )
