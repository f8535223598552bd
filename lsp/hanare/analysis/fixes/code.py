"""A text that is to be mended, with what several of its fixes want to know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from hanare.analysis.finding import Fix, Replacement, Span
from hanare.analysis.fixes.calls import Call
from hanare.analysis.fixes.imported import Import, imports_among
from hanare.analysis.matching.names import Names, names_of
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, smallest, whole
from hanare.syntax.tree import SyntaxTree
from hanare.wording import Said

_HIGHEST = 32
"""Levels that are climbed: looking up a parent costs as much as its depth."""
_MOST_OCCURRENCES = 200
_STATEMENTS = ("_statement", "_definition", "_declaration", "_instruction", "command", "program")


@dataclass(frozen=True)
class Code:
    """One text. What is worked out of it is worked out once, for all its findings."""

    source: Source
    tree: SyntaxTree
    _occurrences: dict[str, tuple[Element, ...] | None] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """What names in Python code mean."""
        return names_of(self.source)

    @cached_property
    def root(self) -> Element:
        """The element of the whole text."""
        return whole(self.tree)

    @cached_property
    def statements(self) -> tuple[Element, ...]:
        """The statements and comments of a Python module's own scope; none if it is not one."""
        return tuple(self.root.children) if self.root.kind == "module" else ()

    @cached_property
    def imports(self) -> Mapping[str, tuple[Import, ...]]:
        """What these statements import, by module."""
        found: dict[str, list[Import]] = {}
        for each in imports_among(self.statements):
            found.setdefault(each.module, []).append(each)
        return {module: tuple(each) for module, each in found.items()}

    @cached_property
    def newline(self) -> str:
        """What ends a line in this text: what ends the first one."""
        found = re.search(r"\r\n|\r|\n", self.source.text)
        return found[0] if found else "\n"

    def occurrences(self, name: str) -> tuple[Element, ...] | None:
        """Return all identifiers of one name in code, in order; None if they are too many."""
        if name not in self._occurrences:
            self._occurrences[name] = self._find(name) if name in self.source.words else ()
        return self._occurrences[name]

    def _find(self, name: str) -> tuple[Element, ...] | None:
        matches = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.source.text)
        first = [*islice(matches, _MOST_OCCURRENCES + 1)]
        if len(first) > _MOST_OCCURRENCES:
            return None
        found = (smallest(self.tree, each.start(), each.end()) for each in first)
        return tuple(each for each in found if each.kind == "identifier" and each.text == name)


@dataclass(frozen=True)
class Site:
    """Where a finding is."""

    code: Code
    span: Span
    element: Element
    """The smallest one that holds all of the finding."""

    @property
    def text(self) -> str:
        """What the finding says."""
        return self.element.text

    @property
    def is_sound(self) -> bool:
        """Whether the statement around has no syntax errors, so that its parts are what they seem.

        What is nested too deeply to be looked at is not sound either.
        """
        for each in self._around:
            if each.kind.endswith(_STATEMENTS) or each.parent is None:
                return not each.has_error
        return False

    @cached_property
    def call(self) -> Call | None:
        """The Python call that the finding is, or is a part of."""
        element = self.nearest("call")
        return Call.read(element, self.code.source.text) if element is not None else None

    @cached_property
    def called(self) -> str:
        """What the function of `call` is, e.g. `subprocess.run`; empty if that is not known."""
        return self.name(self.call.function) if self.call is not None else ""

    def name(self, element: Element) -> str:
        """Return what a Python expression names, through imports and aliases."""
        return self.code.names.dotted(element)

    def nearest(self, *kinds: str) -> Element | None:
        """Return the innermost element of some kinds that holds the finding, in its statement."""
        for each in self._around:
            if each.kind in kinds:
                return each
            if each.kind.endswith(_STATEMENTS):
                return None
        return None

    @cached_property
    def _around(self) -> tuple[Element, ...]:
        return (self.element, *islice(self.element.ancestors(), _HIGHEST))


Mend = Callable[[Site], Fix | None]
"""Works out the fix of one finding, or that there is none."""


def fix(title: Said, *edits: Replacement, to_agree: bool = False) -> Fix:
    """Return a fix of edits in any order."""
    return Fix(title, tuple(sorted(edits, key=lambda each: each.span.start)), to_agree)


def replaced(element: Element, new: str) -> Replacement:
    """Put `new` in the place of an element."""
    return Replacement(Span(element.start, element.end), new)


def inserted(at: int, new: str) -> Replacement:
    """Put `new` before the character at an offset."""
    return Replacement(Span(at, at), new)


def first_fix(*mends: Mend) -> Mend:
    """Return what tries several ways, for a rule that finds several things."""

    def mend(site: Site) -> Fix | None:
        return next((found for each in mends if (found := each(site)) is not None), None)

    return mend


def around(mend: Mend) -> Mend:
    """Return what mends the call that has the finding for an argument."""

    def mend_call(site: Site) -> Fix | None:
        holder = site.element.parent
        if holder is not None and holder.kind == "keyword_argument":
            holder = holder.parent
        call = holder.parent if holder is not None and holder.kind == "argument_list" else None
        return mend(Site(site.code, site.span, call)) if call is not None else None

    return mend_call
