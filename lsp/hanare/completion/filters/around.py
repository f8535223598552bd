"""What a rule may look at: the text around the cursor and its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from hanare.completion.extent import Extent, indentation
from hanare.completion.filters.lines import blank_of
from hanare.completion.trees import Variants
from hanare.syntax.endings import endings
from hanare.syntax.tree import Place, SyntaxTree, Token
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

_LINES_LOOKED_AT = 40
"""On either side of the cursor: more than a suggestion can repeat."""
_BY_INDENTATION = frozenset(("python", "yaml"))


@dataclass(frozen=True)
class Around:
    """The surroundings of one cursor. What costs time is found when it is first asked for.

    A suggestion is inserted at `offset`; nothing of the document is replaced.
    """

    document: DocumentSnapshot
    offset: int
    extent: Extent
    tree: SyntaxTree | None = None
    """Of the document as it is; None where there is no grammar."""
    invoked: bool = False
    """Whether a person asked, not the typing."""
    variants: Variants = field(default_factory=Variants, repr=False, compare=False)
    """Where trees of the document with a suggestion are kept."""

    @property
    def language(self) -> str:
        """LSP language id."""
        return self.document.language

    @cached_property
    def line_before(self) -> str:
        """The cursor's line up to the cursor."""
        lines = self.document.lines
        return self.document.text[lines.start(lines.line_of(self.offset)) : self.offset]

    @cached_property
    def line_after(self) -> str:
        """The cursor's line from the cursor on, without its line break."""
        lines = self.document.lines
        return self.document.text[self.offset : lines.end(lines.line_of(self.offset))]

    @cached_property
    def above(self) -> tuple[str, ...]:
        """The lines above the cursor's that have text, nearest first."""
        line = self.document.lines.line_of(self.offset)
        return self._with_text(range(line - 1, max(line - 1 - _LINES_LOOKED_AT, -1), -1))

    @cached_property
    def below(self) -> tuple[str, ...]:
        """The lines below the cursor's that have text, nearest first."""
        lines = self.document.lines
        line = lines.line_of(self.offset)
        return self._with_text(range(line + 1, min(line + 1 + _LINES_LOOKED_AT, len(lines))))

    @cached_property
    def header(self) -> str:
        """The line that opened the block which the suggestion fills; empty without one."""
        if not self.extent.block:
            return ""
        if self.line_before.strip():
            return self.line_before
        return next((line for line in self.above if indentation(line) < self.extent.indent), "")

    @cached_property
    def place(self) -> Place:
        """What the suggestion becomes part of; code where there is no grammar."""
        return self.tree.place(self.offset) if self.tree else Place.CODE

    def problems_with(self, text: str) -> int:
        """Return the syntax errors of the document with `text` at the cursor."""
        tree = self.tree_with(text)
        return tree.problems() if tree else 0

    def tree_with(self, text: str) -> SyntaxTree | None:
        """Return the tree with `text` at the cursor, of the code that is judged; see `_judged`."""
        if self._judged is None or not text:
            return self._judged
        return self.variants.of(self._judged, Edit(self.offset, self.offset, text))

    @cached_property
    def _judged(self) -> SyntaxTree | None:
        """The tree of the document; where that is broken, of no more than the cursor's line.

        While code above other code is rewritten, what is below may belong to nothing: an `except`
        without its `try`. Where blocks are made by indentation a parser then finds errors
        anywhere, however right the suggestion is; brackets hold the others together.
        """
        tree = self.tree
        if tree is None or self.language not in _BY_INDENTATION or not tree.problems():
            return tree
        for ending in endings(self.language, indent=blank_of(self.line_before)):
            at_cursor = Edit(self.offset, self.offset, ending)
            if not self.variants.of(tree, at_cursor).problems():
                return tree  # only what is half typed is wrong
        return self.variants.of(tree, Edit(self.offset + len(self.line_after), len(tree.text), ""))

    def tokens_of(self, text: str) -> list[Token]:
        """Return the tokens that overlap `text` once it is at the cursor."""
        tree = self.tree_with(text)
        return tree.tokens(self.offset, self.offset + len(text)) if tree else []

    def cut(self, text: str, at: int) -> str:
        """Return `text[:at]`, without the white space at its end unless something follows it."""
        return text[:at] if self.line_after.strip() else text[:at].rstrip()

    def _with_text(self, indices: range) -> tuple[str, ...]:
        lines: Iterator[str] = map(self.document.lines.line_text, indices)
        return tuple(line for line in lines if line.strip())
