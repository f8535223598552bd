"""Which names Python code binds where, and to what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hanare.syntax.elements import Element, Pattern
from hanare.syntax.tree import SyntaxTree

_DEEPEST = 50
"""Python itself nests less deep; what is deeper counts as a part of the scope around it."""

_PATTERN = Pattern(
    "python",
    """
    [(function_definition) (lambda) (list_comprehension) (set_comprehension)
     (dictionary_comprehension) (generator_expression)] @function
    (class_definition) @class
    (function_definition name: (identifier) @definition)
    (class_definition name: (identifier) @definition)
    (parameters (identifier) @name)
    (lambda_parameters (identifier) @name)
    (default_parameter name: (identifier) @name)
    (typed_default_parameter name: (identifier) @name type: (type (_) @annotation))
    (typed_parameter . (identifier) @name type: (type (_) @annotation))
    (list_splat_pattern (identifier) @name)
    (dictionary_splat_pattern (identifier) @name)
    (pattern_list (identifier) @name)
    (tuple_pattern (identifier) @name)
    (list_pattern (identifier) @name)
    (for_statement left: (identifier) @name)
    (for_in_clause left: (identifier) @name)
    (augmented_assignment left: (identifier) @name)
    (named_expression name: (identifier) @name value: (_) @value)
    (assignment left: (identifier) @name right: (_) @value)
    (assignment left: (attribute object: (identifier)) @name right: (_) @value)
    (assignment left: (identifier) @name type: (type (_) @annotation) !right)
    (as_pattern (_) @entered alias: (as_pattern_target (identifier) @name))
    (import_statement) @import
    (import_from_statement) @import
    """,
)
_OF_SELF = "self."


@dataclass(frozen=True, slots=True)
class Binding:
    """One thing that a name is bound to. Nothing is set if that says nothing: a loop, a `def`."""

    imported: str = ""
    """The dotted name behind an import."""
    value: Element | None = None
    """What is assigned."""
    entered: Element | None = None
    """What a `with` statement enters."""
    annotation: Element | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    start: int
    end: int
    parent: int
    """The module, at 0, is its own."""
    is_class: bool
    bound: dict[str, list[Binding]] = field(default_factory=dict)


class Scopes:
    """All bindings of one text, by function, class and comprehension."""

    def __init__(self, tree: SyntaxTree) -> None:
        scopes: list[tuple[int, int, bool]] = []
        bindings: list[Mapping[str, list[Element]]] = []
        for match in _PATTERN.search(tree):
            if scope := match.get("function") or match.get("class"):
                scopes.append((scope[0].start, -scope[0].end, "class" in match))
            else:
                bindings.append(match)
        self._scopes = _nested(sorted(scopes), len(tree.text))
        self._starts = [scope.start for scope in self._scopes]
        for match in bindings:
            self._enter({name: found[0] for name, found in match.items()})

    def find(self, name: str, at: int) -> tuple[int, list[Binding]] | None:
        """Return the scope that gives a name its meaning at an offset, and all it binds it to.

        None for a name that the text binds nowhere around. Scopes are told apart by number.
        `self.x` is a name of the class.
        """
        innermost = number = self._at(at)
        while True:
            scope = self._scopes[number]
            seen = number == innermost or not scope.is_class or name.startswith(_OF_SELF)
            if seen and name in scope.bound:
                return number, scope.bound[name]
            if not number:
                return None
            number = scope.parent

    def _at(self, offset: int) -> int:
        """Return the innermost scope around an offset."""
        number = bisect_right(self._starts, offset) - 1
        while number > 0 and offset >= self._scopes[number].end:
            number = self._scopes[number].parent
        return max(number, 0)

    def _enter(self, found: dict[str, Element]) -> None:
        if statement := found.get("import"):
            number = self._at(statement.start)
            for local, imported in _imported(statement):
                self._bind(number, local, Binding(imported=imported))
        elif definition := found.get("definition"):
            # Its name stands within it, yet belongs to what is around.
            own = self._at(definition.start)
            self._bind(self._scopes[own].parent, definition.text, Binding())
        elif name := found.get("name"):
            number, text = self._at(name.start), name.text
            if name.kind == "attribute":
                if not text.startswith(_OF_SELF):
                    return
                number = self._class_around(number)
            self._bind(
                number,
                text,
                Binding("", found.get("value"), found.get("entered"), found.get("annotation")),
            )

    def _bind(self, number: int, name: str, binding: Binding) -> None:
        self._scopes[number].bound.setdefault(name, []).append(binding)

    def _class_around(self, number: int) -> int:
        while number and not self._scopes[number].is_class:
            number = self._scopes[number].parent
        return number


def _nested(found: list[tuple[int, int, bool]], length: int) -> list[_Scope]:
    """Nest what starts first, and of that what ends last."""
    scopes = [_Scope(0, length, 0, is_class=False)]
    around = [0]
    for start, minus_end, is_class in found:
        while start >= scopes[around[-1]].end and len(around) > 1:
            around.pop()
        if len(around) < _DEEPEST:
            scopes.append(_Scope(start, -minus_end, around[-1], is_class))
            around.append(len(scopes) - 1)
    return scopes


def _imported(statement: Element) -> Iterator[tuple[str, str]]:
    """Yield the local names of an import with what they stand for."""
    module = statement.field("module_name")
    prefix = "" if module is None else "".join(module.text.split())
    for each in statement.fields("name"):
        alias, name = each.field("alias"), each.field("name")
        dotted = "".join((name or each).text.split())
        if alias is not None:
            yield alias.text, _joined(prefix, dotted)
        elif module is None:
            yield dotted.split(".")[0], dotted.split(".")[0]
        else:
            yield dotted, _joined(prefix, dotted)


def _joined(prefix: str, name: str) -> str:
    return f"{prefix}{name}" if not prefix or prefix.endswith(".") else f"{prefix}.{name}"
