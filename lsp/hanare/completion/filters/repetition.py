"""What the model says again: the lines above, or itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hanare.completion.extent import indentation
from hanare.completion.filters.around import Around
from hanare.completion.filters.lines import OPENER, tells
from hanare.observe.reasons import Code, Reason

_REPEATED_END = re.compile(r"(?:(.{3,60}?)\1{5,}|(.{10,60}?)\2{3,})$")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LINE_LOOKED_AT = 400
"""Characters at the end of a line: the expression above takes the square of its length."""
_MOST_EQUAL_LINES = 2


def echo(text: str, around: Around) -> str | Reason:
    """Drop a suggestion that makes the cursor's line what the line above is, or lines above."""
    lines = [line.rstrip() for line in text.split("\n")]
    lines[0] = around.line_before + lines[0]
    if len(lines) == 1:
        lines[0] = (lines[0] + around.line_after).rstrip()
    said = [line for line in lines if line.strip()]
    above = around.above[: max(len(said), 1)]
    if not said or not above:
        return text
    begins_alike = tells(said[0]) and said[0].strip() == above[0].strip()
    if begins_alike and _is_no_accident(said[0], above[0]):
        return Reason(Code.REPEATS_ABOVE)
    if len(said) > 1 and _stripped(said) == _stripped(reversed(above)) and any(map(tells, said)):
        return Reason(Code.REPEATS_ABOVE)
    return text


def _is_no_accident(line: str, above: str) -> bool:
    """Whether two equal lines mean that the upper one was said again.

    `return None` may well end two blocks; the head of a block does not begin it.
    """
    if indentation(line) == indentation(above):
        return True
    return OPENER.search(above) is not None and len(_WORD.findall(above)) > 1


def repetition(text: str, around: Around) -> str | Reason:
    """Cut where the suggestion begins to say the same again and again."""
    lines = text.split("\n")
    at = 0
    for number, line in enumerate(lines):
        if (end := _repeated_end(line)) is not None:
            return _rest(text, at + end, around)
        lines[number] = (around.line_before + line if number == 0 else line).rstrip()
        at += len(line) + 1
    said = [number for number, line in enumerate(lines) if line.strip()]
    if (stop := _repeated_lines([lines[number] for number in said])) is not None:
        return _rest(text, len("\n".join(text.split("\n")[: said[stop - 1] + 1])), around)
    return text


def _rest(text: str, at: int, around: Around) -> str | Reason:
    kept = around.cut(text, at)
    return kept if kept.strip() else Reason(Code.REPETITIVE)


def _repeated_end(line: str) -> int | None:
    """Return where the repetition begins that `line` ends with. Rules and data are none."""
    line = line.rstrip()
    start = max(len(line) - _LINE_LOOKED_AT, 0)
    match = _REPEATED_END.search(line[start:])
    if match is None or not _LETTERS.search(match[1] or match[2]):
        return None
    return start + match.start()


def _repeated_lines(lines: list[str]) -> int | None:
    """Return how many lines there are before a line or a run of lines is repeated."""
    for start in range(len(lines)):
        row = lines[start : start + _MOST_EQUAL_LINES + 1]
        if len(row) > _MOST_EQUAL_LINES and len(set(row)) == 1 and tells(row[0]):
            return start + 1
        for length in range(2, (len(lines) - start) // 2 + 1):
            run = lines[start : start + length]
            if run == lines[start + length : start + 2 * length] and sum(map(tells, run)) > 1:
                return start + length
    return None


def _stripped(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines]
