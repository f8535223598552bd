"""The files of a trail: their names, their modes, and one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

from hanare.files import private
from hanare.observe.audit.chain import LONGEST_LINE, Entry, Head, read, read_head, write_head

_LOCK_SECONDS = 2.0
_POLL_SECONDS = 0.01
_OTHERS = 0o077
_HEAD_BYTES = 4096
# Opening a pipe with nobody at its other end would wait for ever. Windows has neither flag.
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one file, with its end if it has one."""

    file: Path
    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A trail as it was at one moment, while writers go on."""

    head: Head | None
    _logs: tuple[tuple[Path, BinaryIO, int], ...]

    def lines(self) -> Iterator[Line]:
        """Yield all lines, the oldest first."""
        for path, log, size in self._logs:
            number, rest = 0, size
            while content := log.readline(min(rest, LONGEST_LINE)):
                number, rest = number + 1, rest - len(content)
                yield Line(path, number, content)


class TrailFiles:
    """Everything that belongs to the trail at `path`.

    Beside it are the files it has outgrown (`audit.1.jsonl` is the oldest), the head and a lock.
    """

    def __init__(self, path: Path) -> None:
        self.current = path
        self._head = path.with_suffix(".head")
        self._lock = path.with_suffix(".lock")
        self._old = re.compile(rf"{re.escape(path.stem)}\.(\d{{1,9}}){re.escape(path.suffix)}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes and threads from writing; `Timeout` if one of them never ends."""
        private.make_folder(self.current.parent)
        lock = FileLock(self._lock, mode=private.FILE_MODE, poll_interval=_POLL_SECONDS)
        with lock.acquire(timeout=_LOCK_SECONDS):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open all files at once, so that none is set aside between two of them.

        Raises `Timeout` if a writer never ends, `OSError` if a file cannot be opened.
        """
        with ExitStack() as opened:
            with self._quiet():
                head = self.head()
                logs = tuple(
                    (path, file, os.fstat(file.fileno()).st_size)
                    for path in self.all()
                    for file in [opened.enter_context(BufferedReader(_opened(path, "rb")))]
                )
            yield Snapshot(head, logs)

    def open_current(self) -> FileIO:
        """Open the current file for writing at its end; it is made if there is none."""
        return _opened(self.current, "a+b")

    def all(self) -> list[Path]:
        """Return the files that hold entries, the oldest first."""
        paths = [path for _, path in self._old_files()]
        return [*paths, self.current] if self.current.exists() else paths

    def size(self) -> int:
        """Return the bytes of the current file; 0 if there is none."""
        try:
            return self.current.lstat().st_size
        except FileNotFoundError:
            return 0

    def head(self) -> Head | None:
        """Return what the trail should hold, or None if that cannot be told."""
        try:
            with _opened(self._head, "rb") as file:
                return read_head(file.read(_HEAD_BYTES))
        except OSError:
            return None

    def write_head(self, head: Head) -> None:
        """Replace the head in one step."""
        new = self._head.with_suffix(".new")
        with _opened(new, "wb") as file:
            write_all(file, write_head(head))
        new.replace(self._head)

    def set_aside(self, head: Head, most_files: int) -> Head:
        """Begin a new current file, delete what is then too old, and return the head for that.

        The head comes first: with it, and any part of the rest undone, the trail is still whole.
        """
        old = self._old_files()
        kept = [*(path for _, path in old), self.current][-(most_files - 1) :]
        oldest = _first_entry_of(kept[0])
        head = Head(oldest.before if oldest else head.start, head.end)
        self.write_head(head)
        number = old[-1][0] + 1 if old else 1
        current = self.current
        current.rename(current.with_name(f"{current.stem}.{number}{current.suffix}"))
        for _, path in old:
            if path not in kept:
                path.unlink(missing_ok=True)
        return head

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Keep writers out; where nothing can be written, a copy of a trail, there are none."""
        if os.access(self.current.parent, os.W_OK):
            with self.alone():
                yield
        else:
            yield

    def _old_files(self) -> list[tuple[int, Path]]:
        folder = self.current.parent
        names = folder.iterdir() if folder.is_dir() else ()
        return sorted(
            (int(match[1]), path) for path in names if (match := self._old.fullmatch(path.name))
        )


def write_all(file: FileIO, content: bytes) -> None:
    """Write all of it, down to the disk: a full disk takes a part without complaint."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def _first_entry_of(path: Path) -> Entry | None:
    with contextlib.suppress(OSError), BufferedReader(_opened(path, "rb")) as file:
        return read(file.readline(LONGEST_LINE))
    return None


def _opened(path: Path, mode: str) -> FileIO:
    return FileIO(path, mode, opener=_open)


def _open(name: str, flags: int) -> int:
    """Open a file as `open` asks for it, unless waiting for it or following it would be needed."""
    descriptor = private.opener(name, flags | _SAFELY)
    try:
        _check(descriptor, writing=bool(flags & (os.O_WRONLY | os.O_RDWR)))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _check(descriptor: int, *, writing: bool) -> None:
    """Refuse pipes and devices; take from others what a looser mode gave them."""
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file")
    if writing and os.name == "posix" and mode & _OTHERS:
        os.fchmod(descriptor, private.FILE_MODE)
