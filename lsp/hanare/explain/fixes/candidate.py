"""From code that is to take the place of a region to a whole text, and to the edits between."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from hanare.analysis.finding import Replacement, Span
from hanare.analysis.source import Source
from hanare.explain.fixes.imports import missing_imports
from hanare.explain.fixes.region import Region
from hanare.syntax.outline import references
from hanare.syntax.tree import Place, SyntaxTree

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text with a region written anew."""

    tree: SyntaxTree
    region: Region
    """Where the region is in it."""
    imports: tuple[Replacement, ...]
    """Edits of the old text, above the region."""


def candidate(source: Source, region: Region, code: str) -> Candidate | None:
    """Return the text with `code` in the place of a region, and with the imports that it needs.

    None if it uses names that nothing defines, nor an import that may be added.
    """
    text, below = source.text, source.text[region.end :]
    line_end = _LINE_END.search(text)
    if line_end is not None:  # a model writes but one kind
        code = _LINE_END.sub(line_end[0], code)
    above = text[: region.start]
    written = Region(region.start, region.start + len(code))
    tree = _parsed(above + code + below, source)
    if source.language != "python":
        known = _defined(tree, source, written)
        return Candidate(tree, written, ()) if known else None
    imports = missing_imports(source, region, tree, written)
    if imports is None:
        return None
    if imports:
        above = applied(above, imports)
        written = Region(len(above), len(above) + len(code))
        tree = _parsed(above + code + below, source)
    return Candidate(tree, written, imports)


_GLOBALS = frozenset((
    "Array", "Boolean", "Error", "JSON", "Map", "Math", "Number", "Object", "Promise", "Set",
    "String", "URL", "URLSearchParams", "crypto", "decodeURIComponent", "document",
    "encodeURIComponent", "isNaN", "parseFloat", "parseInt", "undefined", "window",
))  # fmt: skip
"""Names that programs in JavaScript have without defining them."""


def _defined(tree: SyntaxTree, source: Source, new: Region) -> bool:
    """Whether new code uses only names that the text has had, or that the code itself defines.

    What stands there more often than it is used is a definition.
    """
    used = Counter(each.name for each in references(tree, new.start, new.end) if not each.qualifier)
    tokens = tree.tokens(new.start, new.end)
    written = Counter(each.text for each in tokens if each.place is Place.CODE)
    return all(
        name in source.words or name in _GLOBALS or written[name] > count
        for name, count in used.items()
    )


def edits_of(source: Source, region: Region, made: Candidate) -> tuple[Replacement, ...]:
    """Return the edits that make a candidate of the old text, in order: the lines that differ."""
    old = _LINE.findall(source.text[region.start : region.end])
    new = _LINE.findall(made.tree.text[made.region.start : made.region.end])
    starts = [region.start]
    for line in old:
        starts.append(starts[-1] + len(line))
    changed = (
        Replacement(Span(starts[first], starts[last]), "".join(new[new_first:new_last]))
        for tag, first, last, new_first, new_last in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes()
        if tag != "equal"
    )
    imports = sorted(made.imports, key=lambda each: each.span.start)
    return (*imports, *changed)


def applied(text: str, edits: tuple[Replacement, ...]) -> str:
    """Return a text with edits made, which are in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for each in edits:
        parts += (text[at : each.span.start], each.new)
        at = each.span.end
    return "".join((*parts, text[at:]))


def _parsed(text: str, source: Source) -> SyntaxTree:
    tree = SyntaxTree.parse(text, source.language, source.tree)
    assert tree is not None  # noqa: S101 - a region exists only in what can be parsed
    return tree
