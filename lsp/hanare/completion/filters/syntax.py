"""The promise that a suggestion leaves the code no worse than it was."""

from __future__ import annotations

from collections.abc import Iterator

from hanare.completion.filters.around import Around
from hanare.completion.filters.brackets import own_closers
from hanare.completion.filters.lines import blank_of
from hanare.observe.reasons import Code, Reason
from hanare.syntax.endings import endings
from hanare.syntax.tree import Place


def syntax(text: str, around: Around) -> str | Reason:
    """Refuse what adds syntax errors; of several lines the last one may be given up.

    A suggestion may end in the middle of a statement or with the head of a block: it adds no
    error if there is a way to go on that leaves none.
    """
    for candidate in (text, around.cut(text, max(text.rfind("\n"), 0))):
        if candidate.strip() and adds_no_errors(candidate, around):
            return candidate
    return Reason(Code.SYNTAX_WORSE)


def adds_no_errors(text: str, around: Around) -> bool:
    """Whether the document with `text` has no more errors, or can go on so that it has not."""
    if _is_prose(text, around) or not around.problems_with(text):
        return True
    before = _problems_at_best("", around, enough=0)
    return _problems_at_best(text, around, enough=before) <= before


def _problems_at_best(text: str, around: Around, enough: int) -> int:
    """Return the errors with `text` and the best way to go on; none below `enough` is sought.

    What is half typed before the cursor is no error of the document's either, so `text` has to
    do as well as the best way to go on without it.
    """
    least = around.problems_with(text)
    for ending in _endings(text, around):
        if least <= enough:
            break
        least = min(least, around.problems_with(text + ending))
    return least


def _is_prose(text: str, around: Around) -> bool:
    """Whether `text` is part of a comment or a string, so that the errors are none of its own.

    A comment's end, when it comes, uncovers what an open comment has hidden from the parser.
    """
    if around.place in (Place.CODE, Place.COMMENT):
        return around.place is Place.COMMENT
    tree = around.tree_with(text)
    return tree is not None and tree.place(around.offset + len(text)) is around.place


def _endings(text: str, around: Around) -> Iterator[str]:
    line = (around.line_before + text).rsplit("\n", 1)[-1]
    return endings(around.language, own_closers(text, around), blank_of(line))
