"""Where in a text a node of its tree is, as the analysis counts: in code points, to its end.

Python's columns are bytes of UTF-8; Bandit's lines are those of a keyword, its ends those of the
first two lines.
"""

from __future__ import annotations

import ast
import sys
from bisect import bisect_right
from itertools import accumulate

from hanare.analysis.engines.bandit.driver import Hit
from hanare.analysis.engines.bandit.parsing import TOO_DEEP, parse
from hanare.analysis.finding import Span
from hanare.text.lines import LineIndex

_TWO_BYTES, _THREE_BYTES, _FOUR_BYTES = 0x80, 0x800, 0x10000

_APPROXIMATE_IN_FORMATTED = sys.version_info < (3, 12)
"""Before, what is in an f-string was parsed apart, and its place worked out afterwards."""


class Ranges:
    """The places of one text's nodes."""

    def __init__(self, lines: LineIndex) -> None:
        self._lines = lines
        self._widths: dict[int, list[int] | None] = {}

    def of(self, hit: Hit) -> Span:
        """Return what a hit is about."""
        if hit.node is None:
            return Span(hit.offset, hit.offset + 1)
        span = self.of_node(hit.node)
        if hit.formatted is None or hit.formatted is hit.node or not _APPROXIMATE_IN_FORMATTED:
            return span
        return span if self._is(span, hit.node) else self.of_node(hit.formatted)

    def of_node(self, node: ast.AST) -> Span:
        """Return where a node is that has a place in the text."""
        assert isinstance(  # noqa: S101 (Bandit looks at no others)
            node, (ast.expr, ast.stmt, ast.ExceptHandler, ast.alias)
        )
        end_line, end_column = node.end_lineno, node.end_col_offset
        assert end_line is not None  # noqa: S101 (the parser always sets them)
        assert end_column is not None  # noqa: S101
        return Span(self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column))

    def _offset(self, line: int, column: int) -> int:
        """Return the offset of a place with the line from 1 and the column in bytes."""
        line -= 1
        if line not in self._widths:
            text = self._lines.line_text(line)
            self._widths[line] = None if text.isascii() else _bytes_before(text)
        before = self._widths[line]
        if before is not None:
            column = bisect_right(before, column) - 1
        return self._lines.offset(line, column)

    def _is(self, span: Span, node: ast.AST) -> bool:
        """Tell whether the text of `span` is the node."""
        try:
            there = parse(f"({self._lines.text[span.start : span.end]})").body
        except (SyntaxError, *TOO_DEEP):
            return False
        return (
            len(there) == 1
            and isinstance(there[0], ast.Expr)
            and ast.dump(there[0].value) == ast.dump(node)
        )


def _bytes_before(text: str) -> list[int]:
    """Return how many bytes of UTF-8 come before each character, and before the end."""
    return [0, *accumulate(_width(character) for character in text)]


def _width(character: str) -> int:
    code = ord(character)
    return 1 + (code >= _TWO_BYTES) + (code >= _THREE_BYTES) + (code >= _FOUR_BYTES)
