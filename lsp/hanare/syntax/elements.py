"""Nodes of a syntax tree as the packages above see them; tree-sitter's own stay in here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tree_sitter import Node, Query, QueryCursor, QueryError

from hanare.syntax.grammars import grammar_of

if TYPE_CHECKING:
    from hanare.syntax.tree import SyntaxTree


_MOST_WAITING = 1_024
"""Matches at once: at each node all that are begun are looked at, so that a chain of as many calls
as fit into a file would take minutes."""


class PatternError(ValueError):
    """A pattern is no query of its language."""


class Element:
    """One node of a tree. Equal elements are the same node of the same text.

    Offsets are code points of the tree's text. Made on demand: keep few of them.
    """

    __slots__ = ("_node", "_tree")

    def __init__(self, tree: SyntaxTree, node: Node) -> None:
        self._tree = tree
        self._node = node

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Element)
            and self._node == other._node
            and self._tree.text == other._tree.text
        )

    def __hash__(self) -> int:
        return hash(self._node)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.start}:{self.end}>"

    @property
    def kind(self) -> str:
        """The grammar's name for it, e.g. `call`; of punctuation and keywords their text."""
        return self._node.type

    @property
    def language(self) -> str:
        """LSP language id of its text."""
        return self._tree.language

    @property
    def start(self) -> int:
        """Where it begins."""
        return self._node.start_byte

    @property
    def end(self) -> int:
        """Where it ends."""
        return self._node.end_byte

    @property
    def text(self) -> str:
        """Its text."""
        return self._tree.text[self._node.start_byte : self._node.end_byte]

    @property
    def is_named(self) -> bool:
        """Whether it is more than punctuation or a keyword."""
        return self._node.is_named

    @property
    def has_error(self) -> bool:
        """Whether it is, or holds, what could not be parsed."""
        return self._node.has_error

    @property
    def parent(self) -> Element | None:
        """The node that holds it. Found from the root down: `around` is for whole ways up."""
        return self._of(self._node.parent)

    @property
    def children(self) -> list[Element]:
        """Its named children, comments included."""
        return [Element(self._tree, child) for child in self._node.named_children]

    @property
    def tokens(self) -> list[Element]:
        """All its children, punctuation and keywords included."""
        return [Element(self._tree, child) for child in self._node.children]

    def field(self, name: str) -> Element | None:
        """Return the first child in a field of the grammar, e.g. `function` of a call."""
        return self._of(self._node.child_by_field_name(name))

    def fields(self, name: str) -> list[Element]:
        """Return all children in a field of the grammar."""
        return [Element(self._tree, child) for child in self._node.children_by_field_name(name)]

    def ancestors(self) -> Iterator[Element]:
        """Yield what holds it, innermost first."""
        for element in reversed(around(self._tree, self.start, self.end)):
            if element.start <= self.start and element.end >= self.end and element != self:
                yield element

    def walk(self) -> Iterator[Element]:
        """Yield it and all named nodes in it, in order of appearance.

        Without recursion: hostile code nests thousands deep.
        """
        pending = [self._node]
        while pending:
            node = pending.pop()
            yield Element(self._tree, node)
            pending.extend(reversed(node.named_children))

    def _of(self, node: Node | None) -> Element | None:
        return Element(self._tree, node) if node is not None else None


@dataclass(frozen=True)
class Pattern:
    """A tree-sitter query for one language, compiled on first use.

    Its predicates (`#eq?`, `#match?`, `#any-of?`) see ASCII only: other characters stand for
    themselves as some letter or blank (see `hanare.syntax.shadow`).
    """

    language: str
    """LSP language id."""
    source: str

    @cached_property
    def _query(self) -> Query:
        return _compiled(self.language, self.source)

    def check(self) -> None:
        """Compile.

        Raises:
            PatternError: it is no query of its language, or there is no grammar for that.
        """
        _ = self._query

    def search(
        self, tree: SyntaxTree, start: int = 0, end: int | None = None
    ) -> Iterator[Mapping[str, list[Element]]]:
        """Yield the captures of every match that overlaps `text[start:end]`.

        Where more than a thousand begin in one another and wait for their ends, outer ones are
        left out.
        """
        cursor = QueryCursor(self._query, match_limit=_MOST_WAITING)
        cursor.set_byte_range(start, len(tree.text) if end is None else end)
        for _, captures in cursor.matches(tree.root):
            yield {
                name: [Element(tree, node) for node in nodes] for name, nodes in captures.items()
            }


@lru_cache(maxsize=1024)
def _compiled(language: str, source: str) -> Query:
    grammar = grammar_of(language)
    if grammar is None:
        raise PatternError(f"there is no grammar for {language}")
    try:
        return Query(grammar.language, source)
    except QueryError as error:
        raise PatternError(str(error)) from error


def whole(tree: SyntaxTree) -> Element:
    """Return the element that holds all of a tree's text."""
    return Element(tree, tree.root)


def smallest(tree: SyntaxTree, start: int, end: int) -> Element:
    """Return the smallest named element that holds `text[start:end]`."""
    node = tree.root.named_descendant_for_byte_range(start, end)
    return Element(tree, node if node is not None else tree.root)


def around(tree: SyntaxTree, start: int, end: int) -> list[Element]:
    """Return all elements that hold `text[start:end]`, outermost first.

    One walk down. Asking each for its parent would walk down anew every time, which takes minutes
    where a sum has ten thousand terms.
    """
    found: list[Element] = []
    cursor = tree.root.walk()
    while (node := cursor.node) is not None and node.start_byte <= start and end <= node.end_byte:
        found.append(Element(tree, node))
        if cursor.goto_first_child_for_byte(start) is None:
            break
    return found
