"""Reading files that may be anything: pipes, devices, huge, binary, in any encoding."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from hanare.analysis.results import Analysed, Why
from hanare.wording import NOTHING, Said, said, verbatim

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#[^\r\n]*)?\r?\n?$")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SNIFFED = 8_192
_HEAD = 1_000
_NOT_FOR_FILES = frozenset(("idna", "punycode"))
"""Codecs of host names; decoding with the latter takes quadratic time."""
_LONGEST_NAME = 40  # of an encoding, which a file may call as it likes
# Not on Windows, where neither pipes nor devices have names in a folder.
_CAREFULLY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class UnreadableError(Exception):
    """A file that cannot be analysed at all."""

    def __init__(self, why: Why, detail: Said | str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = verbatim(detail)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text."""

    text: str
    why: Why | None = None
    """Why the text is not what the author sees, although it can be searched."""
    detail: Said = NOTHING


def read(path: Path, most: int) -> bytes:
    """Return what a regular file holds; links are followed.

    Raises:
        UnreadableError: it is no regular file, larger than `most` bytes, or cannot be opened.
    """
    try:
        # Opened first and looked at then: in between it cannot become another file. Without
        # waiting: a pipe that nobody writes to would be waited for forever.
        descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    except FileNotFoundError:
        raise UnreadableError(Why.MISSING) from None
    except (OSError, ValueError) as failure:
        kind = _kind_of(path)
        reason = getattr(failure, "strerror", None) or type(failure).__name__
        raise UnreadableError(kind or Why.UNREADABLE, "" if kind else reason) from None
    try:
        return _content(descriptor, most)
    except OSError as failure:
        raise UnreadableError(Why.UNREADABLE, failure.strerror or "") from None
    finally:
        os.close(descriptor)


def _content(descriptor: int, most: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(Why.NOT_REGULAR)
    if status.st_size > most:
        raise UnreadableError(
            Why.TOO_LARGE,
            said("{size:,} bytes, the limit is {most:,}", size=status.st_size, most=most),
        )
    with open(descriptor, "rb", closefd=False) as file:
        data = file.read(most + 1)
    if data is None:  # some files of Linux' /proc are like pipes
        raise UnreadableError(Why.UNREADABLE, said("it has no end"))
    if len(data) > most:
        raise UnreadableError(Why.TOO_LARGE, said("more than {most:,} bytes", most=most))
    return data


def _kind_of(path: Path) -> Why | None:
    """Return the reason why a path cannot be opened, if it is what it leads to."""
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else Why.NOT_REGULAR
    except (OSError, ValueError):
        return None


def is_binary(data: bytes) -> bool:
    """Whether these are not the bytes of a text."""
    return b"\0" in data[:_SNIFFED] and not data.startswith(_UTF16)


def analysed(data: bytes, name: str, language: str) -> Analysed:
    """Return how a report lists a file that holds `data`, the same whoever has read it."""
    breaks = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    lines = breaks + (not data.endswith((b"\n", b"\r")) and bool(data))
    return Analysed(name, language, lines, len(data), hashlib.sha256(data).hexdigest())


def decode(data: bytes, language: str) -> Decoded:
    """Return the text of a file.

    Text in an unknown encoding is read byte by byte: what is written in ASCII can be searched all
    the same, and the file still counts as not analysed.

    Raises:
        UnreadableError: the bytes are no text.
    """
    if is_binary(data):
        raise UnreadableError(Why.BINARY)
    declared = ""
    if language == "python" and not data.startswith((codecs.BOM_UTF8, *_UTF16)):
        declared = _declared_encoding(data)
    encoding = "utf-16" if data.startswith(_UTF16) else declared or "utf-8-sig"
    try:
        text = _decoded(data, encoding, declared)
        return Decoded(sound(text) if declared else text)
    except UnicodeDecodeError as failure:
        name = "UTF-8" if encoding.startswith("utf-8") else encoding[:_LONGEST_NAME]
        detail = said("not valid {name}: byte {number}", name=name, number=failure.start)
    except (LookupError, ValueError):
        detail = said("unknown encoding {name}", name=encoding[:_LONGEST_NAME])
    return Decoded(data.decode("latin-1"), Why.ENCODING, detail)


def sound(text: str) -> str:
    """Return a text that can be written as UTF-8, with one character for each lone surrogate."""
    return _SURROGATES.sub("\ufffd", text)


def _decoded(data: bytes, encoding: str, declared: str) -> str:
    if codecs.lookup(encoding).name in _NOT_FOR_FILES:
        raise LookupError(encoding)
    text = data.decode(encoding)
    # A file that is in UTF-32 cannot say so in ASCII: read as such, it would say nothing at all.
    if declared not in text[:_HEAD]:
        raise LookupError(encoding)
    return text


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that a Python file declares in its first two lines, if any (PEP 263)."""
    for line in data[:_HEAD].splitlines(keepends=True)[:2]:
        if cookie := _COOKIE.match(line):
            return cookie[1].decode("ascii")
        if not _BLANK.match(line):
            break
    return ""
