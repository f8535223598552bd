"""Code on disk, as a project that a server or an index finds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hanare.errors import HanareError
from hanare.wording import said


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write `files` (path, text) below `folder`, which must exist.

    Raises:
        HanareError: a path leads out of the folder, or cannot be written.
    """
    root = folder.resolve()
    for path, text in files.items():
        target = (root / path).resolve()
        if not target.is_relative_to(root):
            raise HanareError(
                said("The corpus names {path!r}, which is outside its package.", path=path)
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        except OSError as error:
            raise HanareError(
                said(
                    "{target} cannot be written: {reason}.",
                    target=target,
                    reason=error.strerror or error,
                ),
                said("Make room in the folder for temporary files, or set TMPDIR to another one."),
            ) from error
