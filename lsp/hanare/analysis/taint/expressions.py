"""Expressions: what is known of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from hanare.analysis.finding import Span
from hanare.analysis.matching.literals import string_in
from hanare.analysis.matching.sinks import Reach
from hanare.analysis.taint.calls import Calls
from hanare.analysis.taint.functions import parameters_of
from hanare.analysis.taint.guards import Checks
from hanare.analysis.taint.knowledge import CONFIDENCE, TOLD
from hanare.analysis.taint.limits import (
    DEEPEST,
    LONGEST_HEAD,
    LONGEST_NAME,
    MOST_STEPS,
    MOST_STEPS_PER_FUNCTION,
)
from hanare.analysis.taint.state import Frame, Text
from hanare.analysis.taint.strings import LITERALS, concatenation, filled
from hanare.analysis.taint.values import (
    HARMLESS,
    REQUEST,
    UNKNOWN,
    Taint,
    Trail,
    Value,
    either,
    mixture,
)
from hanare.syntax.elements import Element
from hanare.wording import said

_CONSTANTS = frozenset({
    "integer", "float", "true", "false", "none", "ellipsis", "comparison_operator", "not_operator",
})  # fmt: skip
_TEXTS = LITERALS | {"binary_operator", "call"}
_STATEMENT = re.compile(
    r"\s*(?:select|insert|update|delete|create|drop|alter|with|merge|replace|truncate)\s",
    re.IGNORECASE,
)
_PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "tuple", "list"})
_TUPLES = frozenset({"expression_list", "tuple", "list"})
_WRAPPERS = frozenset({"list_splat_pattern", "parenthesized_expression", "as_pattern_target"})
_SKIPPED = frozenset({"comment", "type", "string_start", "string_end", "pass_statement"})


class Expressions:
    """Works out values, and reports on the way what reaches a sink."""

    def __init__(self, text: Text, frame: Frame) -> None:
        self._text = text
        self._frame = frame
        self._calls = Calls(text, frame, self)
        self.checks = Checks(text.known.guards, self.value)
        self._meanings: dict[str, Value] = {}

    def value(self, element: Element) -> Value:
        """Return what is known of an expression's value; nothing of what nests too deeply."""
        frame, text = self._frame, self._text
        if frame.variables is None:
            return UNKNOWN
        kind = element.kind
        if kind in _SKIPPED:
            return UNKNOWN
        if (
            frame.depth >= DEEPEST
            or frame.steps >= MOST_STEPS_PER_FUNCTION
            or text.steps >= MOST_STEPS
        ):
            text.complete = False
            return UNKNOWN
        frame.steps += 1
        text.steps += 1
        frame.depth += 1
        work = self._KINDS.get(kind)
        if work is not None:
            found = work(self, element)
        else:
            self._mixture(element)
            found = HARMLESS if kind in _CONSTANTS else UNKNOWN
        frame.depth -= 1
        if found.head and kind in _TEXTS and _STATEMENT.match(found.head):
            text.note_statement(_span(element), constant=found.constant)
        return found

    def source(self, reach: Reach, element: Element, of: str = "") -> Value:
        """Return the value of a source of untrusted data."""
        span = Span(element.start, element.end)
        return Value(
            taints=(
                Taint(
                    reach=reach,
                    parameter=-1,
                    origin=element.start,
                    confidence=CONFIDENCE[reach],
                    clean=frozenset(),
                    trail=Trail.begin(span, TOLD[reach]),
                ),
            ),
            of=of,
        )

    def assign(self, target: Element, source: Element) -> None:
        """Let a target hold what an expression gives, tuples part by part."""
        pending = [(target, source)]
        while pending:
            target, source = pending.pop()
            targets = target.children
            if target.kind in _PATTERNS and source.kind in _TUPLES:
                items = [each for each in source.children if each.kind != "comment"]
                if len(items) == len(targets):
                    pending += reversed([*zip(targets, items, strict=True)])
                    continue
            self.hold(target, self.value(source))

    def hold(self, target: Element, value: Value) -> None:
        """Let a target hold a value."""
        pending = [(target, value)]
        while pending and self._frame.variables is not None:
            target, value = pending.pop()
            if target.kind == "identifier":
                self._set(target, value)
            elif target.kind == "attribute":
                self._set(target, value)
                if self._frame.owner and (name := _name(target)).startswith("self."):
                    self._text.remember(self._frame.owner, name, value)
            elif target.kind == "subscript" and (holder := target.field("value")) is not None:
                self._calls.assigned(target, _name(holder), value)
                self.fill(holder, value, _key(target))
            elif target.kind in _WRAPPERS and target.children:
                pending.append((target.children[0], value))
            elif target.kind in _PATTERNS:
                pending += [(each, value.plain()) for each in target.children]

    def each(self, target: Element, source: Element) -> None:
        """Let a target hold one after the other what an expression goes through."""
        self.hold(target, self.value(source).plain())
        if target.kind in _PATTERNS and target.children and self._calls.is_enumerate(source):
            self.hold(target.children[0], HARMLESS)

    def fill(self, holder: Element, value: Value, key: str = "") -> None:
        """Let a container hold a value besides what it holds, perhaps under a constant key."""
        variables = self._frame.variables
        name = _name(holder)
        if not name or variables is None:
            return
        known = variables.get(name) or UNKNOWN
        value = value.passing(_span(holder), said("goes into `{name}`", name=name))
        whole = known
        if value.taints or known.constant != value.constant:
            whole = replace(mixture((known, value)), of=known.of)
        if key:
            variables.set_item(name, key, value, whole)
        else:
            variables.set(name, whole)

    def augmented(self, target: Element, right: Element, span: Span) -> Value:
        """Return what `target += right` gives."""
        known = self.value(target)
        added = self.value(right)
        if known is HARMLESS and added is HARMLESS:
            return HARMLESS
        if known.of in ("list()", "dict()"):
            return replace(mixture((known, added)), of=known.of)
        return concatenation([known, added], span, piecewise=True)

    def shown(self, element: Element, value: Value) -> None:
        """Report a page that a view returns."""
        for sink in self._text.sinks.returned:
            self._calls.reaches(sink, element, value, "the page that is sent")

    def _set(self, target: Element, value: Value) -> None:
        variables = self._frame.variables
        name = _name(target)
        if name and variables is not None:
            variables.set(name, value.passing(_span(target), said("goes into `{name}`", name=name)))

    def _identifier(self, element: Element) -> Value:
        name = element.text
        variables = self._frame.variables
        found = None if variables is None else variables.get(name)
        if found is not None:
            return found
        known = self._meanings.get(name)
        if known is None:
            known = self._meanings[name] = self._meaning(element, name)
        return self._if_source(element, known)

    def _meaning(self, element: Element, name: str) -> Value:
        """Return what a name stands for that is no variable of the function."""
        found = self._text.globals.get(name)
        meant = self._text.names.dotted(element) if len(name) < LONGEST_NAME else ""
        if found is not None and (found.constant or found.taints or not meant):
            return found
        return Value(of=meant, constant=name.isupper())

    def _if_source(self, element: Element, value: Value) -> Value:
        """Return the untrusted data if that is what a full name stands for."""
        name, known = value.of, self._text.known
        if not name or value.taints:
            return value
        if name in known.request.names:
            return Value(of=REQUEST)
        reach = known.source_names.get(name)
        return value if reach is None else self.source(reach, element)

    def _attribute(self, element: Element) -> Value:
        name = _name(element)
        variables = self._frame.variables
        if name and variables is not None and (found := variables.get(name)) is not None:
            return found
        owner, attribute = element.field("object"), element.field("attribute")
        if owner is None or attribute is None:
            return UNKNOWN
        if name in self._text.known.request.owners:
            return Value(of=REQUEST)
        value = self.value(owner)
        set_by_method = self._text.attributes.get((self._frame.owner, name)) if name else None
        if set_by_method is not None and not value.taints:
            return set_by_method
        return self.member(value, attribute, element)

    def member(self, value: Value, attribute: Element, element: Element) -> Value:
        """Return what is known of an attribute of a value."""
        known, name = self._text.known, attribute.text
        if value.of == REQUEST:
            if name not in known.request.attributes:
                return UNKNOWN
            structured = name in known.request.structured
            reach = Reach.STRUCTURED if structured else Reach.REMOTE
            return self.source(reach, element, "json()" if structured else "")
        dotted = f"{value.of}.{name}" if value.of else ""
        if value.taints:
            harms = known.cleaning_attributes.get(name, frozenset())
            of = value.of if dotted in known.same else ""
            return Value(taints=value.cleaned(harms).taints, of=of)
        if name.isupper() or name.startswith("_meta"):
            return Value(constant=True, of=dotted)
        if dotted in known.same:
            return value
        return self._if_source(element, Value(of=dotted, constant=value.constant and not value.of))

    def _subscript(self, element: Element) -> Value:
        holder = element.field("value")
        for index in element.fields("subscript"):
            self.value(index)
        if holder is None:
            return UNKNOWN
        variables, name, key = self._frame.variables, _name(holder), _key(element)
        if key and variables is not None and (item := variables.item(name, key)) is not None:
            return item
        value = self.value(holder)
        if value.of == REQUEST:  # a mapping of parameters, e.g. bottle's
            return self.source(Reach.REMOTE, element)
        return value.plain()

    def _call(self, element: Element) -> Value:
        return self._calls.value(element)

    def _string(self, element: Element) -> Value:
        said = string_in(element)
        if said is not None:
            whole = len(said) <= LONGEST_HEAD
            return Value(constant=True, head=said[:LONGEST_HEAD], whole=whole)
        parts: list[Value] = []
        piecewise = False
        for child in element.children:
            if child.kind == "interpolation":
                piecewise = piecewise or not parts
                parts.append(self.value(child))
            elif child.kind == "string_content":
                text = child.text
                parts.append(
                    Value(
                        constant=True,
                        head=text[:LONGEST_HEAD],
                        whole=len(text) <= LONGEST_HEAD,
                    )
                )
        return concatenation(parts, _span(element), piecewise=piecewise)

    def _strings(self, element: Element) -> Value:
        parts = [self.value(each) for each in element.children if each.kind != "comment"]
        whole = concatenation(parts, _span(element))
        return replace(whole, piecewise=bool(parts) and parts[0].piecewise)

    def _interpolation(self, element: Element) -> Value:
        found = UNKNOWN
        expression = element.field("expression")
        for child in element.children:
            value = self.value(child)
            if child == expression:
                found = value
        return found

    def _binary(self, element: Element) -> Value:
        """Go down the left side of a chain, which may be thousands of operators long."""
        operands: list[tuple[str, Element]] = []
        while element.kind == "binary_operator":
            left, right = element.field("left"), element.field("right")
            operator = element.field("operator")
            if left is None or right is None or operator is None:
                return UNKNOWN
            operands.append((operator.kind, right))
            element = left
        value, start = self.value(element), element.start
        pieces, piecewise = [value], element.kind not in LITERALS
        for operator_kind, right in reversed(operands):
            if operator_kind == "+":
                pieces.append(self.value(right))
                continue
            span = Span(start, right.end)
            value = self._sum(pieces, span, piecewise=piecewise)
            pieces = [self._operation(operator_kind, value, right, span, piecewise=piecewise)]
            piecewise = False
        return self._sum(pieces, Span(start, operands[0][1].end), piecewise=piecewise)

    def _sum(self, pieces: list[Value], span: Span, *, piecewise: bool) -> Value:
        if len(pieces) == 1:
            return pieces[0]
        if all(each is HARMLESS for each in pieces):
            return HARMLESS
        return concatenation(pieces, span, piecewise=piecewise)

    def _operation(
        self, operator: str, left: Value, element: Element, span: Span, *, piecewise: bool
    ) -> Value:
        if operator == "%" and (left.head or left.taints or left.built):
            given = element.children if element.kind == "tuple" else [element]
            values = [self.value(each) for each in given]
            return filled(left, values, span, piecewise=piecewise)
        right = self.value(element)
        if operator == "/":
            return replace(mixture((left, right)), of=left.of or right.of)
        if operator == "*" and (left.constant or right.constant):
            # A text, or how often; of numbers nothing is to be feared.
            texts = left if left.head else right if right.head else mixture((left, right))
            return replace(texts.plain(), constant=texts.constant)
        return mixture((left, right))

    def _boolean(self, element: Element) -> Value:
        operands = []
        while element.kind == "boolean_operator":
            left, right = element.field("left"), element.field("right")
            if left is None or right is None:
                return UNKNOWN
            operands.append(right)
            element = left
        value = self.value(element)
        for right in reversed(operands):
            value = either(value, self.value(right))
        return value

    def _conditional(self, element: Element) -> Value:
        children = [each for each in element.children if each.kind != "comment"]
        variables = self._frame.variables
        if len(children) != 3 or variables is None:
            return UNKNOWN
        yes, condition, no = children
        self.value(condition)
        found = []
        for holds, branch in ((True, yes), (False, no)):
            self._frame.variables = variables.copy()
            self.checks.apply(condition, self._frame.variables, holds=holds)
            found.append(self.value(branch))
        self._frame.variables = variables
        return either(*found)

    def _named(self, element: Element) -> Value:
        name, expression = element.field("name"), element.field("value")
        if name is None or expression is None:
            return UNKNOWN
        value = self.value(expression)
        self._set(name, value)
        return value

    def _last(self, element: Element) -> Value:
        values = [self.value(each) for each in element.children if each.kind != "comment"]
        return values[-1] if values else UNKNOWN

    def _mixture(self, element: Element) -> Value:
        return mixture([self.value(each) for each in element.children])

    def _sequence(self, element: Element) -> Value:
        values = [self.value(each) for each in element.children if each.kind != "comment"]
        heads = []
        for each in values:
            if not each.known:
                break
            heads.append(each.head)
        # What is started is the first; the others are handed to it.
        if heads:
            values = [values[0], *(each.cleaned(("program",)) for each in values[1:])]
        return replace(mixture(values), head=" ".join(heads)[:LONGEST_HEAD], of="list()")

    def _dictionary(self, element: Element) -> Value:
        return replace(self._mixture(element), of="dict()")

    def _comprehension(self, element: Element) -> Value:
        variables = self._frame.variables
        if variables is None:
            return UNKNOWN
        self._frame.variables = variables.copy()
        for clause in element.children[1:]:
            if clause.kind == "for_in_clause":
                target, source = clause.field("left"), clause.field("right")
                if target is not None and source is not None:
                    self.each(target, source)
            elif clause.kind == "if_clause" and clause.children:
                self.value(clause.children[0])
                self.checks.apply(clause.children[0], self._frame.variables, holds=True)
        body = element.field("body")
        found = UNKNOWN if body is None else self.value(body)
        self._frame.variables = variables
        of = "dict()" if element.kind == "dictionary_comprehension" else "list()"
        return replace(found.plain(), of=of)

    def _lambda(self, element: Element) -> Value:
        variables, body = self._frame.variables, element.field("body")
        if variables is None or body is None:
            return UNKNOWN
        self._frame.variables = variables.copy()
        for parameter in parameters_of(element):
            self._frame.variables.set(parameter.name, UNKNOWN)
        self.value(body)
        self._frame.variables = variables
        return UNKNOWN

    _KINDS: ClassVar[Mapping[str, Callable[[Expressions, Element], Value]]] = {
        "identifier": _identifier,
        "attribute": _attribute,
        "subscript": _subscript,
        "call": _call,
        "string": _string,
        "concatenated_string": _strings,
        "binary_operator": _binary,
        "boolean_operator": _boolean,
        "conditional_expression": _conditional,
        "named_expression": _named,
        "parenthesized_expression": _last,
        "await": _last,
        "list": _sequence,
        "tuple": _sequence,
        "set": _sequence,
        "expression_list": _sequence,
        "dictionary": _dictionary,
        "list_comprehension": _comprehension,
        "set_comprehension": _comprehension,
        "dictionary_comprehension": _comprehension,
        "generator_expression": _comprehension,
        "list_splat": _last,
        "dictionary_splat": _last,
        "lambda": _lambda,
        "pair": _mixture,
        "interpolation": _interpolation,
        "unary_operator": _mixture,
        "slice": _mixture,
    }


def _span(element: Element) -> Span:
    return Span(element.start, element.end)


def _key(element: Element) -> str:
    """Return the constant key of a subscript, e.g. `a` of `x["a"]`; empty if it has none."""
    keys = element.fields("subscript")
    if len(keys) != 1 or element.end - element.start > LONGEST_NAME:
        return ""
    return string_in(keys[0]) or ""


def _name(element: Element) -> str:
    """Return the text of a variable or of an attribute, if it can be told apart from others."""
    if (
        element.kind not in ("identifier", "attribute")
        or element.end - element.start > LONGEST_NAME
    ):
        return ""
    return element.text
