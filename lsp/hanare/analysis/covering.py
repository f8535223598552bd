"""Which lines a comment speaks of.

Behind code that is the statement which the comment's line begins or ends, or else the line; alone
on a line, the statement that follows. Of a statement with a body it is the head: what is in the
body has comments of its own.
"""

from __future__ import annotations

from itertools import pairwise

from hanare.analysis.source import Source
from hanare.syntax.elements import Element, around
from hanare.syntax.kinds import COMMENTS
from hanare.syntax.tree import Place

# What statements are children of, in the grammars of all languages that have any. In those that
# have none, e.g. YAML, a comment speaks of a line. `then` and `else` are tokens in shell scripts.
_BODIES = frozenset((
    "module", "program", "source_file", "translation_unit", "compilation_unit", "chunk", "block",
    "statement_block", "compound_statement", "body_statement", "declaration_list", "class_body",
    "interface_body", "enum_body", "function_body", "field_declaration_list", "constructor_body",
    "statements", "statement_list", "then", "else", "do", "do_group", "switch_block",
    "switch_body", "switch_case", "switch_default", "switch_section", "match_block",
    "switch_block_statement_group", "expression_case", "type_case", "default_case", "case_item",
))  # fmt: skip
# What has statements among other children.
_HEADED = frozenset(("if_statement", "elif_clause", "else_clause", "elsif", "try_statement"))
_BODY_FIELDS = ("body", "consequence")

_LINES_BELOW = 20
_MOST_COMMENTS = 8  # in a line, before its code
_LEADERS = ("#", "//", "/*", "--", "<!--", ";", "%")
"""What begins comments where there is no grammar."""


def in_comment(source: Source, offset: int) -> bool:
    """Whether a character is part of a comment."""
    if source.tree is not None:
        return source.tree.place(offset) is Place.COMMENT
    line = source.lines.start(source.lines.line_of(offset))
    before = source.text[line:offset]
    return any(leader in before for leader in _LEADERS)


class Covering:
    """The lines that comments of one text speak of."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._heads: dict[Element, int] = {}

    def lines(self, line: int, *, following: bool) -> tuple[int, int]:
        """Return the first and last line, from 0, that a comment in a line speaks of.

        `following` says whether it speaks of what follows if it is alone.
        """
        code = self._first_code(line)
        if code is None and following:
            line, code = self._next_code(line)
        if code is None or self._source.tree is None:
            return line, line
        first, last = self._statement(code)
        return (first, last) if line in (first, last) else (line, line)

    def above(self, offset: int) -> int:
        """Return the line above which a comment speaks of the statement at an offset."""
        line = self._source.lines.line_of(offset)
        code = self._first_code(line)
        if code is None or self._source.tree is None:
            return line
        return self._statement(max(code, offset))[0]

    def _next_code(self, line: int) -> tuple[int, int | None]:
        for below in range(line + 1, min(line + _LINES_BELOW, len(self._source.lines))):
            if (code := self._first_code(below)) is not None:
                return below, code
        return line, None

    def _first_code(self, line: int) -> int | None:
        """Return where code begins in a line; None if it is blank or a comment."""
        text, tree = self._source.text, self._source.tree
        offset, end = self._source.lines.start(line), self._source.lines.end(line)
        for _ in range(_MOST_COMMENTS):
            offset = end - len(text[offset:end].lstrip())
            if offset == end:
                return None
            if tree is None:
                return None if text.startswith(_LEADERS, offset) else offset
            if tree.place(offset + 1) is not Place.COMMENT:
                return offset
            comments = (each for each in around(tree, offset, offset + 1) if each.kind in COMMENTS)
            offset = min(next((each.end for each in comments), end), end)
        return None

    def _statement(self, offset: int) -> tuple[int, int]:
        """Return the lines of the innermost statement at an offset, or of its head."""
        assert self._source.tree is not None  # noqa: S101 - the caller has looked
        path = around(self._source.tree, offset, offset + 1)
        statements = [inner for outer, inner in pairwise(path) if _is_statement(outer, inner)]
        start, end = offset, offset + 1
        if statements:
            start, end = statements[-1].start, self._head_end(statements[-1])
        line_of = self._source.lines.line_of
        return line_of(start), line_of(max(start, end - 1))

    def _head_end(self, statement: Element) -> int:
        if statement not in self._heads:
            end = _body_start(statement)
            head = self._source.text[statement.start : end].rstrip()
            self._heads[statement] = statement.start + len(head)
        return self._heads[statement]


def _is_statement(outer: Element, inner: Element) -> bool:
    holds = outer.kind in _BODIES or outer.kind in _HEADED
    return holds and inner.is_named and inner.kind not in _BODIES


def _body_start(statement: Element) -> int:
    """Return where the first body in a statement begins; its end if it has none."""
    starts = [body.start for field in _BODY_FIELDS if (body := statement.field(field))]
    starts += [token.start for token in statement.tokens if token.kind in _BODIES]
    inside = (each.start for each in statement.walk() if each.kind in _BODIES)
    return min(*starts, next(inside, statement.end), statement.end)
