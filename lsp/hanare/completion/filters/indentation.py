"""White space at the beginning of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import gcd

from hanare.completion.extent import indentation
from hanare.completion.filters.around import Around
from hanare.completion.filters.lines import OPENER, blank_of
from hanare.observe.reasons import Reason
from hanare.syntax.tree import Place

_USUAL_UNIT = 4
_UNITS = range(2, 9)


def indentation_of_lines(text: str, around: Around) -> str | Reason:
    """Indent as the document does, and not twice: the editor has indented the line already.

    Widths are never rounded: one, three and five blanks may be meant.
    """
    if around.place is not Place.CODE:
        return text
    return _in_style(_not_twice(text, around), around)


def _not_twice(text: str, around: Around) -> str:
    before = around.line_before
    if not before or before.strip() or not text.startswith(before):
        return text
    first = text.split("\n", 1)[0]
    if not first.strip() or indentation(before + first) <= _deepest(around):
        return text
    return text[len(before) :]


def _deepest(around: Around) -> int:
    """Return the column at which a line after the one above begins at the latest."""
    above = next(iter(around.above), "")
    unit = _unit_of((*reversed(around.above), *around.below))
    column = indentation(above)
    if OPENER.search(above):
        column += unit
    elif not _is_complete(above, around.language):
        column += 2 * unit
    return max(column, *_open_brackets(above.expandtabs(8)))


def _is_complete(line: str, language: str) -> bool:
    """Whether the line below is not indented more, unless a bracket is open."""
    if language == "python":
        return not line.endswith("\\")
    return line.rstrip().endswith((";", "}"))


def _open_brackets(line: str) -> list[int]:
    """Return the columns after the brackets that are open at the end of `line`, and zero."""
    columns = [0]
    for column, char in enumerate(line, start=1):
        if char in "([{":
            columns.append(column)
        elif char in ")]}" and len(columns) > 1:
            columns.pop()
    return columns


def _in_style(text: str, around: Around) -> str:
    """Change the suggestion's tabs into the document's blanks, or the reverse, level by level.

    Where the document has both, for a tab can be as wide as two levels of blanks, nothing changes.
    """
    lines = text.split("\n")
    first = 1 if around.line_before.strip() else 0
    indents = [blank_of(line) for line in lines[first:] if line.strip()]
    document = (*reversed(around.above), around.line_before, *around.below)
    tabs = any(line.startswith("\t") for line in document)
    blanks = any(line.startswith("  ") for line in document)
    if tabs and not blanks and any(indent.startswith("  ") for indent in indents):
        unit = _unit_of_blanks(indents, around)
        lines[first:] = [_tabbed(line, unit) for line in lines[first:]]
    elif blanks and not tabs and any(indent.startswith("\t") for indent in indents):
        unit = _unit_of(document)
        lines[first:] = [_untabbed(line, unit) for line in lines[first:]]
    return "\n".join(lines)


def _tabbed(line: str, unit: int) -> str:
    indent = blank_of(line)
    if "\t" in indent:
        return line
    levels, rest = divmod(len(indent), unit)
    return "\t" * levels + " " * rest + line[len(indent) :]


def _untabbed(line: str, unit: int) -> str:
    indent = blank_of(line)
    return indent.replace("\t", " " * unit) + line[len(indent) :]


def _unit_of(lines: Iterable[str]) -> int:
    """Return how many blanks lines go in at a time, in general; a tab counts as eight."""
    widths = [indentation(line) for line in lines if line.strip()]
    steps = Counter(after - before for before, after in pairwise(widths) if after - before > 1)
    return steps.most_common(1)[0][0] if steps else _USUAL_UNIT


def _unit_of_blanks(indents: list[str], around: Around) -> int:
    """Return how many blanks of the suggestion stand for a tab of the document."""
    widths = [len(indent) for indent in indents if indent.startswith("  ")]
    context = around.line_before if around.line_before else next(iter(around.above), "")
    levels = blank_of(context).count("\t") + bool(OPENER.search(context))
    if levels and widths[0] % levels == 0 and widths[0] // levels in _UNITS:
        return widths[0] // levels
    common = gcd(*widths)
    return common if common in _UNITS else _USUAL_UNIT
