"""Client units: how LSP clients count columns (UTF-8 bytes, UTF-16 units or code points)."""

from __future__ import annotations

from enum import StrEnum

_FIRST_ASTRAL = 0x10000  # from here on UTF-16 needs a surrogate pair


class Encoding(StrEnum):
    """A position encoding; the values are LSP's `PositionEncodingKind`."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


def _width(char: str, encoding: Encoding) -> int:
    if encoding is Encoding.UTF16:
        return 2 if ord(char) >= _FIRST_ASTRAL else 1
    return len(char.encode("utf-8", "surrogatepass"))


def to_units(text: str, encoding: Encoding) -> int:
    """Return the length of `text` in the client's units."""
    if encoding is Encoding.UTF32 or text.isascii():
        return len(text)
    if encoding is Encoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(ord(char) >= _FIRST_ASTRAL for char in text)


def from_units(line: str, units: int, encoding: Encoding) -> int:
    """Return how many code points of `line` the first `units` client units cover.

    A count beyond the line means its end (LSP); one inside a character means the
    character's start, so that an edit never splits it.
    """
    if encoding is Encoding.UTF32 or line.isascii():
        return min(max(units, 0), len(line))
    seen = 0
    for column, char in enumerate(line):
        seen += _width(char, encoding)
        if seen > units:
            return column
    return len(line)
