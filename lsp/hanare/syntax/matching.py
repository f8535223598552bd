"""Queries: the patterns in `queries/`, compiled and matched against trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from tree_sitter import Node, Query, QueryCursor

from hanare.syntax.grammars import Grammar

_HEADING = re.compile(r"^; (Definitions|Imports|References|Blocks)\b.*$", re.MULTILINE)


class Part(StrEnum):
    """A section of a query file; its value begins the names of its main captures."""

    DEFINITIONS = "definition"
    IMPORTS = "import"
    REFERENCES = "reference"
    BLOCKS = "block"


@dataclass(frozen=True, slots=True)
class Match:
    """One match of one pattern."""

    pattern: int
    """Its number; patterns that stand earlier in their file have lower ones."""
    kind: str
    """What follows the part's name in the capture: `class` of `@definition.class`."""
    node: Node
    """What that capture holds."""
    captures: dict[str, list[Node]]

    def first(self, capture: str) -> Node | None:
        """Return the first node of `capture`, if there is one."""
        nodes = self.captures.get(capture)
        return nodes[0] if nodes else None


@cache
def query_of(grammar: Grammar, part: Part) -> Query | None:
    """Return the patterns of `part` from the grammar's query file, compiled on first use.

    Compiling takes 1 to 100 ms, even of nothing, so it is done only for what is asked for and
    has patterns; None where there are none.
    """
    patterns = section(grammar, part)
    return Query(grammar.language, patterns) if patterns.strip() else None


def section(grammar: Grammar, part: Part) -> str:
    """Return what the grammar's query file has under the heading of `part`; empty without one."""
    source = (files(__package__) / "queries" / f"{grammar.queries}.scm").read_text("utf-8")
    sections = _HEADING.split(source)
    # Text before the first heading, then pairs of a heading and its section.
    by_heading = dict(zip(sections[1::2], sections[2::2], strict=True))
    return by_heading.get(part.name.capitalize(), "")


def matches(grammar: Grammar, root: Node, part: Part, start: int, end: int) -> Iterator[Match]:
    """Yield the matches of the patterns of `part` that overlap `text[start:end]`."""
    query = query_of(grammar, part)
    if query is None:
        return
    cursor = QueryCursor(query)
    cursor.set_byte_range(start, end)
    for pattern, captures in cursor.matches(root):
        for name, nodes in captures.items():
            prefix, _, kind = name.partition(".")
            if prefix == part:
                yield Match(pattern, kind, nodes[0], captures)
