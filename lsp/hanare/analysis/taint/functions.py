"""The functions of a text: their parameters, and which of them a framework hands to clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hanare.analysis.finding import Level
from hanare.analysis.matching.literals import string_in
from hanare.analysis.taint.knowledge import Knowledge
from hanare.syntax.elements import Element

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ROUTE_PARAMETER = re.compile(r"[<{](?:(?P<type>\w+)(?:\([^()]*\))?:)?(?P<name>\w+)(?::\w+)?[>}]")
_ENUM = re.compile(
    r"^[ \t]*class[ \t]+(\w+)\([^()\n]{0,200}\b(?:\w*Enum|IntFlag|Flag)\)", re.MULTILINE
)
_NUMBERS = ("int", "float", "uuid")
_BLOCKS = ("if_statement", "try_statement", "with_statement", "else_clause", "elif_clause",
           "except_clause", "finally_clause", "block", "ERROR")  # fmt: skip
_MOST_DECORATORS = 16
_LONGEST_ANNOTATION = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function."""

    name: str
    element: Element
    annotation: Element | None = None
    default: Element | None = None
    variadic: bool = False
    """Whether it takes what no other parameter does: `*args`, `**kwargs`."""

    @property
    def type_words(self) -> frozenset[str]:
        """The words of its annotation."""
        if self.annotation is None:
            return frozenset()
        return frozenset(_WORD.findall(self.annotation.text[:_LONGEST_ANNOTATION]))


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """One function or method that stands in a module or in a class."""

    element: Element
    name: str
    owner: str
    """The class that it is a method of, or empty."""
    decorators: tuple[Element, ...] = ()
    parameters: tuple[Parameter, ...] = field(default=())

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by."""
        return self.owner, self.name

    @property
    def origins(self) -> frozenset[int]:
        """Where its parameters stand."""
        return frozenset(each.element.start for each in self.parameters)

    @property
    def bound(self) -> int:
        """How many parameters a call does not mention: 1 for methods."""
        if not self.owner or any(each.text == "@staticmethod" for each in self.decorators):
            return 0
        return 1


def function_of(element: Element, owner: str = "") -> Function | None:
    """Return the function that a definition defines, decorated or not."""
    decorators: list[Element] = []
    definition: Element | None = element
    if element.kind == "decorated_definition":
        decorators = [each for each in element.children if each.kind == "decorator"]
        definition = element.field("definition")
    if definition is None or definition.kind != "function_definition":
        return None
    name = definition.field("name")
    return Function(
        definition,
        "" if name is None else name.text,
        owner,
        tuple(decorators[:_MOST_DECORATORS]),
        tuple(parameters_of(definition)),
    )


def parameters_of(definition: Element) -> Iterator[Parameter]:
    """Yield the parameters of a function or a lambda."""
    parameters = definition.field("parameters")
    for each in () if parameters is None else parameters.children:
        name = each.field("name")
        match each.kind:
            case "identifier":
                yield Parameter(each.text, each)
            case "default_parameter" | "typed_default_parameter" if name is not None:
                yield Parameter(name.text, name, each.field("type"), each.field("value"))
            case "typed_parameter" if each.children:
                first = each.children[0]
                splat = first.kind != "identifier"
                inner = first.children[0] if splat and first.children else first
                yield Parameter(inner.text, inner, each.field("type"), variadic=splat)
            case "list_splat_pattern" | "dictionary_splat_pattern" if each.children:
                yield Parameter(each.children[0].text, each.children[0], variadic=True)


def functions_in(module: Element) -> list[Function]:
    """Return the functions and methods of a module, not those within functions, in order."""
    found: list[Function] = []
    pending = [(module, "")]
    while pending:
        element, owner = pending.pop()
        inner: list[tuple[Element, str]] = []
        for child in element.children:
            function = function_of(child, owner)
            if function is not None:
                if function.name:
                    found.append(function)
            elif (body := class_body(child)) is not None:
                inner.append(body)
            elif child.kind in _BLOCKS:
                inner.append((child, owner))
        pending.extend(reversed(inner))
    return found


def class_body(element: Element) -> tuple[Element, str] | None:
    """Return the body and the name of a class that a definition defines."""
    definition = element.field("definition") if element.kind == "decorated_definition" else element
    if definition is None or definition.kind != "class_definition":
        return None
    body, name = definition.field("body"), definition.field("name")
    return None if body is None or name is None else (body, name.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """How clients reach a function."""

    requests: frozenset[str] = frozenset()
    """Parameters that hold a whole request."""
    untrusted: frozenset[str] = frozenset()
    """Parameters of which a client chooses the content."""
    confidence: Level = Level.HIGH
    """How sure that is."""
    page: bool = False
    """Whether a text that it returns is sent as HTML."""


_NO_ENTRY = Entry()


def entry_of(
    function: Function, words: frozenset[str], enums: frozenset[str], known: Knowledge
) -> Entry:
    """Tell how clients reach a function, judged by its decorators and parameters.

    `words` are those of the whole text: they tell which frameworks are in play. Parameters of the
    classes `enums` can hold nothing of the client's choice.
    """
    requests, views = known.request, known.views
    named = {
        each.name
        for each in function.parameters
        if not each.variadic
        and (
            bool(each.type_words & requests.annotations)
            or (each.name in requests.parameters and each.annotation is None)
        )
    }
    route = _route(function, known)
    own = function.parameters[function.bound :]
    untrusted: set[str] = set()
    page, confidence = False, Level.HIGH
    if route is not None:
        in_path = {match["name"]: match["type"] or "" for match in _ROUTE_PARAMETER.finditer(route)}
        typed = not words.isdisjoint(views.typed)
        page = not typed and not words.isdisjoint(views.pages)
        untrusted = {
            each.name
            for each in own
            if (typed or in_path.get(each.name, "int") not in _NUMBERS)
            and _may_hold_text(each, known.views.harmless | enums, known)
        }
    elif named and not words.isdisjoint(views.django):
        # A view gets its address's parts, most that are called so are numbers; but so looks many a
        # function that a view calls.
        confidence = Level.LOW
        untrusted = {
            each.name
            for each in own
            if not each.name.endswith(("id", "pk"))
            and each.name not in ("format", "self", "cls")
            and each.default is None
            and not each.variadic
            and _is_view(function, own, named, known)
            and _may_hold_text(each, known.views.harmless | enums, known)
        }
    elif function.name in views.event_handlers and len(own) == 2 and own[0].name in views.events:
        untrusted = {own[0].name}
    untrusted -= named
    if not named and not untrusted and not page:
        return _NO_ENTRY
    return Entry(frozenset(named), frozenset(untrusted), confidence, page)


def enums_in(text: str) -> frozenset[str]:
    """Return the names of the classes of constants in a text."""
    return frozenset(_ENUM.findall(text))


def may_be_entry(function: Function, known: Knowledge) -> bool:
    """Tell whether clients may reach a function that mentions no request, judged by its looks."""
    views = known.views
    return function.name in views.event_handlers or any(
        not views.decorators.isdisjoint(_WORD.findall(each.text[:_LONGEST_ANNOTATION]))
        for each in function.decorators
    )


def _is_view(
    function: Function, own: tuple[Parameter, ...], named: set[str], known: Knowledge
) -> bool:
    if function.owner and function.name not in known.views.methods:
        return False
    return bool(own) and own[0].name in named and not function.name.startswith("_")


def _route(function: Function, known: Knowledge) -> str | None:
    """Return the address that a decorator binds a function to; None if none does."""
    for decorator in function.decorators:
        call = decorator.children[0] if decorator.children else None
        if call is None or call.kind != "call":
            continue
        target, arguments = call.field("function"), call.field("arguments")
        attribute = None if target is None else target.field("attribute")
        if attribute is None or attribute.text not in known.views.decorators or arguments is None:
            continue
        for argument in arguments.children[:1]:
            said = string_in(argument)
            if said is not None:
                return said[:_LONGEST_ANNOTATION]
        return ""
    return None


def _may_hold_text(parameter: Parameter, harmless: frozenset[str], known: Knowledge) -> bool:
    if parameter.type_words & harmless:
        return False
    if parameter.default is not None and parameter.default.kind == "call":
        called = parameter.default.field("function")
        if called is not None and called.text.rpartition(".")[2] in known.views.injected:
            return False
    return known.views.injected.isdisjoint(parameter.type_words)
