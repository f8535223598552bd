"""A text under analysis, with what several engines want to know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from hanare.syntax.tree import SyntaxTree
from hanare.text.lines import LineIndex

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Source:
    """One text. What is worked out of it is worked out once, when it is first asked for."""

    text: str = field(repr=False)
    language: str
    """LSP language id."""
    path: str = ""
    """As a reader names it, with forward slashes; decides only whether it is a test."""
    known_tree: SyntaxTree | None = field(default=None, repr=False)
    """The parse, where there is one already; see `tree`."""

    @cached_property
    def tree(self) -> SyntaxTree | None:
        """The parse of the text; None without a grammar, or if it is too long."""
        return self.known_tree or SyntaxTree.parse(self.text, self.language)

    @cached_property
    def lines(self) -> LineIndex:
        """Where lines begin."""
        return LineIndex(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """All identifiers and words: a rule whose words do not occur cannot match."""
        return frozenset(_WORD.findall(self.text))

    @cached_property
    def words_folded(self) -> frozenset[str]:
        """The words in small letters, for languages where case does not matter."""
        return frozenset(map(str.lower, self.words))
