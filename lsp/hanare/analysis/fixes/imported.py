"""What the module's own scope of a Python text imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hanare.syntax.elements import Element

IMPORTS = ("import_statement", "import_from_statement")
"""Kinds of statements that import, but for those from `__future__`."""


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a statement imports."""

    statement: Element
    part: Element
    """What of the statement: `a.b as c` or `a.b`."""
    module: str
    member: str
    """What is imported from the module; empty for the module itself."""
    local: str
    """The name that it is bound to: of `import a.b` that is `a`."""


def imports_among(statements: Iterable[Element]) -> Iterator[Import]:
    """Yield what some of the statements import, in order."""
    for statement in statements:
        if statement.kind in IMPORTS and not statement.has_error:
            yield from _parts(statement)


def _parts(statement: Element) -> Iterator[Import]:
    origin = statement.field("module_name")
    for part in statement.fields("name"):
        named, alias = part.field("name") or part, part.field("alias")
        local = alias.text if alias is not None else named.text
        if origin is not None:
            yield Import(statement, part, origin.text, named.text, local)
        else:
            bound = local if alias is not None else local.split(".")[0]
            yield Import(statement, part, named.text, "", bound)
