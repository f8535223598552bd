"""Files and folders that are for their owner alone from the moment they exist.

What is there already keeps the mode that it has: its owner may have shared it on purpose.
`hanare doctor` tells of what others can read. Windows has no such modes; there the user's folders
are private by themselves.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def be_private() -> None:
    """Let nobody else read what this process and those that it starts make from now on.

    That holds for what libraries write as well: wheels, locks, the journals of databases.
    """
    os.umask(0o777 & ~FOLDER_MODE)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, unless it is there."""
    # `Path.mkdir` gives the parents that it makes the mode that everything has.
    for folder in (*reversed(path.parents), path):
        if not folder.is_dir():
            folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def opener(name: str, flags: int) -> int:
    """Open a file as `open` asks for it; one that is made is private."""
    return os.open(name, flags, FILE_MODE)


def write_text(path: Path, text: str, *, keep_mode: bool = False) -> None:
    """Write a file as a whole or not at all; a link in its place is replaced, not followed.

    With `keep_mode` a file that is there stays as open as it is: others may use it.
    """
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        if keep_mode:
            with suppress(FileNotFoundError):
                if stat.S_ISREG(before := path.lstat().st_mode):
                    Path(part).chmod(stat.S_IMODE(before))
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(part).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink()
        raise
