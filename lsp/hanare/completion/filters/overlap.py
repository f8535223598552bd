"""What the document has already after the cursor."""

from __future__ import annotations

from hanare.completion.extent import indentation
from hanare.completion.filters.around import Around
from hanare.completion.filters.brackets import fewest_problems
from hanare.completion.filters.lines import OPENER, is_closer, tells
from hanare.observe.reasons import Code, Reason

_PAIRS = {")": "(", "]": "[", "}": "{"}
_QUOTES = "\"'`"
_CLOSING = frozenset((*_PAIRS, *_QUOTES, ";", ","))
_NO_ACCIDENT = 3
"""Characters within a word that must agree with what follows; elsewhere two are enough."""


def suffix_overlap(text: str, around: Around) -> str | Reason:
    """Cut the tail of the suggestion that the user already has after the cursor.

    Editors insert, they do not overwrite: without this a closing bracket doubles. Which closing
    brackets are the suggestion's own is for the syntax tree to say, if there is one.
    """
    rest = around.line_after.rstrip()
    if not rest:
        return text
    words = not set("".join(rest.split())) <= _CLOSING
    if words:  # whatever follows the first line would come between it and its rest
        text = text.split("\n", 1)[0].rstrip("\r")
    # A model may say it more than once.
    while (kept := _without_overlap(text, around.line_before, rest)) != text:
        repeats_all = words and text[len(kept) :] == rest
        if not repeats_all and fewest_problems([kept, text], around) == text:
            break
        text = kept
    return text if text.strip() else Reason(Code.REPEATS_SUFFIX)


def _without_overlap(text: str, before: str, rest: str) -> str:
    """Return `text` without the longest tail that is the beginning of `rest`, judged by letters."""
    line = before + text
    own = _unmatched(text)
    for length in range(min(len(text), len(rest)), 0, -1):
        if not text.endswith(rest[:length]):
            continue
        # What the suggestion opened itself it must close itself.
        if set(rest[:length]) <= _CLOSING and length > own:
            continue
        if not set(rest[:length]) <= _CLOSING and _is_accident(line, rest, length):
            continue
        return text[: len(text) - length]
    return text


def _is_accident(line: str, rest: str, length: int) -> bool:
    """Whether so short an overlap says nothing: `pas` before `s`, `x =` before `= y`."""
    if _is_word(line[-length - 1 : -length] + rest[0]):
        return length < _NO_ACCIDENT
    return length == 1 < len(rest)


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


def _is_word(text: str) -> bool:
    return len(text) > 1 and all(char.isalnum() or char == "_" for char in text)


def duplicate_lines(text: str, around: Around) -> str | Reason:
    """Cut lines that are the next ones of the document; drop a suggestion of nothing else."""
    if around.line_after.strip() or not around.below:
        return text
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    said = [lines[number] for number in numbers]
    begin = 0
    if numbers and numbers[0] == 0:
        whole = [around.line_before + said[0], *said[1:]]
        if _begin_alike(whole, around.below) or _is_next_line(whole, around.below[0]):
            return Reason(Code.REPEATS_SUFFIX)
        begin = 1  # what the cursor's line has become, it is not the next line
    for start in range(begin, len(said)):
        tail = said[start:]
        closers = all(map(is_closer, tail))
        if closers or _begin_alike(tail, around.below):
            kept = around.cut(text, sum(len(line) + 1 for line in lines[: numbers[start]]))
            if closers:  # blocks that end together: both may be needed
                kept = fewest_problems([text, kept], around)
            return kept if kept.strip() else Reason(Code.REPEATS_SUFFIX)
    return text


def _begin_alike(said: list[str], below: tuple[str, ...]) -> bool:
    """Whether `below` begins with all of `said`, of whose last line the end may be missing."""
    if len(said) > len(below) or not any(map(tells, said)):
        return False
    *complete, last = said
    if not all(map(_same, complete, below)):
        return False
    matching = below[len(complete)]
    return _same(last, matching) or (bool(complete) and matching.startswith(last.rstrip()))


def _is_next_line(said: list[str], below: str) -> bool:
    """Whether the cursor's line is to become the head of a block that the next one is already.

    Other lines may well be equal at another depth: `return None` may end two blocks.
    """
    return len(said) == 1 and said[0].strip() == below.strip() and bool(OPENER.search(below))


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip() and indentation(one) == indentation(other)
