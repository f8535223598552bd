"""A suggestion at a place of a document, and the piece of it that shows what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hanare.analysis.lexing import open_at_end
from hanare.analysis.pieces import Piece, python_piece
from hanare.syntax.endings import endings
from hanare.syntax.tree import SyntaxTree

_NEAR = 400
_MOST_ELSEWHERE = 30_000
"""Characters on either side of the cursor that are looked at in languages other than Python."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A suggestion at a place of a text."""

    text: str
    offset: int
    new: str
    language: str
    """LSP language id."""

    def lines(self) -> tuple[str, str]:
        """Return the lines that the suggestion touches, without it and with it.

        Of a long line no more than what is near.
        """
        first = self.text.rfind("\n", 0, self.offset) + 1
        last = self.text.find("\n", self.offset)
        last = len(self.text) if last < 0 else last
        first, last = max(first, self.offset - _NEAR), min(last, self.offset + _NEAR)
        above, below = self.text[first : self.offset], self.text[self.offset : last]
        return above + below, above + self.new + below


def piece_of(insertion: Insertion) -> Piece:
    """Return what is to be analysed for an insertion."""
    if insertion.language == "python":
        return python_piece(insertion.text, insertion.offset, insertion.new)
    return _other_piece(insertion)


def _other_piece(insertion: Insertion) -> Piece:
    """Return the text around; its parser lives with what is broken elsewhere."""
    text, offset = insertion.text, insertion.offset
    first = text.rfind("\n", 0, max(offset - _MOST_ELSEWHERE, 0)) + 1
    last = text.find("\n", offset + _MOST_ELSEWHERE)
    last = len(text) if last < 0 else last
    above, below = _entered(insertion, first) + text[first:offset], text[offset:last]
    start = len(above)
    for new in _variants(insertion, above):
        after = above + new + below
        tree = SyntaxTree.parse(after, insertion.language)
        if tree is None or not tree.problems(start, start + len(new)):
            # Without a grammar there is no syntax to be wrong.
            return Piece(above + below, after, start, parsed=True)
    return Piece(above + below, above + insertion.new + below, start, parsed=False)


def _entered(insertion: Insertion, at: int) -> str:
    """Return what makes a text that is cut off above be read as the whole is: PHP's tag."""
    if insertion.language != "php":
        return ""
    inside = insertion.text.rfind("<?", 0, at) > insertion.text.rfind("?>", 0, at)
    return "<?php\n" if inside else ""


def _variants(insertion: Insertion, above: str) -> Iterator[str]:
    yield insertion.new
    closers = open_at_end(above[above.rfind("\n") + 1 :] + insertion.new)
    for ending in endings(insertion.language, closers):
        yield insertion.new + ending
