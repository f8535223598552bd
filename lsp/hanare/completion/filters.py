"""What is wrong with a raw answer, mended or dropped: each rule is a pure function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hanare.observe.reasons import Code, Reason

_PAIRS = {")": "(", "]": "[", "}": "{"}
_QUOTES = "\"'`"
_CLOSING = {*_PAIRS, *_QUOTES, ";", ","}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text around the cursor, as far as filters look."""

    line_before: str
    line_after: str
    next_line: str
    """The first line with text below the cursor's."""


Filter = Callable[[str, Surroundings], "str | Reason"]
"""Return the text, mended, or the reason to show nothing."""


def trailing_space(text: str, _around: Surroundings) -> str | Reason:
    """Drop white space at the end: nobody wants to accept it."""
    return text.rstrip()


def suffix_overlap(text: str, around: Surroundings) -> str | Reason:
    """Drop the tail of the suggestion that the user already has after the cursor.

    Editors insert, they do not overwrite: without this a closing bracket doubles.
    """
    rest = around.line_after.rstrip()
    for length in range(min(len(text), len(rest)), 0, -1):
        if text.endswith(rest[:length]):
            # What the suggestion opened itself it must close itself.
            if set(rest[:length]) <= _CLOSING and length > _unmatched(text):
                continue
            return text[: len(text) - length]
    return text


def _unmatched(text: str) -> int:
    """Return how many closing characters at the end of `text` close nothing in it."""
    end = len(text)
    while end and text[end - 1] in _CLOSING:
        end -= 1
    opened: list[str] = []
    for char in text[:end]:
        if char in _PAIRS.values() or (char in _QUOTES and char not in opened):
            opened.append(char)
        elif opened and opened[-1] == _PAIRS.get(char, char):
            opened.pop()
    unmatched = len(text) - end
    for char in text[end:]:
        if opened and opened[-1] == _PAIRS.get(char, char):
            opened.pop()
            unmatched -= 1
    return unmatched


def repeats_next_line(text: str, around: Surroundings) -> str | Reason:
    """Drop a suggestion that makes this line what the next one already is."""
    first, *more = text.split("\n")
    line = (around.line_before + first).strip()
    if not more and len(line) > 1 and line == around.next_line.strip():
        return Reason(Code.REPEATS_SUFFIX)
    return text


def nothing_left(text: str, _around: Surroundings) -> str | Reason:
    """Refuse white space and nothing."""
    return text if text.strip() else Reason(Code.EMPTY)


FILTERS: tuple[Filter, ...] = (trailing_space, suffix_overlap, repeats_next_line, nothing_left)


def apply(text: str, around: Surroundings) -> str | Reason:
    """Run the filters in order; the first reason ends it."""
    for rule in FILTERS:
        result = rule(text, around)
        if isinstance(result, Reason):
            return result
        text = result
    return text
