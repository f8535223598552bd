"""The syntax tree of a text: parsed, reparsed after edits, and asked about places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from tree_sitter import Node, Parser, Tree, TreeCursor

from hanare.syntax.grammars import Grammar, grammar_of
from hanare.syntax.kinds import COMMENTS, CONTENTS, INTERPOLATIONS, STRINGS, is_closed, is_docstring
from hanare.syntax.matching import Match, Part, matches
from hanare.syntax.shadow import reshadowed, shadow
from hanare.text.edits import Edit

LARGEST = 1_000_000
"""Texts of more characters are not parsed."""

# Parsing holds the GIL, except while it asks for the next piece: 480 KB at once would stop the
# event loop for 80 ms.
_PIECE_BYTES = 2048

_BLOCK_COMMENTS = ("/*", "<!--", "--[", "=begin")
_QUOTE = re.compile("[A-Za-z@$]{0,3}(?:\"\"\"|'''|[\"'`])")
_PARTNERS = {")": "(", "]": "[", "}": "{"}


class Place(StrEnum):
    """What a character is part of."""

    CODE = "code"
    COMMENT = "comment"
    STRING = "string"
    DOCSTRING = "docstring"


@dataclass(frozen=True, slots=True)
class Token:
    """A leaf of the tree; comments are one token, strings too unless code is embedded in them."""

    start: int
    end: int
    text: str
    place: Place
    matched: bool
    """False for a bracket or a string whose partner, or whose end, the tree does not have."""


@dataclass(frozen=True, slots=True)
class Block:
    """A construct with a body."""

    kind: str
    """function, class, if, loop, try, with, match or other"""
    start: int
    end: int
    """The whole construct."""
    body_start: int
    body_end: int
    """The body without its braces, from the start of a line if it begins there; equal if empty."""


@dataclass(frozen=True, slots=True, eq=False)
class SyntaxTree:
    """The parse of one text. Immutable: several threads may use it, the GIL lets one at a time."""

    text: str = field(repr=False)
    language: str
    grammar: Grammar = field(repr=False)
    _shadow: bytes = field(repr=False)
    _tree: Tree = field(repr=False)

    @classmethod
    def parse(
        cls, text: str, language: str, previous: SyntaxTree | None = None
    ) -> SyntaxTree | None:
        """Parse `text`; return None without a grammar for `language` or beyond `LARGEST`.

        With a `previous` tree of the same language only what differs is parsed.
        """
        grammar = grammar_of(language)
        if grammar is None or len(text) > LARGEST:
            return None
        if previous is not None and previous.language == language:
            return previous.with_text(text)
        whole = shadow(text, 0, len(text))
        return cls(text, language, grammar, whole, _parse(grammar, whole, None))

    def edited(self, edit: Edit) -> SyntaxTree:
        """Return the tree of the text after `edit`; this one stays as it is."""
        return self.with_text(edit.apply(self.text))

    def with_text(self, text: str) -> SyntaxTree:
        """Return the tree of another text, of which only what differs is parsed."""
        start, after, whole = reshadowed(self.text, self._shadow, text)
        old_end, new_end = len(self.text) - after, len(text) - after
        tree = self._tree.copy()
        tree.edit(
            start,
            old_end,
            new_end,
            _row_and_column(whole, start),
            _row_and_column(self._shadow, old_end),
            _row_and_column(whole, new_end),
        )
        tree = _parse(self.grammar, whole, tree)
        return SyntaxTree(text, self.language, self.grammar, whole, tree)

    @property
    def root(self) -> Node:
        """The node of the whole text; for the modules of this package only."""
        return self._tree.root_node

    def problems(self, start: int = 0, end: int | None = None) -> int:
        """Return how many errors and missing tokens touch `text[start:end]`."""
        end = len(self.text) if end is None else end
        count = 0
        cursor = self._tree.walk()
        while True:
            node = _node(cursor)
            if node.has_error and _touches(node, start, end):
                count += node.is_error or node.is_missing
                if cursor.goto_first_child():
                    continue
            # Siblings are in order: beyond the end there is nothing to find.
            while node.start_byte > end or not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return count
                node = _node(cursor)

    def place(self, offset: int) -> Place:
        """Tell what a character typed at `offset` would be part of."""
        return self._place_in_tree(offset) or self._place_in_broken_line(offset) or Place.CODE

    def _place_in_tree(self, offset: int) -> Place | None:
        path = self._path(offset - 1)
        for depth in reversed(range(len(path))):
            node = path[depth]
            inside = offset < node.end_byte
            if node.type in COMMENTS and (inside or self._goes_on(node)):
                return Place.COMMENT
            if inside and node.type in INTERPOLATIONS:
                return Place.CODE
            if self._is_string(node) and (inside or not is_closed(node)):
                return Place.DOCSTRING if is_docstring(path[: depth + 1]) else Place.STRING
        return None

    def _place_in_broken_line(self, offset: int) -> Place | None:
        start = self._shadow.rfind(b"\n", 0, offset) + 1
        if not self.problems(start, offset):
            return None
        for node in self._path(start):
            if node.start_byte < start and (self._is_string(node) or node.type in COMMENTS):
                start = node.end_byte
        matched = list(self.grammar.lexis.finditer(self.text, start, max(start, offset)))
        if not matched:
            return None
        last = matched[-1]
        found = last.groupdict()
        if found.get("comment") is not None or found.get("block") is not None:
            return Place.COMMENT
        if found["string"] is None:
            return None
        before = self.text[: last.start()].rstrip()
        documents = (
            self.language == "python"
            and len(found["quote"]) == 3
            and (not before or before.endswith(":"))
        )
        return Place.DOCSTRING if documents else Place.STRING

    def _path(self, at: int) -> list[Node]:
        """Return the nodes that hold the character `at`, outermost first."""
        path: list[Node] = []
        cursor = self._tree.walk()
        node = _node(cursor)
        while node.start_byte <= at < node.end_byte:
            path.append(node)
            if cursor.goto_first_child_for_byte(at) is None:
                break
            node = _node(cursor)
        return path

    def _goes_on(self, comment: Node) -> bool:
        """Tell whether what is typed at the end of a comment belongs to it."""
        text = self.text[comment.start_byte : comment.end_byte]
        # Rust's documentation comments hold their line break.
        return not text.startswith(_BLOCK_COMMENTS) and not text.endswith(("\n", "\r"))

    def _is_string(self, node: Node) -> bool:
        # SQL calls all literals so, numbers too.
        return (
            node.type in STRINGS
            or node.type in CONTENTS
            or (node.type == "literal" and self.text.startswith(("'", '"'), node.start_byte))
        )

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return the tokens that overlap `text[start:end]`, in order."""
        found: list[Token] = []
        cursor = self._tree.walk()
        path: list[Node] = []
        partners: dict[int, set[int]] = {}
        while True:
            node = _node(cursor)
            if node.start_byte < end and node.end_byte > start:
                if not self._is_token(node) and cursor.goto_first_child_for_byte(start) is not None:
                    path.append(node)
                    continue
                token = self._token(node, path, partners)
                if token is not None:
                    found.append(token)
            while node.start_byte >= end or not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return found
                node = path.pop()

    def _is_token(self, node: Node) -> bool:
        if node.type in COMMENTS:
            return True
        return self._is_string(node) and not any(
            child.type in INTERPOLATIONS for child in node.named_children
        )

    def _token(self, node: Node, path: list[Node], partners: dict[int, set[int]]) -> Token | None:
        start, end = node.byte_range
        text = self.text[start:end]
        if (node.child_count and not self._is_token(node)) or not text or text.isspace():
            return None
        parent = path[-1] if path else node
        place, matched = Place.CODE, True
        if node.type in COMMENTS:
            place = Place.COMMENT
        elif self._is_string(node) or self._is_string(parent):
            place = Place.DOCSTRING if is_docstring([*path, node]) else Place.STRING
            matched = is_closed(parent if self._is_string(parent) else node)
        elif parent.is_error and _QUOTE.fullmatch(text):
            place, matched = Place.STRING, False
        elif parent.has_error and not node.is_named and (_opens(text) or _closes(text)):
            if parent.id not in partners:
                partners[parent.id] = self._matched_brackets(parent)
            matched = start in partners[parent.id]
        return Token(start, end, text, place, matched)

    def _matched_brackets(self, parent: Node) -> set[int]:
        """Return where those brackets begin, among the children of a node, that form pairs."""
        matched: set[int] = set()
        waiting: list[tuple[str, int]] = []
        for child in parent.children:
            if child.is_named or child.is_missing:
                continue
            text = self.text[child.start_byte : child.end_byte]
            if closer := _closes(text):
                while waiting:
                    opener, at = waiting.pop()
                    if opener == _PARTNERS[closer]:
                        matched |= {at, child.start_byte}
                        break
            elif opener := _opens(text):
                waiting.append((opener, child.start_byte))
        return matched

    def blocks(self, offset: int) -> list[Block]:
        """Return the constructs with a body around `offset`, innermost first."""
        around: dict[tuple[str, int, int, int], Block] = {}
        for match in matches(self.grammar, self.root, Part.BLOCKS, max(offset - 1, 0), offset + 1):
            block = self._block(match)
            if block.start <= offset <= block.end:
                # Patterns may differ in what they leave out before a body: the most counts.
                key = block.kind, block.start, block.end, block.body_end
                known = around.get(key, block)
                around[key] = max(known, block, key=lambda each: each.body_start)
        # `if` with `else` is two blocks of one construct: first the one that holds the offset.
        return sorted(
            around.values(),
            key=lambda each: (
                -each.start,
                each.end,
                not each.body_start <= offset <= each.body_end,
            ),
        )

    def _block(self, match: Match) -> Block:
        start, end = match.node.byte_range
        opening, closing, body = (match.first(name) for name in ("open", "close", "body"))
        if opening is not None:
            body_start = opening.end_byte
            body_end = end if closing is None else closing.start_byte
        elif body is None:
            # An empty one has no node. What closes the construct is its last token, mostly `end`.
            body_start = body_end = match.node.child(match.node.child_count - 1).start_byte
        else:
            body_start, body_end = body.byte_range
            if body.child_count and body.child(0).type in ("{", "[", "("):
                return Block(
                    match.kind, start, end, body_start + 1, max(body_start + 1, body_end - 1)
                )
        lines = self._shadow[body_start:body_end]
        body_start += len(lines) - len(lines.lstrip())
        line = self._shadow.rfind(b"\n", 0, body_start) + 1
        if body_start < body_end and not self._shadow[line:body_start].strip():
            body_start = line
        return Block(match.kind, start, end, body_start, body_end)


def _parse(grammar: Grammar, whole: bytes, previous: Tree | None) -> Tree:
    def piece(offset: int, _position: object) -> bytes:
        return whole[offset : offset + _PIECE_BYTES]

    parser = Parser(grammar.language)
    return parser.parse(piece) if previous is None else parser.parse(piece, previous)


def _row_and_column(whole: bytes, offset: int) -> tuple[int, int]:
    return whole.count(b"\n", 0, offset), offset - (whole.rfind(b"\n", 0, offset) + 1)


def _node(cursor: TreeCursor) -> Node:
    node = cursor.node
    assert node is not None  # noqa: S101 (a cursor always stands on a node)
    return node


def _touches(node: Node, start: int, end: int) -> bool:
    if node.start_byte == node.end_byte:  # a missing token has no width
        return start <= node.start_byte <= end
    return node.start_byte < end and node.end_byte > start


def _opens(text: str) -> str:
    """Return the bracket that a punctuation token opens: `(`, `${`, `#[`."""
    return text[-1] if text[-1] in "([{" else ""


def _closes(text: str) -> str:
    return text[0] if text[0] in ")]}" else ""
