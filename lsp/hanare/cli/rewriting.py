"""Text files that are written anew, or not at all: encoding, mode and names stay what they are."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hanare.analysis.files import UnreadableError, decode, read


class Untouchable(StrEnum):
    """Why a file is left as it is."""

    LINK = "link"
    """Or it has several names, of which writing would leave the others behind."""
    PROTECTED = "protected"
    """Its owner may not write it."""
    ENCODING = "encoding"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    """It is not what was analysed."""


class UntouchableError(Exception):
    """A file that is left as it is."""

    def __init__(self, why: Untouchable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that can be written anew."""

    path: Path
    data: bytes
    text: str
    """Without a byte order mark, with the line ends that it has."""

    def with_text(self, text: str) -> bytes:
        """Return what the file holds if its text is another one."""
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        return mark + text.encode("utf-8")

    def write(self, text: str) -> None:
        """Put a text in the place of the file's, as a whole; mode and owner stay.

        Raises:
            UntouchableError: it is no longer what was read.
            OSError: it cannot be written.
        """
        status = _status(self.path)
        descriptor, part = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(self.with_text(text))
            with suppress(OSError, AttributeError):  # another owner's, or Windows
                os.chown(part, status.st_uid, status.st_gid)
            Path(part).chmod(stat.S_IMODE(status.st_mode))
            if _content(self.path, len(self.data)) != self.data:
                raise UntouchableError(Untouchable.CHANGED)  # noqa: TRY301 - removes the part, too
            Path(part).replace(self.path)
        except BaseException:
            with suppress(OSError):
                Path(part).unlink()
            raise


def open_text(path: Path, language: str, most: int) -> TextFile:
    """Return a file that may be written anew.

    Raises:
        UntouchableError: it may not.
    """
    _status(path)
    data = _content(path, most)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        decoded = decode(data, language)
    except (UnicodeDecodeError, UnreadableError):
        raise UntouchableError(Untouchable.ENCODING) from None
    if decoded.why is not None or decoded.text != text:  # it declares another encoding
        raise UntouchableError(Untouchable.ENCODING)
    return TextFile(path, data, text)


def _status(path: Path) -> os.stat_result:
    try:
        status = path.lstat()
    except OSError:
        raise UntouchableError(Untouchable.UNREADABLE) from None
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise UntouchableError(Untouchable.LINK)
    if not status.st_mode & stat.S_IWUSR:
        raise UntouchableError(Untouchable.PROTECTED)
    return status


def _content(path: Path, most: int) -> bytes:
    try:
        return read(path, most)
    except UnreadableError:
        raise UntouchableError(Untouchable.UNREADABLE) from None
