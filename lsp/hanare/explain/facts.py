"""What the syntax tree says of a function, for certain: a model would guess at some of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from hanare.explain.grammars import ALL, GRAMMARS, FunctionGrammar
from hanare.explain.spans import code_span
from hanare.syntax.elements import Element
from hanare.syntax.kinds import COMMENTS
from hanare.text.lines import LineIndex
from hanare.wording import Language, said

_RAISES = frozenset(("raise_statement", "throw_statement", "throw_expression"))
_RETURNS = frozenset(("return_statement", "return_expression", "return"))
_CALLS = frozenset((
    "call", "call_expression", "method_invocation", "invocation_expression",
    "function_call_expression", "member_call_expression", "nullsafe_member_call_expression",
    "scoped_call_expression", "function_call", "macro_invocation",
))  # fmt: skip
_CALLED_BY = ("function", "macro", "method", "name")
_ASSIGNMENTS = frozenset((
    "assignment", "augmented_assignment", "assignment_expression",
    "augmented_assignment_expression", "assignment_statement", "compound_assignment_expr",
    "operator_assignment", "reference_assignment_expression", "update_expression", "inc_statement",
    "dec_statement",
))  # fmt: skip
_PLACES = frozenset((
    "attribute", "subscript", "member_expression", "subscript_expression", "selector_expression",
    "field_expression", "index_expression", "field_access", "member_access_expression",
    "array_access", "element_access_expression", "scoped_property_access_expression",
    "pointer_expression", "navigation_expression", "dot_index_expression",
    "bracket_index_expression", "instance_variable", "class_variable", "global_variable",
    "element_reference",
    "call",  # Ruby's `self.x = 1`
))  # fmt: skip
_OUTER_NAMES = frozenset(("global_statement", "nonlocal_statement"))
_RAISED = re.compile(
    r"(?:raise|fail|throw)[\s(]\s*(?:new\s+)?(?P<name>[\\$]?[^\W\d][\w.:\\]*)"
    r"\s*(?:[(),;{<}]|$|from\b)"
)
_RUBYS_RAISE = re.compile(r"(?:raise|fail)\b")
_CALLED = re.compile(r"[\\$]?[^\W\d][\w\\]*(?:(?:\.|::|:|->|\?\.|\?->)[^\W\d]\w*[!?]?)*")
_KOTLINS_PARAMETERS = "function_value_parameters"
_LONGEST = 60  # characters of a text that is quoted
_MOST = 12
_SAYS_LITTLE = frozenset((
    "bool", "dict", "enumerate", "float", "getattr", "hasattr", "int", "isinstance", "len", "list",
    "range", "repr", "reversed", "set", "str", "super", "tuple", "type", "zip",
))  # fmt: skip
"""Python's own functions that nobody would mention."""


class Known(Enum):
    """Of what is known that the facts are all."""

    PARAMETERS = "parameters"
    RETURNS = "returns"
    """And what is yielded."""
    RAISES = "raises"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one function; names as they are written. Lines count from 1, in the whole text."""

    parameters: tuple[str, ...]
    returns: tuple[int, ...]
    """Lines that return a value."""
    yields: tuple[int, ...]
    raises: tuple[tuple[str, int], ...]
    """What is raised, and where. A bare `raise` passes on what was caught and is not here."""
    changes: tuple[str, ...]
    """Attributes, items and outer names that are assigned to."""
    calls: tuple[str, ...]
    known: frozenset[Known] = frozenset(Known)
    """What is not in these facts, the function does not have."""

    def markdown(self, language: Language) -> str:
        """Return a list of them; empty if nothing is known."""
        rows = [
            (said("Parameters"), _quoted(self.parameters)),
            (said("Returns a value"), _lines(self.returns)),
            (said("Yields values"), _lines(self.yields)),
            (
                said("Raises"),
                ", ".join(f"{code_span(each)} ({_line(n)})" for each, n in self.raises),
            ),
            (said("Assigns to"), _quoted(self.changes)),
            (said("Calls"), _quoted(self.calls)),
        ]
        return "".join(f"- {label.in_(language)}: {text}\n" for label, text in rows if text)


def facts_of(definition: Element, lines: LineIndex) -> Facts:
    """Return the facts of a definition, those of definitions inside it left out."""
    language = definition.language
    grammar = GRAMMARS.get(language)
    function = _function(definition, grammar) if grammar is not None else None
    if grammar is None or function is None:
        return Facts((), (), (), (), (), (), known=frozenset())
    body = function.field("body") or _child(function, "function_body")
    returns, yields = [], []
    raises: dict[str, int] = {}
    changes: dict[str, None] = {}
    calls: dict[str, None] = {}
    assigned: set[int] = set()  # where calls stand that are the left of an assignment, as in Ruby
    known = {Known.PARAMETERS, Known.RAISES} if language == "python" else {Known.PARAMETERS}
    if body is not None and body.kind in grammar.returning:
        known.add(Known.RETURNS)
    for each in _own(body, grammar):
        line = lines.line_of(each.start) + 1
        if each.kind in _RAISES or _is_rubys_raise(each, language):
            if name := _raised(each):
                raises.setdefault(name, line)
            else:
                known.discard(Known.RAISES)
        elif each.kind in _RETURNS:
            if any(child.kind not in COMMENTS for child in each.children):
                returns.append(line)
        elif each.kind in grammar.yields:
            if each.children:
                yields.append(line)
        elif each.kind in _OUTER_NAMES:
            changes |= dict.fromkeys(child.text for child in each.children)
        elif each.kind in _CALLS:
            if each.start not in assigned and (name := _called(each)):
                calls[name] = None
        elif each.kind in _ASSIGNMENTS:
            places = [place for place in _targets(each) if place.kind in _PLACES]
            changes |= dict.fromkeys(place.text for place in places)
            assigned |= {place.start for place in places if place.kind in _CALLS}
    parameters, all_known = _parameters(function, grammar)
    if not all_known or len(parameters) > _MOST:
        known.discard(Known.PARAMETERS)
    if len(raises) > _MOST:
        known.discard(Known.RAISES)
    unsaid = frozenset(raises) | (_SAYS_LITTLE if language == "python" else frozenset())
    return Facts(
        parameters[:_MOST],
        tuple(dict.fromkeys(returns))[:_MOST],
        tuple(dict.fromkeys(yields))[:_MOST],
        tuple((_short(name), line) for name, line in raises.items())[:_MOST],
        tuple(dict.fromkeys(map(_short, changes)))[:_MOST],
        tuple(_short(name) for name in calls if name.removesuffix(".new") not in unsaid)[:_MOST],
        frozenset(known),
    )


def _function(definition: Element, grammar: FunctionGrammar) -> Element | None:
    """Return the function that a definition makes: below decorators, or a value with a name."""
    return next((each for each in definition.walk() if each.kind in grammar.functions), None)


def _own(body: Element | None, grammar: FunctionGrammar) -> Iterator[Element]:
    """Yield what is in a body, but not what is in the definitions inside it."""
    pending = [body] if body is not None else []
    while pending:
        element = pending.pop()
        if element.kind not in grammar.functions and element.kind not in grammar.inner:
            yield element
            pending += reversed(element.children)


def _child(element: Element, kind: str) -> Element | None:
    return next((each for each in element.children if each.kind == kind), None)


def _targets(assignment: Element) -> list[Element]:
    left = assignment.field("left") or next(iter(assignment.children), None)
    if left is None:
        return []
    return left.children if left.kind.endswith(("_list", "_pattern", "tuple")) else [left]


def _parameters(function: Element, grammar: FunctionGrammar) -> tuple[tuple[str, ...], bool]:
    """Return the names of the parameters, and whether these are all."""
    names = [name for each in _parameter_lists(function) for name in _names(each, grammar)]
    written = (name for name in names if name is not None)
    own = (name for name in written if name not in grammar.receivers and name != "_")
    return tuple(dict.fromkeys(own)), None not in names


def _parameter_lists(function: Element) -> Iterable[Element]:
    declarator = function.field("declarator")  # of C: around the name there may be pointers
    while declarator is not None:
        function = declarator if declarator.kind == "function_declarator" else function
        declarator = declarator.field("declarator") or _child(declarator, "function_declarator")
    lists = function.field("parameters"), function.field("parameter")
    named = [each for each in lists if each is not None]
    return named or [each for each in function.children if each.kind == _KOTLINS_PARAMETERS]


def _names(parameters: Element, grammar: FunctionGrammar) -> Iterator[str | None]:
    """Yield the names in a list of parameters; None for what the grammar is not known for."""
    pending = [(parameters, "")]
    while pending:
        element, mark = pending.pop()
        parts = grammar.parts.get(element.kind)
        if element.kind in grammar.names:
            yield mark + element.text
        elif parts is not None:
            mark += grammar.marks.get(element.kind, "")
            pending += [(part, mark) for part in reversed(_parts(element, parts))]
        elif element.kind not in COMMENTS:
            yield None


def _parts(element: Element, parts: tuple[str, ...]) -> list[Element]:
    children = element.children
    if parts == ALL:
        types = {each.start for each in element.fields("type")}
        return [each for each in children if each.start not in types]
    found = (element.fields(by) or [each for each in children if each.kind == by] for by in parts)
    return next((each for each in found if each), [])


def _is_rubys_raise(element: Element, language: str) -> bool:
    return (
        language == "ruby"
        and element.kind == "call"
        and element.field("receiver") is None
        and _RUBYS_RAISE.match(element.text) is not None
    )


def _raised(statement: Element) -> str:
    found = _RAISED.match(statement.text)
    return found["name"].removesuffix(".new") if found else ""


def _called(call: Element) -> str:
    named = (call.field(by) for by in _CALLED_BY)
    name = next((each for each in named if each is not None), None)
    name = name or next(iter(call.children), None)
    found = _CALLED.fullmatch(call.text[: name.end - call.start]) if name is not None else None
    return found[0] if found else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(map(code_span, names))


def _line(number: int) -> str:
    return f"L{number}"


def _lines(numbers: tuple[int, ...]) -> str:
    return ", ".join(_line(number) for number in numbers)
