"""Calls: what they give back, and whether one of their arguments does harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hanare.analysis.finding import Span
from hanare.analysis.matching.sinks import Reach, Selected
from hanare.analysis.taint.functions import Function
from hanare.analysis.taint.limits import LONGEST_NAME
from hanare.analysis.taint.sinks import Sink
from hanare.analysis.taint.state import Frame, Summary, Text, Use
from hanare.analysis.taint.strings import LITERALS, concatenation, filled, harms_replaced
from hanare.analysis.taint.values import (
    ALL_HARM,
    HARMLESS,
    REQUEST,
    UNKNOWN,
    Taint,
    Value,
    merged,
    mixture,
)
from hanare.syntax.elements import Element
from hanare.wording import said

_FILLED = frozenset({"format", "format_map", "substitute", "safe_substitute"})
_LOOK_UPS = frozenset({"getattr", "__import__", "importlib.import_module", "functools.partial"})
"""Calls that may be no more than a name in disguise."""
_NO_TEXT = frozenset({"json()", "dict()", "list()"})


class Evaluator(Protocol):
    """What calls need of expressions."""

    def value(self, element: Element) -> Value:
        """Return what is known of an expression's value."""
        ...

    def member(self, value: Value, attribute: Element, element: Element) -> Value:
        """Return what is known of an attribute of a value."""
        ...

    def source(self, reach: Reach, element: Element, of: str = "") -> Value:
        """Return the value of a source of untrusted data."""
        ...

    def fill(self, holder: Element, value: Value) -> None:
        """Let a container hold a value besides what it holds."""
        ...


@dataclass(frozen=True, slots=True)
class _Argument:
    element: Element
    value: Value
    name: str = ""
    position: int = -1
    """-1 if it has none, or none that is known."""


@dataclass(frozen=True, slots=True)
class _Call:
    element: Element
    name: str
    """Full name of what is called, or empty."""
    method: str
    """What stands after the last dot, or empty."""
    owner: Element | None
    """What stands before it."""
    receiver: Value
    given: Sequence[_Argument]

    @property
    def span(self) -> Span:
        return Span(self.element.start, self.element.end)

    @property
    def label(self) -> str:
        return f"`{(self.name or self.method or 'the call')[:LONGEST_NAME]}()`"

    def selected(self, arguments: Sequence[Selected]) -> Iterator[tuple[Element, Value]]:
        for each in arguments:
            if each == "receiver":
                if self.owner is not None:
                    yield self.owner, self.receiver
                continue
            for argument in self.given:
                if each in ("*", argument.name) or each == argument.position:
                    yield argument.element, argument.value

    def has(self, name: str, pattern: str) -> bool:
        """Whether an argument of this name, or at this position, matches."""
        return any(
            re.search(pattern, argument.element.text[:LONGEST_NAME])
            for argument in self.given
            if name in (argument.name, str(argument.position))
        )


class Calls:
    """Works out calls in one function."""

    def __init__(self, text: Text, frame: Frame, expressions: Evaluator) -> None:
        self._text = text
        self._frame = frame
        self._expressions = expressions

    def value(self, element: Element) -> Value:
        """Return what a call gives back, and report what it does harm with."""
        call = self._read(element)
        if call is None:
            return UNKNOWN
        self._check(call)
        return self._result(call)

    def is_enumerate(self, element: Element) -> bool:
        """Tell whether an expression is a call of `enumerate`."""
        function = element.field("function") if element.kind == "call" else None
        return function is not None and function.text == "enumerate"

    def assigned(self, target: Element, holder: str, value: Value) -> None:
        """Report an item that is set where it does harm."""
        for sink in self._text.sinks.assigned:
            if re.search(sink.matcher.assigned, holder):
                self.reaches(sink, target, value, f"`{holder}`")

    def reaches(self, sink: Sink, element: Element, value: Value, label: str) -> None:
        """Report a value that may do harm where it has got to."""
        matcher = sink.matcher
        if sink.begins is not None and sink.begins.match(value.head) is None:
            return
        if matcher.harm == "html" and value.of in _NO_TEXT:  # frameworks send these as JSON
            return
        span = Span(element.start, element.end)
        message = said("reaches {what}", what=label)
        for taint in value.taints:
            if not taint.harmful(matcher.harm):
                continue
            if taint.reach is None:
                if sink.reach:
                    self._frame.use(Use(sink, span, taint, message))
            elif taint.reach in sink.reach:
                self._text.detect(sink, span, taint, message)
        if matcher.built and value.built is not None and value.piecewise and not value.constant:
            self._text.detect_built(sink, span)

    def _read(self, element: Element) -> _Call | None:
        function, arguments = element.field("function"), element.field("arguments")
        if function is None or arguments is None:
            for each in element.children:
                self._expressions.value(each)
            return None
        owner, method, receiver = None, "", UNKNOWN
        attribute = function.field("attribute") if function.kind == "attribute" else None
        if attribute is not None and (owner := function.field("object")) is not None:
            method = attribute.text[:LONGEST_NAME]
            receiver = self._expressions.value(owner)
            name = f"{receiver.of}.{method}" if receiver.of else ""
        else:
            name = self._expressions.value(function).of
        return _Call(element, name, method, owner, receiver, self._given(arguments))

    def _given(self, arguments: Element) -> list[_Argument]:
        if arguments.kind != "argument_list":  # f(x for x in y)
            return [_Argument(arguments, self._expressions.value(arguments), position=0)]
        given: list[_Argument] = []
        position = 0
        for each in arguments.children:
            if each.kind == "comment":
                continue
            name, inner = each.field("name"), each.field("value")
            if each.kind == "keyword_argument" and name is not None and inner is not None:
                given.append(_Argument(inner, self._expressions.value(inner), name.text))
                continue
            value = self._expressions.value(each)
            if each.kind in ("list_splat", "dictionary_splat"):
                if each.kind == "list_splat":
                    position = -1  # how many it stands for is not known
                given.append(_Argument(each, value))
                continue
            given.append(_Argument(each, value, position=position))
            if position >= 0:
                position += 1
        return given

    def _check(self, call: _Call) -> None:
        for sink in self._text.sinks.called(call.name, call.method):
            if self._applies(sink, call):
                for element, value in call.selected(sink.matcher.arguments):
                    self.reaches(sink, element, value, call.label)

    def _applies(self, sink: Sink, call: _Call) -> bool:
        matcher = sink.matcher
        if sink.receiver is not None:
            if call.owner is None:
                return False
            start = max(call.owner.start, call.owner.end - LONGEST_NAME)
            if not sink.receiver.search(self._text.source.text[start : call.owner.end]):
                return False
        return all(call.has(*each) for each in matcher.when.items()) and not any(
            call.has(*each) for each in matcher.unless.items()
        )

    def _result(self, call: _Call) -> Value:
        known = self._text.known
        harms = known.cleaning_calls.get(call.name)
        if harms is None and call.method:
            harms = known.cleaning_methods.get(call.method)
        if harms is not None and ALL_HARM in harms:
            return HARMLESS
        if (
            call.receiver.of == REQUEST
            and call.owner is not None
            and call.method not in known.source_methods
        ):
            attribute = call.element.field("function")
            inner = None if attribute is None else attribute.field("attribute")
            return UNKNOWN if inner is None else self._asked(call, inner)
        summary = self._summary(call)
        if summary is not None:
            return self._applied(summary, call)
        reach = known.source_calls.get(call.name)
        if reach is None and all(each.reach is None for each in call.receiver.taints):
            reach = known.source_methods.get(call.method)
        if reach is not None:
            return self._expressions.source(reach, call.element, f"{call.name}()")
        return self._passed_on(call, harms)

    def _asked(self, call: _Call, attribute: Element) -> Value:
        if attribute.text in ("get", "getlist", "param"):
            return self._expressions.source(Reach.REMOTE, call.element)
        return self._expressions.member(call.receiver, attribute, call.element)

    def _passed_on(self, call: _Call, harms: frozenset[str] | None) -> Value:
        known, values = self._text.known, [each.value for each in call.given]
        of = f"{call.name}()" if call.name else ""
        if call.name in _LOOK_UPS:
            meant = self._text.names.dotted(call.element)
            if meant:
                return Value(of=meant)
        if call.name in known.passing_calls:
            whole = values[0] if len(values) == 1 else mixture(values)
            return replace(whole, of=of).cleaned(harms or ())
        if harms is not None:
            whole = mixture([call.receiver, *values]).cleaned(harms)
            return replace(whole, constant=whole.constant or "sql" in harms, of=of)
        if not call.method:
            return Value(of=of)
        return self._method(call, values, of)

    def _method(self, call: _Call, values: list[Value], of: str) -> Value:
        known, receiver, span = self._text.known, call.receiver, call.span
        same = call.name in known.same
        piecewise = call.owner is None or call.owner.kind not in LITERALS
        if call.method in _FILLED:
            return filled(receiver, values, span, piecewise=piecewise)
        if call.method == "join" and values and not receiver.of:
            joined = concatenation([values[0]], span, piecewise=True)
            return replace(
                joined,
                constant=values[0].constant,
                whole=False,
                taints=merged((*joined.taints, *receiver.taints)),
            )
        if call.method in known.passing_methods:
            whole = mixture([receiver, *values])
            if call.method == "replace" and values and values[0].known:
                whole = whole.cleaned(harms_replaced(values[0].head))
            if receiver.constant or receiver.built:
                built = receiver.built or (None if whole.constant else span)
                whole = replace(whole, head=receiver.head, built=built, piecewise=piecewise)
            return replace(whole, of=receiver.of if same else "")
        if same:
            return receiver
        if call.method in known.filling_methods and call.owner is not None:
            self._expressions.fill(call.owner, mixture(values))
            return UNKNOWN
        if receiver.taints:
            return replace(receiver.plain(), of=of)
        if receiver.constant:
            # Of a table only what is not found in it can be anything else.
            return replace(mixture([HARMLESS, *values[1:]]), of="")
        return Value(of=of)

    def _summary(self, call: _Call) -> Summary | None:
        function = call.element.field("function")
        if function is None:
            return None
        if function.kind == "identifier":
            name = function.text
            frame: Frame | None = self._frame
            while frame is not None:
                if name in frame.local:
                    return frame.local[name]
                frame = frame.outer
            return self._finished("", name)
        if call.owner is None or call.owner.kind != "identifier":
            return None
        owner = call.owner.text
        return self._finished(self._frame.owner if owner in ("self", "cls") else owner, call.method)

    def _finished(self, owner: str, name: str) -> Summary | None:
        key = owner, name
        if key not in self._text.functions:
            return None
        summary = self._text.summaries.get(key)
        if summary is None:
            self._frame.met_unfinished = True
        return summary

    def _applied(self, summary: Summary, call: _Call) -> Value:
        function = summary.function
        arguments = _bound(function, call.given)
        name = f"`{function.name}()`"
        for use in summary.uses:
            for taint in arguments.get(use.taint.parameter, UNKNOWN).taints:
                self._passed_in(use, taint, call.span, name)
        returned: list[Taint] = []
        for taint in summary.returned.taints:
            if taint.reach is not None or taint.origin not in function.origins:
                trail = taint.trail.then(call.span, said("is returned by {what}", what=name))
                returned.append(replace(taint, trail=trail))
                continue
            returned += [
                replace(
                    own,
                    clean=own.clean | taint.clean,
                    trail=own.trail.then(call.span, said("passes through {what}", what=name)),
                )
                for own in arguments.get(taint.parameter, UNKNOWN).taints
            ]
        return replace(summary.returned, taints=merged(returned))

    def _passed_in(self, use: Use, taint: Taint, span: Span, name: str) -> None:
        if not taint.harmful(use.sink.matcher.harm):
            return
        trail = taint.trail.then(span, said("is passed to {what}", what=name)).followed_by(
            use.taint.trail
        )
        whole = replace(taint, trail=trail)
        if taint.reach is None:
            self._frame.use(replace(use, taint=whole))
        elif taint.reach in use.sink.reach:
            self._text.detect(use.sink, use.span, whole, use.message)


def _bound(function: Function, given: Sequence[_Argument]) -> Mapping[int, Value]:
    """Return the arguments by the number of the parameter that takes them."""
    parameters = function.parameters
    numbers = {each.name: number for number, each in enumerate(parameters) if not each.variadic}
    rest = [number for number, each in enumerate(parameters) if each.variadic]
    found: dict[int, list[Value]] = {}
    for argument in given:
        if argument.name:
            number = numbers.get(argument.name, rest[-1] if rest else -1)
        else:
            number = function.bound + argument.position if argument.position >= 0 else -1
            if number >= len(parameters) or (number >= 0 and parameters[number].variadic):
                number = rest[0] if rest else -1
        found.setdefault(number, []).append(argument.value)
    return {number: mixture(values) for number, values in found.items() if number >= 0}
