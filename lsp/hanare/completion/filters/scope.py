"""Where a block ends."""

from __future__ import annotations

import re

from hanare.completion.extent import indentation
from hanare.completion.filters.around import Around
from hanare.completion.filters.lines import begins_closed
from hanare.observe.reasons import Reason
from hanare.syntax.tree import Place

_WORD = re.compile(r"\W*(else\s+if|\w+)")
_BRANCHES = frozenset(("if", "elif", "elsif", "else if", "unless"))
_LOOPS = frozenset(("for", "while", "until"))
_GUARDED = frozenset(("try", "begin", "except", "catch", "rescue", "do"))
_CONTINUES = {
    "else": _BRANCHES | _LOOPS | _GUARDED | {"case", "when"},
    "elif": _BRANCHES,
    "elsif": _BRANCHES,
    "else if": _BRANCHES,
    "except": _GUARDED,
    "catch": _GUARDED,
    "rescue": _GUARDED | {"def"},
    "ensure": _GUARDED | {"def"},
    "finally": _GUARDED | {"else"},
    "while": frozenset({"do"}),
    "when": frozenset({"when"}),
}
"""Words that go on with a construct, and the words that such a construct's part begins with."""
_PREPROCESSED = frozenset(("c", "cpp", "csharp"))


def scope(text: str, around: Around) -> str | Reason:
    """Cut a block at the first line that is indented less than the block.

    At the indentation of the line that opened it the block may be closed, and go on where it is
    a part of a larger construct: `} else {`, `except ValueError:`.
    """
    if not around.extent.block:
        return text
    header = around.extent.closer  # columns
    part = _first_word(around.header)
    closed = False
    at = text.find("\n") + 1
    while at:
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        width = indentation(line)
        if closed or width < around.extent.indent:
            word = _first_word(line)
            if not line.strip() or _is_no_code(text, at, around):
                pass
            elif width == header and part in _CONTINUES.get(word, ()):
                part, closed = word, False
            elif not closed and width == header and begins_closed(line):
                closed = True
            else:
                return around.cut(text, at - 1)
        at = end + 1
    return text


def _first_word(line: str) -> str:
    match = _WORD.match(line)
    return " ".join(match[1].split()) if match else ""


def _is_no_code(text: str, at: int, around: Around) -> bool:
    """Whether the indentation of the line at `text[at]` means nothing."""
    if around.language in _PREPROCESSED and text.startswith("#", at):
        return True
    tree = around.tree_with(text)
    return tree is not None and tree.place(around.offset + at) in (Place.STRING, Place.DOCSTRING)
