"""A piece of a document with a suggestion in it, made so that it can be analysed.

Nearly half of all texts do not parse while somebody types. What is judged is therefore not the
document but the statement or definition at its outer level that holds the cursor, below the imports
and the names that the module gives to constants. Where that does not parse, endings are tried: open
brackets and strings are closed, a head gets a body; then what stands below the cursor is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hanare.analysis.engines.bandit.parsing import TOO_DEEP, parse, prepare
from hanare.syntax.endings import endings
from hanare.syntax.tree import SyntaxTree

_MOST_LINES = 160
"""Of a definition: in a longer one only the innermost that holds the cursor is looked at."""
_MOST_ELSEWHERE = 30_000
"""Characters on either side of the cursor that are looked at in languages other than Python."""

_IMPORTS = re.compile(
    r"^(?:import[ \t][^\n]+|from[ \t][^\n]+?[ \t]import[ \t]*(?:\([^)]{0,2000}\)|[^\n(]+))$",
    re.MULTILINE,
)
_CONSTANTS = re.compile(
    r"^[A-Za-z_]\w*(?:[ \t]*:[^=\n]{1,80})?[ \t]*=(?!=)[^\n]{1,200}$", re.MULTILINE
)
# A line at the outer level that goes on with what stands above it.
_GOES_ON = re.compile(r"[)\]}]|(?:else|elif|except|finally)\b|#")
_LEXIS = re.compile(
    r"#[^\n]*"
    r'|[A-Za-z]{0,2}(?P<triple>"""|\'\'\')(?:\\.|(?!(?P=triple)).)*'
    r"(?:(?P=triple)|(?P<open_triple>\Z))"
    r"|[A-Za-z]{0,2}(?P<quote>[\"'])(?:\\.|(?!(?P=quote))[^\n])*"
    r"(?:(?P=quote)|(?P<open_quote>\Z)|(?=\n))"
    r"|(?P<opener>[(\[{])|(?P<closer>[)\]}])",
    re.DOTALL,
)
# How a statement may go on. What fills a gap is None: it is neither true nor a name whose value is
# anybody's guess, and so no finding of its own.
_ENDINGS = (
    "", "{c}", "None{c}", "{c}: pass", "None{c}: pass", "{c} import None_", "{c} else None",
    "{c} in (): pass", "{c} = None", "{c} pass", "{c}(): pass",
)  # fmt: skip
_CLOSERS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Insertion:
    """A suggestion at a place of a text."""

    text: str
    offset: int
    new: str
    language: str
    """LSP language id."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is analysed for an insertion, with it and without it."""

    before: str
    """The piece without the suggestion; empty if nothing of it can be parsed."""
    after: str
    """The piece with the suggestion."""
    start: int
    """Where the suggestion begins in `after`."""
    parsed: bool
    """Whether `after` has no error where the suggestion is: else it cannot be called clean."""


def piece_of(insertion: Insertion) -> Piece:
    """Return what is to be analysed for an insertion."""
    if insertion.language == "python":
        return _python_piece(insertion)
    return _other_piece(insertion)


# --- Python ---


def _python_piece(insertion: Insertion) -> Piece:
    text, offset = prepare(insertion.text), insertion.offset
    first, last = _outer(text, offset)
    head = _head(text, first)
    above, below = text[first:offset], text[offset:last]
    new = prepare(insertion.new)
    before = _ended(head + above, below)
    after = _ended(head + above + new, below)
    start = len(head) + len(above)
    if after is None:
        return Piece(before or "", head + above + new + below, start, parsed=False)
    return Piece(before or "", after, start, parsed=True)


def _outer(text: str, offset: int) -> tuple[int, int]:
    """Return where the statement at the outer level begins and ends that holds an offset."""
    first = text.rfind("\n", 0, offset) + 1
    while first > 0 and not _begins(text, first):
        first = text.rfind("\n", 0, first - 1) + 1
    # Decorators belong to what they stand above.
    while first > 0:
        above = text.rfind("\n", 0, first - 1) + 1
        if not text.startswith("@", above):
            break
        first = above
    last = text.find("\n", offset)
    while 0 <= last < len(text) - 1 and not _begins(text, last + 1):
        last = text.find("\n", last + 1)
    last = len(text) if last < 0 else last + 1
    if text.count("\n", first, last) > _MOST_LINES:
        return _inner(text, first, last, offset)
    return first, last


def _begins(text: str, at: int) -> bool:
    """Whether a statement at the outer level begins with the line at `at`."""
    if at >= len(text) or text[at] in " \t\r\n\f":
        return False
    return _GOES_ON.match(text, at) is None


_DEF = re.compile(r"^([ \t]+)(?:async[ \t]+)?def[ \t]", re.MULTILINE)


def _inner(text: str, first: int, last: int, offset: int) -> tuple[int, int]:
    """Return the lines around an offset: from the method that holds it, to the next one."""
    heads = list(_DEF.finditer(text, first, last))
    begin = max((head.start() for head in heads if head.start() <= offset), default=first)
    ends = min((head.start() for head in heads if head.start() > offset), default=last)
    begin = max(begin, _lines_away(text, offset, -_MOST_LINES // 2))
    ends = min(ends, _lines_away(text, offset, _MOST_LINES // 2))
    return begin, ends


def _lines_away(text: str, offset: int, lines: int) -> int:
    at = offset
    for _ in range(abs(lines)):
        if lines < 0:
            at = text.rfind("\n", 0, max(at - 1, 0)) + 1
        elif (line_end := text.find("\n", at)) >= 0:
            at = line_end + 1
        else:
            return len(text)
    return at


def _head(text: str, end: int) -> str:
    """Return the imports and constants above an offset, and a class for what is indented there."""
    kept = [
        (match.start(), match[0])
        for pattern in (_IMPORTS, _CONSTANTS)
        for match in pattern.finditer(text, 0, end)
    ]
    lines = [line for _, line in sorted(kept) if _parses(line)]
    if text[end : end + 1] in (" ", "\t"):  # a method out of its class
        lines.append("class _:")
    return "".join(f"{line}\n" for line in lines)


def _ended(above: str, below: str) -> str | None:
    """Return `above` and what of `below` lets it be parsed; None if nothing does."""
    rest_of_line, line_end, under = below.partition("\n")
    closers, tries = _open_at_end(above), _without_handler(above)
    for tail in dict.fromkeys((below, rest_of_line + line_end, "")):
        for filler in ("", "None") if tail else ():
            if _parses(above + filler + tail):
                return above + filler + tail
        follows = under if tail == below else ""
        for ending in _ENDINGS:
            candidate = f"{above}{ending.format(c=closers)}\n{tries}{follows}"
            if _parses(candidate):
                return candidate
    return None


def _without_handler(above: str) -> str:
    """Return handlers for the `try` statements that hold the end of a text, innermost first."""
    handlers = []
    outermost = None
    for line in reversed(above.split("\n")):
        code = line.lstrip()
        indent = len(line) - len(code)
        if not code or (outermost is not None and indent >= outermost):
            continue
        if outermost is not None and code.startswith("try:"):
            handlers.append(f"{line[:indent]}finally:\n{line[:indent]} pass\n")
        outermost = indent
    return "".join(handlers)


def _parses(text: str) -> bool:
    try:
        parse(text)
    except (SyntaxError, ValueError, *TOO_DEEP):
        return False
    return True


def _open_at_end(text: str) -> str:
    """Return what closes the string and the brackets that are open at the end of Python code."""
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


# --- other languages ---


def _other_piece(insertion: Insertion) -> Piece:
    text, offset = insertion.text, insertion.offset
    first = text.rfind("\n", 0, max(offset - _MOST_ELSEWHERE, 0)) + 1
    last = text.find("\n", offset + _MOST_ELSEWHERE)
    last = len(text) if last < 0 else last
    above, below = text[first:offset], text[offset:last]
    start = len(above)
    for new in _variants(insertion, above, below):
        after = above + new + below
        tree = SyntaxTree.parse(after, insertion.language)
        if tree is None or not tree.problems(start, start + len(new)):
            # Without a grammar there is no syntax to be wrong.
            return Piece(above + below, after, start, parsed=True)
    return Piece(above + below, above + insertion.new + below, start, parsed=False)


def _variants(insertion: Insertion, above: str, below: str) -> Iterator[str]:
    yield insertion.new
    closers = _open_at_end(above[above.rfind("\n") + 1 :] + insertion.new)
    for ending in endings(insertion.language, closers):
        yield insertion.new + ending
