"""Strings and brackets of Python code that does not parse, in one pass over its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_LEXIS = re.compile(
    r"#[^\n]*"
    r'|[A-Za-z]{0,2}(?P<triple>"""|\'\'\')(?:\\.|(?!(?P=triple)).)*'
    r"(?:(?P=triple)|(?P<open_triple>\Z))"
    r"|[A-Za-z]{0,2}(?P<quote>[\"'])(?:\\.|(?!(?P=quote))[^\n])*"
    r"(?:(?P=quote)|(?P<open_quote>\Z)|(?=\n))"
    r"|(?P<opener>[(\[{])|(?P<closer>[)\]}])",
    re.DOTALL,
)
_CLOSERS = {"(": ")", "[": "]", "{": "}"}


class LongStrings:
    """Where the strings of several lines are in a text."""

    def __init__(self, text: str) -> None:
        found = [
            match.span() for match in _LEXIS.finditer(text) if match["triple"] and "\n" in match[0]
        ]
        self._starts: Sequence[int] = [start for start, _ in found]
        self._ends: Sequence[int] = [end for _, end in found]

    def holds(self, offset: int) -> bool:
        """Whether a character is inside one, not its first."""
        at = bisect_right(self._starts, offset - 1) - 1
        return at >= 0 and offset < self._ends[at]


def open_at_end(text: str) -> str:
    """Return what closes the string and the brackets that are open at the end of a text."""
    waiting: list[str] = []
    quote = ""
    for match in _LEXIS.finditer(text):
        if match["opener"]:
            waiting.append(_CLOSERS[match["opener"]])
        elif match["closer"]:
            if waiting and waiting[-1] == match["closer"]:
                waiting.pop()
        elif match["open_triple"] is not None:
            quote = match["triple"]
        elif match["open_quote"] is not None:
            quote = match["quote"]
    return quote + "".join(reversed(waiting))


def closes_at(text: str, depth: int) -> int | None:
    """Return where the line ends in which so many brackets, open before `text`, are closed.

    None if they are not.
    """
    for match in _LEXIS.finditer(text):
        depth += bool(match["opener"]) - bool(match["closer"])
        if depth <= 0 and match["closer"]:
            line_end = text.find("\n", match.end())
            return len(text) if line_end < 0 else line_end + 1
    return None
