"""Naming something of a module in a Python text, with an import if that is missing."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import pairwise

from hanare.analysis.finding import Replacement
from hanare.analysis.fixes.code import Code, Site, inserted, replaced
from hanare.analysis.fixes.imported import IMPORTS
from hanare.syntax.elements import Element

_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t\f]*(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Reference:
    """How to write a name of a module in a text, once the edits are made."""

    text: str
    edits: tuple[Replacement, ...] = ()


def reference(code: Code, module: str, member: str, at: int) -> Reference | None:
    """Return how to write `module.member` at an offset.

    None if the name that would have to be imported is in use for something else, or is imported
    only further down.
    """
    existing = code.imports.get(module, ())
    if any(each.statement.start > at for each in existing):
        return None
    seen = [each for each in existing if code.names.is_imported(each.local, at)]
    for each in seen:
        if each.member == member:
            return Reference(each.local)
    for each in seen:
        if not each.member:
            named = each.local if each.part.field("alias") is not None else module
            return Reference(f"{named}.{member}")
    if len(seen) < len(existing):  # something else has the name here
        return None
    if existing:
        if not _is_free(code, member):
            return None
        last = existing[-1].statement.fields("name")[-1]
        return Reference(member, (inserted(last.end, f", {member}"),))
    edit = _new_import(code, module, at) if _is_free(code, module) else None
    return Reference(f"{module}.{member}", (edit,)) if edit is not None else None


def renamed(site: Site, function: Element, member: str) -> Reference | None:
    """Return how to write a function so that it is another member of the same module."""
    owner, name = function.field("object"), function.field("attribute")
    if owner is not None and name is not None:
        return Reference(f"{owner.text}.{member}", (replaced(name, member),))
    module = site.name(function).rpartition(".")[0]
    if function.kind != "identifier" or not module:
        return None
    return referred(site, function, f"{module}.{member}")


def referred(site: Site, element: Element, dotted: str) -> Reference | None:
    """Return how to write something else in the place of an element, and do so."""
    module, _, member = dotted.rpartition(".")
    found = reference(site.code, module, member, element.start)
    if found is None:
        return None
    return Reference(found.text, (*found.edits, replaced(element, found.text)))


def _is_free(code: Code, name: str) -> bool:
    """Tell whether a name stands for nothing in the text; what follows a dot is no matter."""
    found = code.occurrences(name)
    return found is not None and all(_is_attribute(each) for each in found)


def _is_attribute(name: Element) -> bool:
    parent = name.parent
    if parent is None:
        return False
    role = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.kind)
    return role is not None and parent.field(role) == name


def _new_import(code: Code, module: str, at: int) -> Replacement | None:
    """Return the import among those that open the text, in alphabetical order if they are."""
    statements = [each for each in code.statements if each.kind != "comment"]
    written = f"import {module}{code.newline}"
    header = 0
    while header < len(statements) and _is_header(statements[header], header):
        header += 1
    if header == len(statements):
        return None
    group = _first_group(code, statements[header:])
    if any(_line_start(code, each) != each.start for each in (statements[header], *group)):
        return None  # several in a line
    if not group:
        edit = inserted(_above(code, statements[header]), written + code.newline)
    elif not _is_standard(group[0]):
        edit = inserted(_line_start(code, group[0]), written + code.newline)
    else:
        later = (each for each in group if _comes_after(each, module))
        follower = next(later, None)
        place = _line_start(code, follower) if follower is not None else _below(code, group[-1])
        edit = inserted(place, written)
    return edit if edit.span.start <= at else None


def _is_header(statement: Element, number: int) -> bool:
    if statement.kind == "future_import_statement":
        return True
    only = statement.children
    return (
        number == 0
        and statement.kind == "expression_statement"
        and (len(only) == 1 and only[0].kind in ("string", "concatenated_string"))
    )


def _first_group(code: Code, statements: list[Element]) -> list[Element]:
    """Return the imports that the statements begin with, up to the first blank line."""
    if statements[0].kind not in IMPORTS:
        return []
    group = statements[:1]
    for one, other in pairwise(statements):
        between = code.source.text[one.end : other.start]
        if other.kind not in IMPORTS or _BLANK_LINE.search(between):
            break
        group.append(other)
    return group


def _module_of(statement: Element) -> str:
    origin = statement.field("module_name") or statement.field("name")
    named = origin.field("name") or origin if origin is not None else None
    return named.text if named is not None else ""


def _is_standard(statement: Element) -> bool:
    return _module_of(statement).split(".")[0] in sys.stdlib_module_names


def _comes_after(statement: Element, module: str) -> bool:
    return statement.kind != "import_statement" or _module_of(statement) > module


def _line_start(code: Code, element: Element) -> int:
    start = code.source.lines.starts[code.source.lines.line_of(element.start)]
    return start + code.source.text.startswith("\ufeff", start)


def _below(code: Code, element: Element) -> int:
    starts, line = code.source.lines.starts, code.source.lines.line_of(element.end)
    # The last line of a text may have no end: then above it, where there is one.
    return starts[line + 1] if line + 1 < len(starts) else _line_start(code, element)


def _above(code: Code, statement: Element) -> int:
    """Return where the first statement begins, with the comments right above it.

    Comments at the top of the text belong to the text: a licence, an encoding.
    """
    place = _line_start(code, statement)
    comments = [each for each in code.statements if each.kind == "comment" and each.end < place]
    for comment in reversed(comments):
        start = _line_start(code, comment)
        between = code.source.text[comment.end : place]
        if comment.start != start or between.strip() or _BLANK_LINE.search(between):
            break
        if comment == comments[0] and not code.source.text[:start].strip("\ufeff \t\r\n"):
            return _line_start(code, statement)
        place = start
    return place
