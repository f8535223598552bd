"""Which lines of a file are code that a model can be asked for, in any language of the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hanare.bench.corpus import SourceFile
from hanare.syntax.outline import outline
from hanare.syntax.tree import Place, SyntaxTree, Token
from hanare.text.lines import LineIndex

MIN_CODE_CHARACTERS = 8
BODY_LINES = range(2, 13)

_BODIES = ("function", "if", "loop")


@dataclass(frozen=True, slots=True)
class CodeLines:
    """What each line of one file holds; rows count from zero.

    - `words`: names, keywords and numbers outside strings, by row
    - `prose`: rows of comments, trailing ones included, and of documentation strings
    """

    tree: SyntaxTree
    lines: LineIndex
    words: Mapping[int, list[Token]]
    prose: frozenset[int]

    @classmethod
    def read(cls, source: SourceFile) -> CodeLines:
        """Parse `source`.

        Raises:
            ValueError: there is no grammar for its language, or it is too large to be parsed.
        """
        tree = SyntaxTree.parse(source.text, source.language)
        if tree is None:
            raise ValueError(f"{source.path} cannot be parsed")
        lines = LineIndex(source.text)
        tokens = tree.tokens(0, len(source.text))
        words: defaultdict[int, list[Token]] = defaultdict(list)
        for token in _outside_strings(tokens, source.text):
            if token.text[0].isalnum() or token.text[0] == "_":
                words[lines.line_of(token.start)].append(token)
        prose = frozenset(
            row
            for token in tokens
            if token.place in (Place.COMMENT, Place.DOCSTRING)
            for row in range(lines.line_of(token.start), lines.line_of(token.end - 1) + 1)
        )
        return cls(tree, lines, words, prose)

    def fillable(self) -> list[int]:
        """Return the rows whose rest a model can be asked for.

        They have at least 8 characters that are not white space, and a word outside strings;
        no comment, no part of a string over several lines, no blanks at the end.
        """
        return [
            row
            for row in sorted(self.words)
            if row not in self.prose
            and solid(self.lines.line_text(row)) >= MIN_CODE_CHARACTERS
            # Nobody asks for blanks, nor for the backslash that continues a line.
            and not self.lines.line_text(row).endswith(("\\", " ", "\t", "\f"))
            and not self._is_in_string(row)
        ]

    def imports(self) -> set[int]:
        """Return the rows of import statements."""
        return {
            row
            for statement in outline(self.tree).imports
            for row in range(
                self.lines.line_of(statement.start), self.lines.line_of(statement.end - 1) + 1
            )
        }

    def bodies(self) -> list[tuple[int, int]]:
        """Return the bodies of functions, conditions and loops that a model can be asked for.

        A body is given from the first character of its first line to the end of its last one, as
        offsets. It has 2 to 12 lines of its own, and holds neither comments nor any part of a
        string over several lines.
        """
        found = set()
        for row in self.words:
            for block in self.tree.blocks(self.words[row][0].start):
                if block.kind not in _BODIES:
                    continue
                body = self.tree.text[block.body_start : block.body_end]
                start = block.body_start + len(body) - len(body.lstrip())
                end = block.body_start + len(body.rstrip())
                if start < end and self._is_whole_lines(start, end):
                    found.add((start, end))
        return sorted(found)

    def _is_whole_lines(self, start: int, end: int) -> bool:
        first, last = self.lines.line_of(start), self.lines.line_of(end)
        rows = range(first, last + 1)
        return (
            len(rows) in BODY_LINES
            and not self.tree.text[self.lines.start(first) : start].strip()
            and end == self.lines.end(last)
            and self.prose.isdisjoint(rows)
            and not any(self._is_in_string(row) for row in rows)
        )

    def _is_in_string(self, row: int) -> bool:
        """Tell whether a string over several lines touches a row: then a line break is in it."""
        breaks = (self.lines.start(row), self.lines.end(row))
        return any(self.tree.place(at) in (Place.STRING, Place.DOCSTRING) for at in breaks)


def solid(text: str) -> int:
    """Return how many characters of `text` are not white space."""
    return len("".join(text.split()))


def _outside_strings(tokens: Iterable[Token], text: str) -> Iterator[Token]:
    """Yield the tokens of code, without those embedded in strings: `f"{name}"`, `${name}`.

    What is left of a line that is one such string would not tell what a line of code does.
    """
    depth = 0
    string_end = embedded_end = -1
    for token in tokens:
        if token.place is not Place.CODE:
            string_end, embedded_end = token.end, -1
            continue
        opens = token.text.endswith("{")
        if depth:
            depth += opens - token.text.startswith("}")
            embedded_end = token.end
        # White space alone is no token, so it may be all that is between two pieces of code.
        elif opens and (
            token.start == string_end
            or (embedded_end != -1 and not text[embedded_end : token.start].strip())
        ):
            depth = 1
        else:
            embedded_end = -1
            yield token
