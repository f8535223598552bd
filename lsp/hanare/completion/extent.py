"""How much to suggest: the rest of a line, or a block. Decided by the syntax at the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hanare.syntax.tree import Place, SyntaxTree, Token
from hanare.text.document import DocumentSnapshot

_CLOSERS = frozenset(")]}>\"'`,;:")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TAB = 8
_LOOKED_BACK = 2000
"""Characters before the cursor in which an open bracket is looked for."""

_ANY_BRACE = re.compile(r"\{\s*$|^\s*(?:case\b.*|default\s*):\s*$")
_OPENERS = {
    # A closing bracket begins the last line of a header over several lines.
    "python": re.compile(
        r"^\s*(?:(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|"
        r"case)\b|[)\]}]).*:\s*$"
    ),
    "ruby": re.compile(
        r"\b(?:do|then|else|begin|ensure)\s*$|\bdo\s*\|[^|]*\|\s*$|\{\s*(?:\|[^|]*\|)?\s*$|"
        r"^\s*(?:def|class|module|if|unless|while|until|case|when|elsif|rescue)\b.*$"
    ),
    "lua": re.compile(r"\b(?:do|then|else|repeat)\s*$|\bfunction\b[^()]*\([^()]*\)\s*$"),
    "shellscript": re.compile(r"\b(?:do|then|else)\s*$|\{\s*$|^\s*[^()]+\)\s*$"),
    "yaml": re.compile(r":\s*$"),
}
"""What ends a line below which a block is indented, where it is not an open brace."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a suggestion may cover, and why (for the trace)."""

    block: bool
    indent: int
    """Columns; a block ends at the first line indented less."""
    why: str
    to_line_end: bool = False
    """Whether nothing but white space follows the cursor on its line."""
    closer: int = -1
    """Columns of the line that may close the block: that of its header; -1: none may."""
    if_broken: bool = False
    """Whether it is a block only if the model begins with a line break: after `foo(`."""

    def __str__(self) -> str:
        return f"{'block' if self.block else 'line'}:{self.why}"


def decide(
    document: DocumentSnapshot,
    offset: int,
    tree: SyntaxTree | None = None,
    *,
    blocks: bool = True,
    invoked: bool = False,
) -> Extent:
    """Decide by the cursor's surroundings; without a tree by the lines alone.

    Whoever asks by hand (`invoked`) gets more than a line where one could begin. Without
    `blocks` there are lines only.
    """
    lines = document.lines
    line = lines.line_of(offset)
    before = document.text[lines.start(line) : offset]
    after = document.text[offset : lines.end(line)].strip()
    indent, to_end = indentation(before), not after

    def one_line(why: str) -> Extent:
        return Extent(block=False, indent=indent, why=why, to_line_end=to_end)

    def block(why: str, header: int, inside: int, *, if_broken: bool = False) -> Extent:
        if not blocks:
            return one_line(why)
        return Extent(True, inside, why, to_end, closer=header, if_broken=if_broken)

    if not all(char in _CLOSERS for char in after):
        return one_line("text-to-the-right")
    place = tree.place(offset) if tree else Place.CODE
    if place is not Place.CODE:
        return one_line(str(place))
    code = _without_comment(tree, lines.start(line), offset) if tree else before
    if code.strip():
        if to_end and _opens(code, document.language):
            return block("after-opener", indent, indent + 1)
        if to_end and code.rstrip()[-1] in "([":
            return block("open-bracket", indent, indent + 1, if_broken=True)
        return one_line("rest-of-line")
    header = _line_above(document, line)
    if _opens(header, document.language) and indent > indentation(header):
        if _body_goes_on(document, line, indent):
            return one_line("begun-body")
        return block("empty-body", indentation(header), indent)
    if tree and _in_bracket(tree, offset):
        return one_line("argument-list")
    if invoked and to_end:
        return block("asked-for", -1, indent)
    return one_line("empty-line")


def indentation(line: str) -> int:
    """Return the column at which the text of `line` begins; a tab reaches the next eighth."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(_TAB))


def _opens(line: str, language: str) -> bool:
    return _OPENERS.get(language, _ANY_BRACE).search(line) is not None


def _without_comment(tree: SyntaxTree, start: int, end: int) -> str:
    for token in tree.tokens(start, end):
        if token.place is Place.COMMENT:
            end = min(end, max(start, token.start))
    return tree.text[start:end]


def _line_above(document: DocumentSnapshot, line: int) -> str:
    """Return the nearest line above that has text, or nothing."""
    above = (document.lines.line_text(index) for index in range(line - 1, -1, -1))
    return next((text for text in above if text.strip()), "")


def _body_goes_on(document: DocumentSnapshot, line: int, indent: int) -> bool:
    """Whether the body that the cursor's line begins has more lines below already."""
    below = (document.lines.line_text(index) for index in range(line + 1, len(document.lines)))
    following = next((text for text in below if text.strip()), "")
    return bool(following) and indentation(following) >= indent


def _in_bracket(tree: SyntaxTree, offset: int) -> bool:
    """Whether a round or square bracket is open at `offset`."""
    opened: list[Token] = []
    for token in tree.tokens(max(0, offset - _LOOKED_BACK), offset):
        if token.place is not Place.CODE or token.start >= offset:
            continue
        if token.text in _BRACKETS.values():
            opened.append(token)
        elif token.text in _BRACKETS and opened and opened[-1].text == _BRACKETS[token.text]:
            opened.pop()
    return bool(opened) and opened[-1].text != "{"
