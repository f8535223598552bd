"""Code that is too long for one look, in pieces that can be understood by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive lines, `lines[first - 1:last]`; lines count from 1."""

    first: int
    last: int
    text: str


def pieces(code: str, starts: Sequence[int], most: int) -> list[Piece]:
    """Return all of `code` in pieces of at most `most` characters where its lines allow it.

    They begin where definitions do (`starts`, lines from 1), else behind blank lines, else
    anywhere.
    """
    lines = code.split("\n")
    made: list[Piece] = []
    begin = 0
    for end in _ends(lines, frozenset(starts), most):
        text = "\n".join(lines[begin:end])
        if text.strip():
            made.append(Piece(begin + 1, end, text))
        begin = end
    return made


def _ends(lines: Sequence[str], starts: frozenset[int], most: int) -> Iterator[int]:
    """Yield the numbers of lines that each piece ends with; the last one is all of them."""
    begin = 0
    while begin < len(lines):
        size, end = 0, begin
        by_definition = by_blank = 0
        while end < len(lines) and (size := size + len(lines[end]) + 1) <= most:
            end += 1
            if end + 1 in starts:
                by_definition = end
            elif end < len(lines) and not lines[end - 1].strip():
                by_blank = end
        if end < len(lines):
            end = by_definition or by_blank or max(end, begin + 1)
        yield end
        begin = end
