"""The piece of a Python document that shows what a suggestion does, made so that it parses.

Nearly half of all texts do not parse while somebody types. What is judged is therefore not the
document but the statement or definition at its outer level that holds the cursor, below what the
module imports and the constants and short functions that the piece uses. It is taken with the
suggestion and without it. Where one of both does not parse, endings are tried: open brackets and
strings are closed, gaps filled, a head gets a body, a `try` its handler; then, in both alike, less
and less of what stands below the cursor is kept: up to the end of the statement, of the line,
nothing. Where only the text with the suggestion can be made to parse, it is compared with one that
lacks the statement at the cursor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hanare.analysis.engines.bandit.parsing import TOO_DEEP, parse, prepare
from hanare.analysis.lexing import LongStrings, closes_at, open_at_end

_MOST_LINES = 160
"""Of a definition: in a longer one only the innermost that holds the cursor is looked at."""
_MOST_KEPT = 200
"""Imports, and constants, that are put above a piece."""
_LONGEST_IMPORT = 50  # lines
_LONGEST_CONSTANT = 20  # lines
_LONGEST_STATEMENT = 20  # lines
_MOST_FUNCTIONS = 6
_LONGEST_FUNCTION = 40  # lines
"""Of other functions of the document, those that the piece calls are looked into."""

# Also behind a colon or a semicolon, and behind a form feed, which a byte order mark becomes.
_IMPORT = re.compile(r"(?:^|(?<=[:;\f]))[ \t\f]*(?:import|from)[ \t][^\n]*", re.MULTILINE)
_CONSTANT = re.compile(
    r"^([A-Za-z_]\w*)(?:[ \t]*:[^=\n]{1,80})?[ \t]*=(?!=)[^\n]{1,200}$", re.MULTILINE
)
_FUNCTION = re.compile(r"^(?:async[ \t]+)?def[ \t]+([A-Za-z_]\w*)[^\n]*\n", re.MULTILINE)
_WORD = re.compile(r"\w+")
_DEF = re.compile(r"^([ \t]+)(?:async[ \t]+)?def[ \t]", re.MULTILINE)
_METHOD = re.compile(r"\bdef[ \t]+\w+[ \t]*\(\s*(?:self|cls)\b")
# A line at the outer level that goes on with what stands above it.
_GOES_ON = re.compile(r"[)\]}]|(?:else|elif|except|finally)\b|#")

# How a statement may go on. What fills a gap is an empty text: it is constant, not true, and no
# name whose value is anybody's guess, and so no finding of its own; behind a dot it is a name.
_FILLER = "''"
_ENDINGS = tuple(
    each.replace("_", _FILLER)
    for each in (
        "", "{c}", "_{c}", "x{c}", "{c}:", "_{c}:", "{c} in ():", "{c}x:", "{c}: pass",
        "_{c}: pass", "{c} import x", "{c} else _", "{c} in (): pass", "{c} = _", "{c} pass",
        "{c}(): pass",
    )
)  # fmt: skip

# What may stand for a statement that is left out: for one, or for the head of what is below, which
# may have handlers or decorators.
_NOTHINGS = ("pass", f"if {_FILLER}:", "try:", "class _:")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is analysed for a suggestion, with it and without it."""

    before: str
    """The piece without the suggestion; empty if it cannot be parsed."""
    after: str
    """The piece with the suggestion."""
    start: int
    """Where the suggestion begins in `after`."""
    parsed: bool
    """Whether `after` is the whole statement and parses: else it cannot be called clean."""


def python_piece(document: str, offset: int, suggestion: str) -> Piece:
    """Return what is to be analysed for a suggestion at a cursor."""
    # Offsets inside the piece are its own, so line ends may be made alike.
    text = prepare(document[:offset]).replace("\r\n", "\n")
    offset, text = len(text), text + prepare(document[offset:]).replace("\r\n", "\n")
    new = prepare(suggestion).replace("\r\n", "\n")
    first, last = _outer(text, offset)
    above, below = text[first:offset], text[offset:last]
    head = _head(text, (first, last), above + new + below)
    start = len(head) + len(above)
    whole = True
    for tail, is_whole in _tails(above, below):
        whole = whole and is_whole
        before, after = _ended(head + above, tail), _ended(head + above + new, tail)
        if before is not None and after is not None:
            return Piece(before, after, start, whole)
    for tail, is_whole in _tails(above, below):  # the text before may be beyond help
        if (after := _ended(head + above + new, tail)) is not None:
            return Piece(_without_statement(head + above, tail), after, start, is_whole)
    return Piece("", head + above + new + below, start, parsed=False)


def _without_statement(above: str, tail: str) -> str:
    """Return a piece with nothing in the place of the statement at the cursor; empty if that fails.

    What stands elsewhere in the piece is known then, and no fault of a suggestion.
    """
    at = len(above)
    for _ in range(_LONGEST_STATEMENT):
        at = above.rfind("\n", 0, max(at - 1, 0)) + 1
        kept, line = above[:at], above[at:]
        if not open_at_end(kept):
            break
    else:
        return ""
    brackets = sum(each in ")]}" for each in open_at_end(line))
    end = closes_at(tail, brackets) if brackets else None
    under = tail.partition("\n")[2] if end is None else tail[end:]
    indentation = line[: len(line) - len(line.lstrip())]
    for nothing in _NOTHINGS:
        start = f"{kept}{indentation}{nothing}\n"
        for tries in ("", _without_handler(start)):
            if _parses(f"{start}{tries}{under}"):
                return f"{start}{tries}{under}"
    return ""


def _tails(above: str, below: str) -> Iterator[tuple[str, bool]]:
    """Yield what may be kept of the text below a cursor, and whether the statement is whole."""
    yield below, True
    brackets = sum(each in ")]}" for each in open_at_end(above))
    end = closes_at(below, brackets) if brackets else None
    if end is not None:
        yield below[:end], True
    # What stands below closes the statement, and is left out.
    whole = end is None
    line = below[: below.find("\n") + 1] if "\n" in below else below
    yield line, whole
    yield "", whole


# --- where the piece is ---


def _outer(text: str, offset: int) -> tuple[int, int]:
    """Return where the statement at the outer level begins and ends that holds an offset."""
    strings = LongStrings(text)
    first = text.rfind("\n", 0, offset) + 1
    while first > 0 and not _begins(text, first, strings):
        first = text.rfind("\n", 0, first - 1) + 1
    # Decorators belong to what they stand above.
    statement = first
    while first > 0:
        above = text.rfind("\n", 0, first - 1) + 1
        while above > 0 and not _begins(text, above, strings):
            above = text.rfind("\n", 0, above - 1) + 1
        if not text.startswith("@", above):
            break
        first = above
    last = _statement_end(text, offset, strings)
    while text.startswith("@", statement) and last < len(text):
        statement, last = last, _statement_end(text, last, strings)
    if text.count("\n", first, last) > _MOST_LINES:
        return _inner(text, first, last, offset)
    return first, last


def _statement_end(text: str, offset: int, strings: LongStrings) -> int:
    """Return where the next statement at the outer level begins; else the end of the text."""
    last = text.find("\n", offset)
    while 0 <= last < len(text) - 1 and not _begins(text, last + 1, strings):
        last = text.find("\n", last + 1)
    return len(text) if last < 0 else last + 1


def _begins(text: str, at: int, strings: LongStrings) -> bool:
    """Whether a statement at the outer level begins with the line at `at`."""
    if at >= len(text) or text[at] in " \t\r\n\f":
        return False
    return _GOES_ON.match(text, at) is None and not strings.holds(at)


def _inner(text: str, first: int, last: int, offset: int) -> tuple[int, int]:
    """Return the lines around an offset: from the method that holds it, to the next one."""
    heads = list(_DEF.finditer(text, first, last))
    above = [head for head in heads if head.start() <= offset]
    begin = _decorated(text, above[-1].start(), above[-1][1]) if above else first
    ends = min((head.start() for head in heads if head.start() > offset), default=last)
    begin = max(begin, _lines_away(text, offset, -_MOST_LINES // 2))
    ends = min(ends, _lines_away(text, offset, _MOST_LINES // 2))
    return begin, ends


def _decorated(text: str, begin: int, indentation: str) -> int:
    """Return where the decorators above a method begin; `begin` if it has none."""
    at = begin
    while at > 0:
        at = text.rfind("\n", 0, at - 1) + 1
        line = text[at : text.find("\n", at)]
        code = line.removeprefix(indentation)
        if not line.startswith(indentation) or not code.strip():
            break
        if code.startswith("@"):
            begin = at
        elif code[0] not in " \t" and _GOES_ON.match(code) is None:
            break
    return begin


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


# --- what stands above it ---


def _head(text: str, span: tuple[int, int], piece: str) -> str:
    """Return imports, constants and functions that are used, and a head for what is indented."""
    end, _ = span
    words = frozenset(_WORD.findall(piece))
    constants = [
        (match.start(), _assignment(text, match, end))
        for match in _CONSTANT.finditer(text, 0, end)
        if match[1] in words
    ]
    lines = [line for _, line in sorted([*_imports(text, end), *constants[-_MOST_KEPT:]])]
    lines += _functions(text, span, words)
    if not _parses("\n".join(lines)):
        lines = [line for line in lines if _parses(line)]
    if text[end : end + 1] in (" ", "\t"):  # out of its class, or of another function
        lines.append("class _:" if _METHOD.search(text, *span) else "def _():")
    return "".join(f"{line}\n" for line in lines)


def _assignment(text: str, match: re.Match[str], end: int) -> str:
    """Return a constant with the lines that its value goes on over."""
    written, at = match[0], match.end()
    for _ in range(_LONGEST_CONSTANT):
        if at >= end or _parses(written):
            return written
        line_end = text.find("\n", at + 1, end)
        at = end if line_end < 0 else line_end
        written = text[match.start() : at]
    return match[0]


def _functions(text: str, span: tuple[int, int], words: frozenset[str]) -> list[str]:
    """Return the functions of the outer level that a piece names, itself left out."""
    found: list[str] = []
    for match in _FUNCTION.finditer(text):
        if match[1] not in words or span[0] <= match.start() < span[1]:
            continue
        end = match.end()
        while end < len(text) and text[end] in " \t\r\n)":
            line_end = text.find("\n", end)
            end = len(text) if line_end < 0 else line_end + 1
        function = text[match.start() : end].rstrip()
        if function.count("\n") < _LONGEST_FUNCTION and _parses(function):
            found.append(function)
        if len(found) == _MOST_FUNCTIONS:
            break
    return found


def _imports(text: str, end: int) -> list[tuple[int, str]]:
    """Return the import statements above an offset, wherever they stand, and where."""
    found: list[tuple[int, str]] = []
    reached = 0
    for match in _IMPORT.finditer(text, 0, end):
        if match.start() < reached:
            continue
        lines = [match[0].strip()]
        at = match.end()
        while _goes_on(lines) and len(lines) < _LONGEST_IMPORT and at < end:
            line_end = text.find("\n", at + 1, end)
            line_end = end if line_end < 0 else line_end
            lines.append(text[at + 1 : line_end].strip())
            at = line_end
        if len(lines) > 1 and not _parses("\n".join(lines)):
            # A sentence of a text that only begins so: what is below may be imports.
            del lines[1:]
            at = match.end()
        reached = at
        found.append((match.start(), "\n".join(lines)))
    return found[-_MOST_KEPT:]


def _goes_on(lines: list[str]) -> bool:
    if lines[-1].endswith("\\"):
        return True
    code = [line.partition("#")[0] for line in lines]
    return "(" in code[0] and not any(")" in line for line in code)


# --- how it ends ---


def _ended(above: str, tail: str) -> str | None:
    """Return `above` with `tail` below it, made so that it parses; None if nothing helps."""
    for filler in ("", _FILLER, ",", f"{_FILLER},", "x", "x,"):
        if _parses(above + filler + tail):
            return above + filler + tail
    closers, tries = open_at_end(above), _without_handler(above)
    _, _, under = tail.partition("\n")
    for ending in _ENDINGS:
        candidate = f"{above}{ending.format(c=closers)}\n{tries}{under}"
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
