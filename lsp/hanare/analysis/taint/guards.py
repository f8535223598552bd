"""Conditions that data have to pass: which variables do no harm where a condition holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hanare.analysis.matching.literals import string_in
from hanare.analysis.taint.environment import Environment
from hanare.analysis.taint.knowledge import Guards
from hanare.analysis.taint.limits import LONGEST_NAME
from hanare.analysis.taint.strings import harms_without
from hanare.analysis.taint.values import ALL_HARM, Value
from hanare.syntax.elements import Element

Proof = Mapping[str, frozenset[str]]
"""Variables and the harms that a condition rules out for them."""

_ALL = frozenset({ALL_HARM})
_PLACES = frozenset({"path", "url", "redirect"})
_NOTHING: Proof = {}
_EMPTY: frozenset[str] = frozenset()
_DEEPEST = 12
_MOST_ELEMENTS = 60
"""Looked at in search of the variables that a condition is about."""
_NUMBERS = frozenset({"int", "float", "bool", "complex", "UUID"})
_ASKS = ("is_", "has_", "are_", "url_has_", "can_")


class Checks:
    """Reads conditions."""

    def __init__(self, guards: Guards, value_of: Callable[[Element], Value]) -> None:
        self._guards = guards
        self._value_of = value_of

    def apply(self, condition: Element, variables: Environment, *, holds: bool) -> None:
        """Record in `variables` what is so if a condition holds, or if it does not."""
        proof = self._proof(condition, holds, 0)
        for name, harms in proof.items():
            known = variables.get(name)
            if known is None:
                continue
            origins = frozenset(each.origin for each in known.taints)
            variables.clean(name, harms)
            # Who checks the host that was cut out of an address means the address.
            if ALL_HARM in harms and origins:
                variables.clean_origin(origins, frozenset({"url", "redirect"}))

    def passed(self, call: Element, variables: Environment) -> None:
        """Record that a statement like `validate(x)`, which raises otherwise, has let `x` pass."""
        name = self._called(call)
        if self._guards.checks.search(name) and not name.lstrip("_").startswith(_ASKS):
            for subject in self._subjects(call.field("arguments")):
                variables.clean(subject, _ALL)

    def _proof(self, condition: Element, holds: bool, depth: int) -> Proof:
        if depth > _DEEPEST:
            return _NOTHING
        match condition.kind:
            case "parenthesized_expression" | "await" if condition.children:
                return self._proof(condition.children[-1], holds, depth + 1)
            case "not_operator":
                return self._of_field(condition, "argument", not holds, depth)
            case "named_expression":
                return self._of_field(condition, "value", holds, depth)
            case "boolean_operator":
                return self._of_both(condition, holds, depth)
            case "comparison_operator":
                return self._of_comparison(condition, holds, depth)
            case "call" if holds:
                return self._of_call(condition)
        return _NOTHING

    def _of_field(self, condition: Element, field: str, holds: bool, depth: int) -> Proof:
        inner = condition.field(field)
        return _NOTHING if inner is None else self._proof(inner, holds, depth + 1)

    def _of_both(self, condition: Element, holds: bool, depth: int) -> Proof:
        left = self._of_field(condition, "left", holds, depth)
        right = self._of_field(condition, "right", holds, depth)
        operator = condition.field("operator")
        if operator is None or (operator.kind == "and") is holds:
            return {
                name: left.get(name, _EMPTY) | right.get(name, _EMPTY) for name in (*left, *right)
            }
        return {name: left[name] & right[name] for name in left if name in right}

    def _of_comparison(self, condition: Element, holds: bool, depth: int) -> Proof:
        tokens = [each for each in condition.tokens if each.kind != "comment"]
        if len(tokens) != 3:
            return _NOTHING
        left, operator, right = tokens
        match operator.kind, holds:
            case ("is", _) | ("is not", _) if right.kind == "none":
                return self._proof(left, holds is (operator.kind == "is not"), depth + 1)
            case ("in", True) | ("not in", False):
                return self._below(right) or self._equal(left, right)
            case ("in", False) | ("not in", True):
                return self._without(left, right)
            case ("==", True) | ("!=", False):
                return self._equal(left, right) or self._equal(right, left)
        return _NOTHING

    def _equal(self, left: Element, right: Element) -> Proof:
        """Being one of what is not untrusted, `left` is trusted."""
        if self._value_of(right).taints or left.kind in ("string", "integer"):
            return _NOTHING
        return dict.fromkeys(self._subjects(left), _ALL)

    def _below(self, right: Element) -> Proof:
        """Read `folder in path.parents`, which keeps a path within a folder."""
        attribute = right.field("attribute")
        if attribute is None or attribute.text != "parents":
            return _NOTHING
        return dict.fromkeys(self._subjects(right), frozenset({"path"}))

    def _without(self, left: Element, right: Element) -> Proof:
        said = string_in(left)
        if said is None:
            return _NOTHING
        harms = harms_without(said)
        return dict.fromkeys(self._subjects(right), harms) if harms else _NOTHING

    def _of_call(self, call: Element) -> Proof:
        function, arguments = call.field("function"), call.field("arguments")
        if function is None:
            return _NOTHING
        name, guards = self._called(call), self._guards
        receiver = function.field("object")
        if receiver is not None and name in guards.methods:
            return dict.fromkeys(self._subjects(receiver), _ALL)
        if receiver is not None and name in guards.prefixes and arguments is not None:
            said = [string_in(each) for each in arguments.children]
            # An address of another server may begin with two slashes.
            harms = frozenset({"path"}) if said == ["/"] else _PLACES
            return dict.fromkeys(self._subjects(receiver), harms)
        if name == "isinstance":
            return self._of_type(arguments)
        if name in guards.matches or guards.checks.search(name):
            subjects = self._subjects(arguments) or self._subjects(receiver)
            return dict.fromkeys(subjects, _ALL)
        return _NOTHING

    def _of_type(self, arguments: Element | None) -> Proof:
        given = [] if arguments is None else arguments.children
        if len(given) != 2:
            return _NOTHING
        classes = {each.text for each in _some(given[1]) if each.kind == "identifier"}
        if not classes or not classes <= _NUMBERS:
            return _NOTHING
        return dict.fromkeys(self._subjects(given[0]), _ALL)

    def _called(self, call: Element) -> str:
        function = call.field("function") if call.kind == "call" else None
        if function is None:
            return ""
        attribute = function.field("attribute") if function.kind == "attribute" else function
        return "" if attribute is None or attribute.kind != "identifier" else _short(attribute)

    def _subjects(self, element: Element | None) -> list[str]:
        """Return the variables that an expression is about."""
        if element is None:
            return []
        return [
            each.text
            for each in _some(element)
            if each.kind == "identifier"
            or (each.kind == "attribute" and each.children[0].kind == "identifier")
        ]


def _short(name: Element) -> str:
    return name.text if name.end - name.start <= LONGEST_NAME else ""


def _some(element: Element) -> list[Element]:
    found = []
    for each in element.walk():
        found.append(each)
        if len(found) == _MOST_ELEMENTS:
            break
    return found
