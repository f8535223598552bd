"""Client units: how LSP clients count columns (UTF-8 bytes, UTF-16 units or code points)."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum


class Encoding(StrEnum):
    """A position encoding; the values are LSP's `PositionEncodingKind`."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


def to_units(text: str, encoding: Encoding) -> int:
    """Return the length of `text` in the client's units."""
    if encoding is Encoding.UTF32 or text.isascii():
        return len(text)
    # A client may send half a surrogate pair; "surrogatepass" counts it as itself.
    if encoding is Encoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_units(line: str, units: int, encoding: Encoding) -> int:
    """Return how many code points of `line` the first `units` client units cover.

    A count beyond the line means its end (LSP); one inside a character means the
    character's start, so that an edit never splits it.
    """
    units = max(units, 0)
    furthest = min(units, len(line))  # no character is less than one unit
    if encoding is Encoding.UTF32 or line.isascii():
        return furthest
    # Bisecting keeps the counting in C: a line may be a megabyte of minified text.
    columns = range(furthest + 1)
    return bisect_right(columns, units, key=lambda column: to_units(line[:column], encoding)) - 1


def without_lone_surrogates(text: str) -> str:
    """Return `text` with U+FFFD in the place of each half of a surrogate pair.

    JSON can carry such halves, UTF-8 cannot. Lengths stay the same in every encoding but UTF-8,
    whose clients cannot send them.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
