"""Closing brackets and quotes that close nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hanare.completion.filters.around import Around
from hanare.observe.reasons import Code, Reason
from hanare.syntax.tree import Place, Token

_PAIRS = {")": "(", "]": "[", "}": "{"}
_CLOSING = {opening: closing for closing, opening in _PAIRS.items()}
_QUOTES = "\"'`"
_MOST_CUTS = 4
"""Each costs a parse."""


def unmatched_closers(text: str, around: Around) -> str | Reason:
    """Cut at the first closing bracket or quote that closes nothing still open.

    A closer that the suggestion does not open itself may close what was open before the cursor,
    or what the editor has closed already: it is too much if the text parses better without it.
    """
    if around.place in (Place.COMMENT, Place.DOCSTRING) or not around.problems_with(text):
        return text
    _, closing = _balance(text, around)
    wanted = _open_on_line(around)
    if not around.line_after.strip() and wanted.startswith("".join(text[at] for at in closing)):
        return text
    following = around.line_after.lstrip()
    cuts = [(text[at], around.cut(text, at)) for at in closing[:_MOST_CUTS]]
    same = [cut for closer, cut in cuts if following.startswith(closer)]
    other = [cut for closer, cut in cuts if not following.startswith(closer)]
    # In doubt, it is the editor's bracket that follows.
    kept = fewest_problems([*same, text, *reversed(other)], around)
    if kept.strip():
        return kept
    return Reason(Code.REPEATS_SUFFIX if kept in same else Code.SYNTAX_WORSE)


def _open_on_line(around: Around) -> str:
    """Return what would close the brackets that are open on the cursor's line, in that order."""
    opened: list[str] = []
    start = around.offset - len(around.line_before)
    for token in around.tree.tokens(start, around.offset) if around.tree else ():
        if token.place is Place.CODE and start <= token.start < around.offset:
            if _opens(token):
                opened.append(_CLOSING[token.text[-1]])
            elif opened and token.text[0] == opened[-1]:
                opened.pop()
    return "".join(reversed(opened))


def unfinished(text: str, around: Around) -> str | Reason:
    """Cut several lines that leave a bracket open back to the last one that leaves none.

    A block that is too long, or takes too long, ends anywhere; half a construct costs whoever
    accepts it more than the whole ones before it save.
    """
    depth = finished = 0
    end = text.find("\n")
    for at, step in [*_steps(text, around), (len(text), 0)]:
        while 0 <= end < at:
            if not depth and text[:end].strip():
                finished = end
            end = text.find("\n", end + 1)
        # Below zero it closes what was open before the cursor.
        depth = max(0, depth + step)
    return around.cut(text, finished) if depth and finished else text


def _steps(text: str, around: Around) -> Iterator[tuple[int, int]]:
    """Yield where `text` opens a bracket, with 1, and where it closes one, with -1."""
    for token in around.tokens_of(text):
        at = token.start - around.offset
        if token.place is Place.CODE and at >= 0:
            if _opens(token):
                yield at, 1
            elif token.text[0] in _PAIRS:
                yield at, -1


def _opens(token: Token) -> bool:
    # `${` and `#[` open what `}` and `]` close.
    return token.text[-1] in _CLOSING and not token.text[0].isalnum()


def fewest_problems(candidates: Sequence[str], around: Around) -> str:
    """Return the candidate that leaves the fewest syntax errors, of equals the first.

    A bracket that a candidate leaves open is none. Without a grammar the first one is returned.
    """
    if len(candidates) == 1:
        return candidates[0]
    return min(candidates, key=lambda text: _problems_once_closed(text, around))


def _problems_once_closed(text: str, around: Around) -> int:
    problems = around.problems_with(text)
    closers = own_closers(text, around)
    return min(problems, around.problems_with(text + closers)) if problems and closers else problems


def own_closers(text: str, around: Around) -> str:
    """Return what closes the brackets that `text` opens and leaves open."""
    opened, _ = _balance(text, around)
    return "".join(_CLOSING[char] for char in reversed(opened))


def _balance(text: str, around: Around) -> tuple[str, list[int]]:
    """Return the brackets that `text` leaves open, and where it closes what it did not open."""
    opened: list[str] = []
    closing: list[int] = []
    for token in around.tokens_of(text):
        start, end = token.start - around.offset, token.end - around.offset
        if token.place is Place.CODE:
            if _opens(token) and start >= 0:
                opened.append(token.text[-1])
            elif token.text[0] in _PAIRS:
                if opened and opened[-1] == _PAIRS[token.text[0]]:
                    opened.pop()
                elif start >= 0:
                    closing.append(start)
        elif start < 0 < end <= len(text) and token.text[-1] in _quotes_after(around):
            closing.append(end - 1)
    return "".join(opened), closing


def _quotes_after(around: Around) -> str:
    """Return the quotes by which a string that is open at the cursor may be closed already."""
    return "".join(char for char in _QUOTES if char in around.line_after)
