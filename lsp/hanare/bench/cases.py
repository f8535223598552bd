"""What the benchmarks ask for: rests of lines to fill in, and stretches of code to type.

Pure and deterministic: the same files and seed give the same cases on every supported Python.
Code is told from prose with `tokenize` alone, since `ast` knows no comments and reads no
version of the language but its own. A smaller `count` gives the beginning of what a larger one
gives, and every beginning is spread evenly over the files.
"""

from __future__ import annotations

import random
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, zip_longest
from typing import TypeVar

from hanare.bench.corpus import SourceFile
from hanare.errors import UsageError
from hanare.text.lines import LineIndex

DEFAULT_SEED = 2026
MIN_CODE_CHARACTERS = 8
MIN_REST_CHARACTERS = 2
MIN_CODE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class InfillCase:
    """A cursor inside a line of code; `prefix + expected + suffix` is the whole file.

    `expected` is the rest of the cursor's line and `suffix` begins with that line's break, or
    is empty. `id` reads `path:line:column`, counted from one in code points.
    """

    id: str
    path: str
    prefix: str
    expected: str
    suffix: str


@dataclass(frozen=True, slots=True)
class TypingSlot:
    """A stretch of code to type; `before + typed + after` is the whole file.

    `typed` is whole lines without the break after the last one. The indentation of the first
    is in `before`, where an editor has put it by the time the user begins.
    """

    path: str
    before: str
    typed: str
    after: str


def rest_of_line_cases(
    files: Sequence[SourceFile], count: int = 100, seed: int = DEFAULT_SEED
) -> list[InfillCase]:
    """Return `count` cursors inside lines of code, at most one to a line.

    A line counts if it has at least 8 characters of code that are not spaces, and nothing a
    model cannot be asked for: no comment, no part of a string over several lines, no blanks at
    its end. At least one such character stands before the cursor and two after it.

    Raises:
        UsageError: the files do not have `count` such lines.
    """

    def of_file(source: SourceFile, rng: random.Random) -> list[InfillCase]:
        layout = _Layout(source.text)
        rows = sorted(layout.fillable)
        rng.shuffle(rows)
        return [_infill(source, layout.lines, row, rng) for row in rows]

    return _spread(files, of_file, count, seed, "lines of code")


def typing_slots(
    files: Sequence[SourceFile], count: int = 20, lines: int = 8, seed: int = DEFAULT_SEED
) -> list[TypingSlot]:
    """Return `count` stretches of `lines` consecutive lines that do not overlap.

    A stretch begins with a statement and ends with code, lies inside the body of one function
    or class, touches no string over several lines, and at least three quarters of its lines
    hold code.

    Raises:
        UsageError: the files do not have `count` such stretches.
    """

    def of_file(source: SourceFile, rng: random.Random) -> list[TypingSlot]:
        layout = _Layout(source.text)
        firsts = sorted(row for row in layout.statements if layout.is_stretch(row, lines))
        rng.shuffle(firsts)
        chosen: list[int] = []
        for first in firsts:
            if all(abs(first - other) >= lines for other in chosen):
                chosen.append(first)
        return [_slot(source, layout.lines, first, lines) for first in chosen]

    return _spread(files, of_file, count, seed, f"stretches of {lines} lines")


_Item = TypeVar("_Item", InfillCase, TypingSlot)


def _spread(
    files: Sequence[SourceFile],
    of_file: Callable[[SourceFile, random.Random], list[_Item]],
    count: int,
    seed: int,
    what: str,
) -> list[_Item]:
    """Take one item of each file in turn, the files in random order, until there are `count`."""
    order = list(files)
    random.Random(seed).shuffle(order)  # noqa: S311  a reproducible choice, not a secret
    # A generator for each file: adding a file to the corpus leaves the others' cases as they are.
    items = [of_file(source, random.Random(f"{seed}:{source.path}")) for source in order]  # noqa: S311  likewise
    found = [item for turn in zip_longest(*items) for item in turn if item is not None]
    if len(found) < count:
        raise UsageError(
            f"The code has {len(found)} {what} to choose from, not {count}.",
            f"Ask for {len(found)} or fewer.",
        )
    return found[:count]


def _infill(source: SourceFile, lines: LineIndex, row: int, rng: random.Random) -> InfillCase:
    start, end = lines.start(row), lines.end(row)
    text = lines.line_text(row)
    indent = len(text) - len(text.lstrip())
    columns = [
        column
        for column in range(indent + 1, len(text))
        if _solid(text[column:]) >= MIN_REST_CHARACTERS
    ]
    column = rng.choice(columns)
    cursor = start + column
    return InfillCase(
        id=f"{source.path}:{row + 1}:{column + 1}",
        path=source.path,
        prefix=source.text[:cursor],
        expected=source.text[cursor:end],
        suffix=source.text[end:],
    )


def _slot(source: SourceFile, lines: LineIndex, first: int, count: int) -> TypingSlot:
    text = lines.line_text(first)
    start = lines.start(first) + len(text) - len(text.lstrip())
    end = lines.end(first + count - 1)
    return TypingSlot(source.path, source.text[:start], source.text[start:end], source.text[end:])


def _solid(text: str) -> int:
    """Return how many characters of `text` are not white space."""
    return len("".join(text.split()))


_LAYOUT_TOKENS = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}


class _Layout:
    """What each line of one file holds; rows count from zero, as in `lines`.

    - `words`: rows with a name or a number outside strings; `code`: those and rows with an
      operator, such as a closing bracket
    - `prose`: rows of comments, trailing ones included; `strings`: rows that a string over
      several lines touches
    - `statements`: rows on which a statement begins
    - `bodies`: the rows of each function's or class's body
    """

    def __init__(self, text: str) -> None:
        self.lines = LineIndex(text)
        self.words: set[int] = set()
        self.code: set[int] = set()
        self.prose: set[int] = set()
        self.strings: set[int] = set()
        self.statements: set[int] = set()
        self.bodies: list[range] = []
        self._read(_outside_strings(text, self.lines))

    @property
    def fillable(self) -> set[int]:
        """Rows whose rest a model can be asked for."""
        return {
            row
            for row in self.words - self.prose - self.strings
            if _solid(self.lines.line_text(row)) >= MIN_CODE_CHARACTERS
            # A continuation's backslash is no token, and nobody asks for blanks.
            and not self.lines.line_text(row).endswith(("\\", " ", "\t", "\f"))
        }

    def is_stretch(self, first: int, count: int) -> bool:
        """Whether `count` rows from `first` on are code inside one function or class."""
        rows = range(first, first + count)
        return (
            any(first in body and rows[-1] in body for body in self.bodies)
            and rows[-1] in self.code
            and self.strings.isdisjoint(rows)
            and len(self.code.intersection(rows)) >= MIN_CODE_SHARE * count
        )

    def _read(self, tokens: Iterator[tokenize.TokenInfo]) -> None:
        header: list[str] = []  # the first two words of the statement being read
        open_blocks: list[tuple[bool, int]] = []  # (a function's or class's?, its first row)
        last_row = 0
        begins = True
        for token in tokens:
            first, last = token.start[0] - 1, token.end[0] - 1
            if token.type == tokenize.INDENT:
                open_blocks.append((_opens_body(header), first))
            elif token.type == tokenize.DEDENT:
                is_body, block_first = open_blocks.pop()
                if is_body:
                    self.bodies.append(range(block_first, last_row + 1))
            elif token.type == tokenize.NEWLINE:
                begins = True
            elif token.type == tokenize.COMMENT:
                self.prose.add(first)
            if token.type in _LAYOUT_TOKENS or token.type == tokenize.COMMENT:
                continue
            if begins:
                self.statements.add(first)
                header, begins = [], False
            if len(header) < 2:
                header.append(token.string)
            last_row = last
            if token.type == tokenize.STRING:
                self.strings.update(range(first, last + 1) if last > first else ())
            else:
                self.code.add(first)
                if token.type != tokenize.OP:
                    self.words.add(first)


def _opens_body(header: Sequence[str]) -> bool:
    return header[:1] in (["def"], ["class"]) or list(header) == ["async", "def"]


def _outside_strings(text: str, lines: LineIndex) -> Iterator[tokenize.TokenInfo]:
    """Tokenize `text`, every string as one token.

    Since Python 3.12 f-strings come in pieces, names in braces and all; put together again
    they read alike on every version.

    Raises:
        tokenize.TokenError, SyntaxError: `text` is not Python.
    """
    starts = [*lines.starts, len(text)]
    source = iter([text[a:b] for a, b in pairwise(starts)])
    depth = 0
    opening: tuple[int, int] = (0, 0)
    for token in tokenize.generate_tokens(partial(next, source, "")):
        kind = tokenize.tok_name[token.type]
        if kind in ("FSTRING_START", "TSTRING_START"):
            opening = opening if depth else token.start
            depth += 1
        elif kind in ("FSTRING_END", "TSTRING_END"):
            depth -= 1
            if not depth:
                yield tokenize.TokenInfo(tokenize.STRING, "f''", opening, token.end, token.line)
        elif not depth:
            yield token
