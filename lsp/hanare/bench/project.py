"""Code on disk, as a project that a server or an index finds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hanare.errors import HanareError


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write `files` (path, text) below `folder`, which must exist.

    Raises:
        HanareError: a path leads out of the folder, or cannot be written.
    """
    root = folder.resolve()
    for path, text in files.items():
        target = (root / path).resolve()
        if not target.is_relative_to(root):
            raise HanareError(f"The corpus names {path!r}, which is outside its package.")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        except OSError as error:
            raise HanareError(
                f"{target} cannot be written: {error.strerror or error}.",
                "Make room in the folder for temporary files, or set TMPDIR to another one.",
            ) from error
