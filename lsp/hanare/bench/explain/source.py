"""The code of a case, as it is installed: read from its file, never imported."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
import sysconfig
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hanare.bench.explain.cases import ExplainCase, explain_cases

DIGEST_DIGITS = 12

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A case and its code, with decorators, in the file where it stands."""

    case: ExplainCase
    path: Path
    text: str
    """Of the whole file; line ends are `\\n`."""
    first: int
    last: int
    """Lines of the function, from 0; both count."""

    @property
    def code(self) -> str:
        """The function alone, without what it is indented by as a whole."""
        return textwrap.dedent("\n".join(self.text.split("\n")[self.first : self.last + 1]))

    @property
    def digest(self) -> str:
        """The first digits of the SHA-256 of `code`."""
        return hashlib.sha256(self.code.encode()).hexdigest()[:DIGEST_DIGITS]

    @property
    def changed(self) -> bool:
        """Whether it is another version than the facts were read from."""
        return self.digest != self.case.digest

    @property
    def outdated(self) -> tuple[str, ...]:
        """The facts that do not hold of this code."""
        code = _one_line(self.code)
        return tuple(
            fact.what
            for fact in self.case.facts
            if not all(_one_line(each) in code for each in fact.code)
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that cannot be asked here."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What can be asked with the packages that are installed, and what cannot."""

    exhibits: tuple[Exhibit, ...]
    left_out: tuple[LeftOut, ...]


def collect() -> Collection:
    """Find the code of all cases; of another version only if all facts still hold."""
    found = [find(case) for case in explain_cases()]
    return Collection(
        tuple(each for each in found if isinstance(each, Exhibit)),
        tuple(each for each in found if isinstance(each, LeftOut)),
    )


def find(case: ExplainCase) -> Exhibit | LeftOut:
    """Return a case with its code, or why it is left out."""
    path = _module_path(case.module)
    if path is None:
        return LeftOut(case.id, "its module is not installed")
    with tokenize.open(path) as file:
        text = file.read()
    definition = _definition(ast.parse(text), case.qualname)
    if definition is None:
        return LeftOut(case.id, "this version does not define it")
    first = min(each.lineno for each in (definition, *definition.decorator_list))
    exhibit = Exhibit(case, path, text, first - 1, (definition.end_lineno or first) - 1)
    if outdated := exhibit.outdated:
        return LeftOut(case.id, "not true of this version: " + "; ".join(outdated))
    return exhibit


def _module_path(module: str) -> Path | None:
    top, *rest = module.split(".")
    if top in sys.stdlib_module_names:
        # Modules that are frozen into the interpreter do not say where their source is.
        root = Path(sysconfig.get_path("stdlib"))
    else:
        spec = importlib.util.find_spec(top)
        if spec is None or spec.origin is None:
            return None
        root = Path(spec.origin).parent
        if spec.submodule_search_locations is not None:
            root = root.parent
    stem = root.joinpath(top, *rest)
    candidates = (stem.with_suffix(".py"), stem / "__init__.py")
    return next((each for each in candidates if each.is_file()), None)


def _definition(module: ast.Module, qualname: str) -> _Definition | None:
    node: ast.AST = module
    for name in qualname.split("."):
        # What is defined last is what stays.
        found = [each for each in _defined_in(node) if each.name == name]
        if not found:
            return None
        node = found[-1]
    return node if isinstance(node, _Definition) else None


def _defined_in(node: ast.AST) -> Iterator[_Definition]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Definition):
            yield child
        elif isinstance(child, ast.stmt | ast.ExceptHandler):
            yield from _defined_in(child)


def _one_line(text: str) -> str:
    return " ".join(text.split())
