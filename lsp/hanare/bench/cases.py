"""What the benchmarks ask for: places in code to fill in, and stretches of it to type.

Pure and deterministic: the same files and seed give the same cases. A smaller `count` gives the
beginning of what a larger one gives, every beginning is spread evenly over the files, and a
file's cases do not depend on the other files.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice, zip_longest
from typing import TypeVar

from hanare.bench.code_lines import CodeLines, solid
from hanare.bench.corpus import SourceFile
from hanare.bench.python_layout import PythonLayout
from hanare.errors import UsageError
from hanare.text.lines import LineIndex
from hanare.wording import Said, said

DEFAULT_SEED = 2026
MIN_REST_CHARACTERS = 2
MIN_WORD_CHARACTERS = 4
MIN_TYPED_CHARACTERS = 2


class Kind(StrEnum):
    """What is to be filled in."""

    REST_OF_LINE = "rest-of-line"
    """From anywhere in a line, after its first character, to its end."""
    WHOLE_LINE = "whole-line"
    """A line after its indentation; no import."""
    BLOCK = "block"
    """The body of a function, condition or loop, 2 to 12 lines, after its indentation."""
    MID_WORD = "mid-word"
    """From inside a name or keyword, two characters of it typed, to the end of the line."""


@dataclass(frozen=True, slots=True)
class InfillCase:
    """A cursor in code; `prefix + expected + suffix` is the whole file.

    `suffix` begins with the break of the line on which `expected` ends, or is empty. `id` reads
    `path:line:column`, counted from one in code points, and is unique among cases of one kind.
    `language` is LSP's id. `cross_file` names what `expected` uses of other files, where that
    was asked for (`hanare.bench.cross_file`).
    """

    id: str
    path: str
    prefix: str
    expected: str
    suffix: str
    package: str = ""
    language: str = "python"
    kind: Kind = Kind.REST_OF_LINE
    cross_file: tuple[str, ...] = ()


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


def infill_cases(
    files: Sequence[SourceFile], kind: Kind, count: int = 100, seed: int = DEFAULT_SEED
) -> list[InfillCase]:
    """Return `count` places to fill in, at most one to a line, that do not overlap.

    `CodeLines` says which lines and bodies count. At least two characters that are not white
    space are to be filled in.

    Raises:
        UsageError: the files do not have `count` such places.
    """
    return spread(
        files,
        lambda source, rng: candidates(source, kind, rng),
        count,
        seed,
        said("cases of the kind {kind}", kind=kind),
    )


def rest_of_line_cases(
    files: Sequence[SourceFile], count: int = 100, seed: int = DEFAULT_SEED
) -> list[InfillCase]:
    """Return `count` cursors inside lines of code; see `infill_cases`."""
    return infill_cases(files, Kind.REST_OF_LINE, count, seed)


def candidates(source: SourceFile, kind: Kind, rng: random.Random) -> Iterator[InfillCase]:
    """Yield all cases of a kind that `source` has, in random order."""
    code = CodeLines.read(source)
    for start, end in _SPANS[kind](code, rng):
        row = code.lines.line_of(start)
        yield InfillCase(
            id=f"{source.path}:{row + 1}:{start - code.lines.start(row) + 1}",
            path=source.path,
            prefix=source.text[:start],
            expected=source.text[start:end],
            suffix=source.text[end:],
            package=source.package,
            language=source.language,
            kind=kind,
        )


def typing_slots(
    files: Sequence[SourceFile], count: int = 20, lines: int = 8, seed: int = DEFAULT_SEED
) -> list[TypingSlot]:
    """Return `count` stretches of `lines` consecutive lines of Python that do not overlap.

    A stretch begins with a statement and ends with code, lies inside the body of one function
    or class, touches no string over several lines, and at least three quarters of its lines
    hold code.

    Raises:
        UsageError: the files do not have `count` such stretches.
    """

    def of_file(source: SourceFile, rng: random.Random) -> Iterator[TypingSlot]:
        layout = PythonLayout(source.text)
        firsts = sorted(row for row in layout.statements if layout.is_stretch(row, lines))
        rng.shuffle(firsts)
        chosen: list[int] = []
        for first in firsts:
            if all(abs(first - other) >= lines for other in chosen):
                chosen.append(first)
                yield _slot(source, layout.lines, first, lines)

    return spread(files, of_file, count, seed, said("stretches of {count} lines", count=lines))


_Item = TypeVar("_Item", InfillCase, TypingSlot)


def spread(
    files: Sequence[SourceFile],
    of_file: Callable[[SourceFile, random.Random], Iterator[_Item]],
    count: int,
    seed: int,
    what: Said,
) -> list[_Item]:
    """Take one item of each file in turn, the files in random order, until there are `count`.

    Raises:
        UsageError: there are fewer; `what` says what they are.
    """
    order = list(files)
    random.Random(seed).shuffle(order)  # noqa: S311  a reproducible choice, not a secret
    # A generator for each file: adding a file to the corpus leaves the others' cases as they are.
    items = [of_file(source, random.Random(f"{seed}:{source.path}")) for source in order]  # noqa: S311  likewise
    turns = chain.from_iterable(zip_longest(*items))
    found = list(islice((item for item in turns if item is not None), count))
    if len(found) < count:
        raise UsageError(
            said(
                "The code has {count} {what} to choose from, not {wanted}.",
                count=len(found),
                what=what,
                wanted=count,
            ),
            said("Ask for {count} or fewer.", count=len(found))
            if found
            else said("Leave this kind out."),
        )
    return found


_Spans = Iterator[tuple[int, int]]


def _rests_of_lines(code: CodeLines, rng: random.Random) -> _Spans:
    for row in _shuffled(code.fillable(), rng):
        end = code.lines.end(row)
        cursors = range(_indented(code, row) + 1, end)
        yield rng.choice([at for at in cursors if _is_enough(code, at, end)]), end


def _whole_lines(code: CodeLines, rng: random.Random) -> _Spans:
    imports = code.imports()
    for row in _shuffled([row for row in code.fillable() if row not in imports], rng):
        yield _indented(code, row), code.lines.end(row)


def _blocks(code: CodeLines, rng: random.Random) -> _Spans:
    taken: list[tuple[int, int]] = []
    for start, end in _shuffled(code.bodies(), rng):
        if all(end <= other_start or other_end <= start for other_start, other_end in taken):
            taken.append((start, end))
            yield start, end


def _rests_of_words(code: CodeLines, rng: random.Random) -> _Spans:
    for row in _shuffled(code.fillable(), rng):
        end = code.lines.end(row)
        cursors = [
            at
            for word in code.words[row]
            if word.text.isidentifier() and len(word.text) >= MIN_WORD_CHARACTERS
            for at in range(word.start + MIN_TYPED_CHARACTERS, word.end)
            if _is_enough(code, at, end)
        ]
        if cursors:
            yield rng.choice(cursors), end


_SPANS: dict[Kind, Callable[[CodeLines, random.Random], _Spans]] = {
    Kind.REST_OF_LINE: _rests_of_lines,
    Kind.WHOLE_LINE: _whole_lines,
    Kind.BLOCK: _blocks,
    Kind.MID_WORD: _rests_of_words,
}

_Choice = TypeVar("_Choice")


def _shuffled(choices: list[_Choice], rng: random.Random) -> list[_Choice]:
    rng.shuffle(choices)
    return choices


def _indented(code: CodeLines, row: int) -> int:
    """Return where the code of a line begins."""
    text = code.lines.line_text(row)
    return code.lines.start(row) + len(text) - len(text.lstrip())


def _is_enough(code: CodeLines, start: int, end: int) -> bool:
    return solid(code.tree.text[start:end]) >= MIN_REST_CHARACTERS


def _slot(source: SourceFile, lines: LineIndex, first: int, count: int) -> TypingSlot:
    text = lines.line_text(first)
    start = lines.start(first) + len(text) - len(text.lstrip())
    end = lines.end(first + count - 1)
    return TypingSlot(source.path, source.text[:start], source.text[start:end], source.text[end:])
