"""How much to suggest: the rest of a line, or a block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hanare.text.document import DocumentSnapshot

_CLOSERS = frozenset(")]}>\"'`,;:")
_OPENER = re.compile(r"(?:[:{(\[]|[=-]>|\b(?:do|then|else))\s*$")
_TAB = 8


@dataclass(frozen=True, slots=True)
class Extent:
    """What a suggestion may cover, and why (for the trace)."""

    block: bool
    indent: int
    """Columns; a block ends at the first line indented less."""
    why: str
    to_line_end: bool = False
    """Whether nothing but white space follows the cursor on its line."""

    def __str__(self) -> str:
        return f"{'block' if self.block else 'line'}:{self.why}"


def decide(document: DocumentSnapshot, offset: int) -> Extent:
    """Decide by the lines around the cursor."""
    lines = document.lines
    line = lines.line_of(offset)
    before = document.text[lines.start(line) : offset]
    after = document.text[offset : lines.end(line)].strip()
    indent, to_end = indentation(before), not after
    if not all(char in _CLOSERS for char in after):
        return Extent(block=False, indent=indent, why="text-to-the-right")
    if before.strip():
        if _opens(before) and not after:
            return Extent(block=True, indent=indent + 1, why="after-opener")
        return Extent(block=False, indent=indent, why="rest-of-line", to_line_end=to_end)
    above = _line_above(document, line)
    if _opens(above) and indent > indentation(above):
        return Extent(block=True, indent=indent, why="empty-body")
    return Extent(block=False, indent=indent, why="empty-line", to_line_end=to_end)


def indentation(line: str) -> int:
    """Return the column at which the text of `line` begins; a tab reaches the next eighth."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(_TAB))


def _opens(line: str) -> bool:
    return _OPENER.search(line) is not None


def _line_above(document: DocumentSnapshot, line: int) -> str:
    """Return the nearest line above that has text, or nothing."""
    above = (document.lines.line_text(index) for index in range(line - 1, -1, -1))
    return next((text for text in above if text.strip()), "")
