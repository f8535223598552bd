"""What can still be parsed of a text that cannot: half typed, too old, too new, nested too deeply.

The text is divided by its indentation, which survives where brackets and strings do not: into
statements, those into heads and bodies, until what does not parse is small. That is replaced, line
by line, so that all other lines stay where they are.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from hanare.analysis.engines.bandit.parsing import TOO_DEEP, parse
from hanare.syntax.elements import Pattern
from hanare.syntax.tree import SyntaxTree
from hanare.text.lines import LineIndex

_MOST_TRIES = 20_000
_MOST_READ = 16
"""How often each character may be parsed, on average."""

_STATEMENTS = Pattern("python", "(module (_) @statement) (block (_) @statement)")
_STRINGS = Pattern("python", "(string) @string")
_COMPOUND = re.compile(
    r"(?:async\s+)?(?:def|for|with)\b|(?:class|if|while|match|case)\b|try\s*:|@"
    r"|(?:elif|except)\b|(?:else|finally)\s*:"
)
_CLAUSE = re.compile(r"(?:elif|except)\b|(?:else|finally)\s*:")
_GOES_ON = re.compile(r"[)\]}]|(?:elif|except)\b|(?:else|finally)\s*:")
_OPENS = re.compile(r":\s*(?:#.*)?$")
_BEFORE_VALUES = ("=", "(", "[", "{", ",", "+", "%", "return")
_TAB = 8
"""Columns, to Python."""

_NOTHING = "..."
"""Stands for a lost statement. Not `pass`, which Bandit would find in an exception's handler."""
_HEAD = "if 1:"
"""Stands for the lost head of a block."""


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines, without the one at `end`, that hold statements of one block."""

    start: int
    end: int


def salvage(text: str, lines: LineIndex, tree: SyntaxTree | None) -> str:
    """Return the text with what does not parse replaced; its lines keep their numbers.

    The tree, if there is one, tells lines that begin statements from lines within them.
    """
    return _Salvage(text, lines, tree).run()


class _Salvage:
    def __init__(self, text: str, lines: LineIndex, tree: SyntaxTree | None) -> None:
        self._lines = [lines.line_text(number) for number in range(len(lines))]
        self._margins = [line[: len(line) - len(line.lstrip())] for line in self._lines]
        self._indents = [_columns(margin) for margin in self._margins]
        self._beginnings = _beginnings(lines, tree)
        self._in_strings, self._in_values = _in_strings(lines, tree)
        self._tries_left = _MOST_TRIES
        self._characters_left = _MOST_READ * len(text)

    def run(self) -> str:
        whole = _Region(0, len(self._lines))
        # Breadth first: what nests without end takes the tries of nothing but itself.
        pending = deque([whole])
        while pending:
            region = pending.popleft()
            if self._tries_left <= 0 or self._characters_left <= 0:
                self._replace(region, _NOTHING)
            elif not self._parses(self._lines[region.start : region.end]):
                pending += self._parts(region) or self._divided(region)
        if not self._parses(self._lines):
            # Its parts do not fit together.
            for part in self._parts(whole):
                if not self._parses(self._lines[part.start : part.end]):
                    self._replace(part, _NOTHING)
            if not self._parses(self._lines):
                self._replace(whole, "")
        return "\n".join(self._lines)

    def _parses(self, lines: list[str]) -> bool:
        code = "\n".join(lines)
        self._tries_left -= 1
        self._characters_left -= len(code)
        first = next((line for line in lines if _is_code(line)), "")
        try:
            parse(f"{_HEAD}\n{code}\n" if first[:1].isspace() else code)
        except (SyntaxError, *TOO_DEEP):
            return False
        return True

    def _parts(self, region: _Region) -> list[_Region]:
        """Divide a region into the statements of its block, if there are several."""
        code = [each for each in range(region.start, region.end) if _is_code(self._lines[each])]
        if not code:
            return []
        starts = self._outermost(each for each in code if each in self._beginnings)
        for within in (self._in_strings, self._in_values):
            # Where the tree has lost a bracket, it knows only statements further in.
            if len(starts) > 1 and self._indents[starts[0]] <= self._indents[code[0]]:
                break
            starts = self._undecorated(self._outermost(each for each in code if each not in within))
        if starts and starts[0] > code[0]:
            too_far_in = self._indents[code[0]] > self._indents[starts[0]]
            starts.insert(0, self._adopted(region, code[0], starts[0]) if too_far_in else code[0])
        if len(starts) < 2:
            return []
        return [
            _Region(start, end)
            for start, end in zip(starts, [*starts[1:], region.end], strict=True)
        ]

    def _outermost(self, candidates: Iterable[int]) -> list[int]:
        """Return those lines that may begin a statement of the outermost block among them."""
        lines = [each for each in candidates if not _GOES_ON.match(self._lines[each].lstrip())]
        least = min((self._indents[number] for number in lines), default=0)
        return [number for number in lines if self._indents[number] == least]

    def _undecorated(self, starts: list[int]) -> list[int]:
        """Return the lines without those that a decorator belongs to."""
        decorated = [False, *(self._lines[number].lstrip()[0] == "@" for number in starts)]
        return [
            number
            for number, is_decorated in zip(starts, decorated, strict=False)
            if not is_decorated
        ]

    def _adopted(self, region: _Region, first: int, end: int) -> int:
        """Give a head to lines that are too far in; return where they go on below it."""
        head = region.start if region.start < first else first
        self._replace(_Region(head, head + 1), _HEAD, end)
        if not any(_is_code(self._lines[each]) for each in range(head + 1, end)):
            self._replace(_Region(head, head + 1), _NOTHING, end)
            return head
        return head + 1

    def _divided(self, region: _Region) -> list[_Region]:
        """Divide a single statement into bodies; replace what is not one."""
        first = self._first_code(region)
        clauses = self._clauses(_Region(first, region.end))
        bodies = [body for _, body in clauses if body is not None]
        if not _COMPOUND.match(self._lines[first].lstrip()):
            # What is indented below may be the rest of the statement, or have lost its head.
            if not all(self._parses(self._lines[body.start : body.end]) for body in bodies):
                bodies = []
            elif (
                bodies and not self._lines[first + 1].strip() and self._parses([self._lines[first]])
            ):
                self._replace(_Region(first + 1, first + 2), _HEAD, first)
                clauses = clauses[1:]
        elif self._parses(self._skeleton(clauses)):
            return bodies
        if not bodies:
            # A first line that is whole has nothing to do with what follows it.
            kept = (
                first
                if first + 1 == region.end or not self._parses([self._lines[first]])
                else first + 1
            )
            self._replace(_Region(kept, region.end), _NOTHING, first)
        for head, body in clauses if bodies else ():
            self._replace(head, _NOTHING if body is None else _HEAD, first)
        return bodies

    def _clauses(self, region: _Region) -> list[tuple[_Region, _Region | None]]:
        """Return heads and bodies of a compound statement."""
        starts = [region.start]
        starts += (
            number
            for number in range(region.start + 1, region.end)
            if self._indents[number] == self._indents[region.start]
            and _CLAUSE.match(self._lines[number].lstrip())
        )
        found: list[tuple[_Region, _Region | None]] = []
        for start, end in zip(starts, [*starts[1:], region.end], strict=True):
            body = self._body(_Region(start, end))
            if body is None:
                found.append((_Region(start, end), None))
            else:
                found.append((_Region(start, body), _Region(body, end)))
        return found

    def _skeleton(self, clauses: list[tuple[_Region, _Region | None]]) -> list[str]:
        lines = []
        for head, body in clauses:
            lines += self._lines[head.start : head.end]
            if body is not None:
                lines.append(self._margins[self._first_code(body)] + _NOTHING)
        return lines

    def _body(self, clause: _Region) -> int | None:
        """Return the line at which the body of a clause begins."""
        indent = self._indents[clause.start]
        code = [clause.start]
        code += (
            each
            for each in range(clause.start + 1, clause.end)
            if _is_code(self._lines[each]) and not _GOES_ON.match(self._lines[each].lstrip())
        )
        least = min(
            (self._indents[each] for each in code if self._indents[each] > indent), default=0
        )
        starts = [each for each in code[1:] if self._indents[each] == least > indent]
        # Within the body, no line of its own depth follows one that opens a block.
        opened = {after for before, after in pairwise(code) if _OPENS.search(self._lines[before])}
        return next((each for each in starts if each in opened), starts[0] if starts else None)

    def _first_code(self, region: _Region) -> int:
        numbers = range(region.start, region.end)
        return next((each for each in numbers if _is_code(self._lines[each])), region.start)

    def _replace(self, region: _Region, new: str, like: int | None = None) -> None:
        """Put `new` into the first of some lines, indented like another; empty the rest."""
        margin = self._margins[region.start if like is None else like]
        for number in range(region.start, region.end):
            self._lines[number] = ""
        self._lines[region.start] = margin + new
        self._margins[region.start] = margin
        self._indents[region.start] = _columns(margin)


def _is_code(line: str) -> bool:
    stripped = line.lstrip()
    return bool(stripped) and stripped[0] != "#"


def _columns(margin: str) -> int:
    """Return how far blanks indent a line, as Python counts."""
    return len(margin.rpartition("\f")[2].expandtabs(_TAB))


def _beginnings(lines: LineIndex, tree: SyntaxTree | None) -> frozenset[int]:
    """Return the lines at which statements begin, as far as the tree knows."""
    if tree is None:
        return frozenset()
    return frozenset(
        lines.line_of(element.start)
        for captures in _STATEMENTS.search(tree)
        for element in captures["statement"]
    )


def _in_strings(lines: LineIndex, tree: SyntaxTree | None) -> tuple[frozenset[int], frozenset[int]]:
    """Return the lines that begin within a string, as far as the tree knows, and the surer ones.

    Where a quote is missing, what ends a string begins one to the tree. It hardly follows an
    operator, as a value does.
    """
    strings: set[int] = set()
    values: set[int] = set()
    for captures in _STRINGS.search(tree) if tree is not None else ():
        for element in captures["string"]:
            first, last = lines.line_of(element.start), lines.line_of(element.end)
            if first < last:
                strings.update(range(first + 1, last + 1))
                before = lines.text[lines.start(first) : element.start].rstrip()
                if before.endswith(_BEFORE_VALUES):
                    values.update(range(first + 1, last + 1))
    return frozenset(strings), frozenset(values)
