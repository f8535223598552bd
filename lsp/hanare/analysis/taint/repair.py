"""Half-typed code made whole enough to be followed: statements that do not end are blanked.

An open bracket makes a parser take all that follows for part of it. Indentation tells where the
statement was meant to end: what goes on in brackets stands deeper than what it belongs to. The
text keeps its length, so that all offsets stay what they are.
"""

from __future__ import annotations

import re

# A string without an end goes on to the end of its line, or of the text: a match never fails after
# a long way, so that a text full of quotes is read once.
_TOKEN = re.compile(
    r'''(?P<long>"""(?:[^"\\]|\\(?:.|\Z)|"(?!""))*(?:"""|\Z)'''
    r"""|'''(?:[^'\\]|\\(?:.|\Z)|'(?!''))*(?:'''|\Z))"""
    r"""|"(?:[^"\\\n\r]|\\(?:.|\Z))*(?P<ended>"|(?=[\n\r]|\Z))"""
    r"""|'(?:[^'\\\n\r]|\\(?:.|\Z))*(?P<ended_too>'|(?=[\n\r]|\Z))"""
    r"|\#[^\n\r]*|[()\[\]{}\n]",
    re.DOTALL,
)
_STATEMENT = re.compile(
    r"(?:def|class|return|import|raise|while|with|try|except|finally|elif|assert|pass|break"
    r"|continue|global|async\s+(?:def|with))\b"
    r"|@\w|(?:if|for)\b[^\n]*:[ \t]*\Z"
)
_ASSIGNMENT = re.compile(r"[\w.]+ \+?= ")
_HEAD = re.compile(r"(?:async\b|def|class|if|elif|else|for|while|with|try|except|finally)\b")
_STAND_IN = "if 1:"
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def repaired(text: str) -> str:
    """Return the text with blanks for statements that do not end; the same if all of them do."""
    lines = text.split("\n")
    broken = _Scan(text, lines).run()
    if not broken:
        return text
    for first, last in broken:
        _blank(lines, first, last)
    return "\n".join(lines)


def _blank(lines: list[str], first: int, last: int) -> None:
    """Blank lines `first` to `last`, without that one; keep what makes a block of what follows."""
    head = lines[first]
    indent = _indent(head)
    opens = _HEAD.match(head.lstrip()) and last < len(lines) and _indent(lines[last]) > indent
    for number in range(first, last):
        ending = "\r" if lines[number].endswith("\r") else ""
        lines[number] = " " * (len(lines[number]) - len(ending)) + ending
    room = len(lines[first].rstrip("\r")) - indent
    if opens and room >= len(_STAND_IN):
        blank = lines[first]
        lines[first] = blank[:indent] + _STAND_IN + blank[indent + len(_STAND_IN) :]


class _Scan:
    """One pass over a text, statement by statement."""

    def __init__(self, text: str, lines: list[str]) -> None:
        self._text = text
        self._lines = lines
        self._open: list[str] = []
        self._first = 0
        self._indent = _indent(lines[0])
        self._unfinished = False
        self._broken: list[tuple[int, int]] = []

    def run(self) -> list[tuple[int, int]]:
        """Return the lines of broken statements, as first and after the last."""
        number = 0
        for token in _TOKEN.finditer(self._text):
            found = token[0]
            if found == "\n":
                number += 1
                self._line_begins(number)
            elif found in ("(", "[", "{"):
                self._open.append(found)
            elif found in _CLOSERS:
                if self._open and self._open[-1] == _CLOSERS[found]:
                    self._open.pop()
            elif found[0] in "\"'":
                number += found.count("\n")
                ends = (token["long"], token["ended"], token["ended_too"])
                self._unfinished = self._unfinished or not any(ends)
        self._end(number + 1, broken=bool(self._open) or self._unfinished)
        return self._broken

    def _line_begins(self, number: int) -> None:
        line = self._lines[number]
        code = line.strip()
        if not self._open:
            self._end(number, broken=self._unfinished or self._is_broken_head(number))
        elif code and self._begins_statement(line, code):
            self._open.clear()
            self._end(number, broken=True)

    def _begins_statement(self, line: str, code: str) -> bool:
        if code[0] in ")]}#":
            return False
        if _indent(line) <= self._indent or _STATEMENT.match(code) is not None:
            return True
        # Some put blanks around the `=` of arguments, too.
        is_argument = code.endswith(",") or code.count(")") > code.count("(")
        return _ASSIGNMENT.match(code) is not None and not is_argument

    def _is_broken_head(self, number: int) -> bool:
        """Whether what ended is the head of a block without a colon, e.g. `def f`."""
        code = self._lines[self._first].strip()
        return (
            number == self._first + 1
            and _HEAD.match(code) is not None
            and ":" not in code
            and not code.endswith("\\")
        )

    def _end(self, number: int, *, broken: bool) -> None:
        if broken:
            self._broken.append((self._first, number))
        self._first = number
        self._indent = _indent(self._lines[number]) if number < len(self._lines) else 0
        self._unfinished = False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
