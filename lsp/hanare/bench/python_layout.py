"""Where the statements, strings and bodies of a Python file are, by `tokenize` alone.

`ast` knows no comments and reads no version of the language but its own; what is to be typed
must be the same stretch on every supported Python.
"""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from hanare.text.lines import LineIndex

MIN_CODE_SHARE = 0.75

_LAYOUT_TOKENS = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}


class PythonLayout:
    """What each line of one file holds; rows count from zero, as in `lines`.

    - `code`: rows with a name, a number or an operator outside strings
    - `strings`: rows that a string over several lines touches
    - `statements`: rows on which a statement begins
    - `bodies`: the rows of each function's or class's body
    """

    def __init__(self, text: str) -> None:
        self.lines = LineIndex(text)
        self.code: set[int] = set()
        self.strings: set[int] = set()
        self.statements: set[int] = set()
        self.bodies: list[range] = []
        self._read(_outside_strings(text, self.lines))

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
