"""The piece of a text that a fix may change: the definition or statement around a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from hanare.analysis.finding import Span
from hanare.syntax.elements import Element, around
from hanare.syntax.tree import SyntaxTree
from hanare.text.lines import line_starts

MOST_LINES = 80
"""Of a region. A small model loses its way in more, and a person would not read it."""
_MOST_CHARACTERS = 8_000
"""Of a region: lines may be of any length."""

_DECORATED = "decorated_definition"
_FUNCTIONS = frozenset((
    "function_definition", "function_declaration", "generator_function_declaration",
    "method_definition", "method_declaration",
    "constructor_declaration", "local_function_statement", "function_item", "method",
    "singleton_method",
))  # fmt: skip
BODIES = frozenset((
    "module", "program", "source_file", "translation_unit", "compilation_unit", "chunk", "block",
    "statement_block", "compound_statement", "body_statement", "class_body", "declaration_list",
    "function_body", "statements", "do_group", "statement_list", "block_mapping", "document",
))  # fmt: skip
"""What consists of statements."""
_INK = re.compile(r"\S")
_BLANK = " \t\r\n\f"


@dataclass(frozen=True, slots=True)
class Region:
    """Whole lines of a text, `text[start:end]`, the break of the last one excluded."""

    start: int
    end: int


def region_of(tree: SyntaxTree, span: Span) -> Region | None:
    """Return the smallest function around a span, or else the statement it is in.

    None if that is too long, or if there is nothing of that kind.
    """
    path = around(tree, span.start, span.end)
    functions = [number for number, each in enumerate(path) if each.kind in _FUNCTIONS]
    if functions:
        number = functions[-1]
        decorated = number > 0 and path[number - 1].kind == _DECORATED
        whole = _lines_of(tree, path[number - 1] if decorated else path[number])
        if whole is not None:
            return whole
    # A function that is too long is not rewritten as a whole, but its statements may be.
    for outer, inner in reversed(list(pairwise(path))):
        if outer.kind in BODIES and inner.kind not in BODIES:
            return _lines_of(tree, inner)
    return None


def _lines_of(tree: SyntaxTree, element: Element) -> Region | None:
    text = tree.text
    end = element.end
    while end > element.start and text[end - 1] in _BLANK:  # some grammars' hold their line break
        end -= 1
    start = max(text.rfind("\n", 0, element.start), text.rfind("\r", 0, element.start)) + 1
    ends = [at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0]
    region = Region(start, min(ends, default=len(text)))
    if region.end - region.start > _MOST_CHARACTERS:
        return None
    return region if len(line_starts(text[region.start : region.end])) <= MOST_LINES else None


def definition_in(tree: SyntaxTree, region: Region) -> Element | None:
    """Return the definition that a region consists of; None if it is not exactly one."""
    start, end = ink(tree.text, region)
    for element in around(tree, start, end):
        exactly = element.start == start and element.end >= end
        is_one = element.kind == _DECORATED or element.kind in _FUNCTIONS
        if exactly and is_one and not tree.text[end : element.end].strip():
            return element
    return None


def ink(text: str, region: Region) -> tuple[int, int]:
    """Return where the first character of a region that is not blank is, and the last one ends."""
    found = _INK.search(text, region.start, region.end)
    start = found.start() if found else region.end
    return start, max(start, len(text[: region.end].rstrip()))


def body_of(definition: Element) -> Element | None:
    """Return the body of a definition, with or without decorators."""
    return (definition.field("definition") or definition).field("body")
