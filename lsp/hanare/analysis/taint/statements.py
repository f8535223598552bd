"""Statements: what is known after each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.sinks import Reach
from hanare.analysis.taint.environment import Environment, joined
from hanare.analysis.taint.expressions import Expressions
from hanare.analysis.taint.functions import (
    Entry,
    Function,
    class_body,
    entry_of,
    function_of,
)
from hanare.analysis.taint.knowledge import TOLD
from hanare.analysis.taint.limits import DEEPEST, DEEPEST_REPETITION
from hanare.analysis.taint.state import Frame, Summary, Text
from hanare.analysis.taint.values import REQUEST, UNKNOWN, Taint, Trail, Value, either
from hanare.syntax.elements import Element
from hanare.wording import said

_NUMBERS = frozenset({"int", "float", "bool", "uuid.UUID"})
_LONGEST_STOP = 60
"""Characters of the name of what ends a function, e.g. `flask.abort`."""
_BODY_AND_STATUS = 2
"""A view's tuple of more parts than this sets headers, and may say that it is no page."""


def run_function(text: Text, function: Function, outer: Frame | None = None) -> Frame:
    """Run through a function once; return what has been found out of it."""
    entry = entry_of(function, text.source.words, text.enums, text.known)
    variables = (
        Environment() if outer is None or outer.variables is None else outer.variables.copy()
    )
    frame = Frame(function, variables, entry, outer=outer)
    for number, parameter in enumerate(function.parameters):
        value = _parameter(text, number, parameter.element, entry)
        if not value.of and parameter.annotation is not None:
            value = _annotated(text, value, parameter.annotation)
        variables.set(parameter.name, value)
    body = function.element.field("body")
    if body is not None:
        Statements(text, frame).block(body)
    return frame


def run_module(text: Text, module: Element) -> Frame:
    """Run through the statements of a module and of its classes, not of its functions."""
    frame = Frame(None, text.globals, Entry())
    Statements(text, frame).block(module)
    return frame


def _parameter(text: Text, number: int, element: Element, entry: Entry) -> Value:
    name = element.text
    if name in entry.requests:
        return Value(of=REQUEST)
    if number == 0 and name in ("self", "cls"):
        return UNKNOWN
    span = Span(element.start, element.end)
    untrusted = name in entry.untrusted
    taint = Taint(
        reach=Reach.REMOTE if untrusted else None,
        parameter=-1 if untrusted else number,
        origin=element.start,
        confidence=entry.confidence if untrusted else Level.HIGH,
        clean=frozenset(),
        trail=Trail.begin(
            span, TOLD[Reach.REMOTE] if untrusted else said("is `{name}` there", name=name)
        ),
    )
    return Value(taints=(taint,))


def _annotated(text: Text, value: Value, annotation: Element) -> Value:
    inner = annotation.children[0] if annotation.children else annotation
    made = text.names.dotted(inner) if inner.kind in ("identifier", "attribute") else ""
    if made in _NUMBERS:
        return Value(constant=True)
    return Value(taints=value.taints, of=f"{made}()") if "." in made else value


class Statements:
    """Runs through the statements of one function, in order, and of both sides of a branch."""

    def __init__(self, text: Text, frame: Frame) -> None:
        self._text = text
        self._frame = frame
        self._expressions = Expressions(text, frame)

    def block(self, element: Element) -> None:
        """Run through the statements in a block."""
        frame = self._frame
        if frame.depth >= DEEPEST:
            self._text.complete = False
            return
        frame.depth += 1
        for statement in element.children:
            if frame.variables is None:
                break
            self._statement(statement)
        frame.depth -= 1

    def _statement(self, element: Element) -> None:
        work = self._KINDS.get(element.kind)
        if work is not None:
            work(self, element)
        elif element.kind == "ERROR":
            self.block(element)
        elif not element.kind.startswith(("import", "comment", "future_import", "global")):
            self._expressions.value(element)

    def _field(self, element: Element, name: str) -> None:
        inner = element.field(name)
        if inner is not None:
            self.block(inner)

    def _expression(self, element: Element) -> None:
        for each in element.children:
            if each.kind == "assignment":
                self._assignment(each)
            elif each.kind == "augmented_assignment":
                self._augmented(each)
            else:
                self._expressions.value(each)
                self._after_call(each)

    def _after_call(self, element: Element) -> None:
        if element.kind == "await" and element.children:
            element = element.children[-1]
        variables = self._frame.variables
        function = element.field("function") if element.kind == "call" else None
        if function is None or variables is None:
            return
        named = function.text if function.end - function.start < _LONGEST_STOP else ""
        stops = self._text.known.guards.stops
        if named in stops or (named and self._expressions.value(function).of in stops):
            self._frame.variables = None
            return
        self._expressions.checks.passed(element, variables)

    def _assignment(self, element: Element) -> None:
        targets = []
        source: Element | None = element
        while source is not None and source.kind == "assignment":  # x = y = z
            left = source.field("left")
            if left is not None:
                targets.append(left)
            source = source.field("right")
        if source is None or not targets:
            return
        if len(targets) == 1:
            self._expressions.assign(targets[0], source)
            return
        value = self._expressions.value(source)
        for target in targets:
            self._expressions.hold(target, value)

    def _augmented(self, element: Element) -> None:
        left, right = element.field("left"), element.field("right")
        if left is None or right is None:
            return
        added = self._expressions.augmented(left, right, Span(element.start, element.end))
        self._expressions.hold(left, added)

    def _return(self, element: Element) -> None:
        frame = self._frame
        for each in element.children:
            if each.kind == "comment":
                continue
            value = self._expressions.value(each)
            frame.returned = value if frame.returned is None else either(frame.returned, value)
            if frame.entry.page:
                self._page(each, value)
        frame.variables = None

    def _page(self, element: Element, value: Value) -> None:
        if element.kind in ("expression_list", "tuple"):
            parts = element.children
            if not parts or len(parts) > _BODY_AND_STATUS:
                return
            element = parts[0]
            value = self._expressions.value(element)
        if not value.of.endswith("()"):
            self._expressions.shown(element, value)

    def _if(self, element: Element) -> None:
        frame = self._frame
        ends: list[Environment | None] = [self._branch(element)]
        for clause in element.fields("alternative"):
            if clause.kind == "elif_clause":
                ends.append(self._branch(clause))
            else:
                self._field(clause, "body")
        for end in ends:
            frame.variables = joined(frame.variables, end)

    def _branch(self, element: Element) -> Environment | None:
        """Run through what happens if a condition holds; go on where it does not.

        Returns:
            What is known at the end of the branch.
        """
        frame, condition = self._frame, element.field("condition")
        if condition is not None:
            self._expressions.value(condition)
        before = frame.variables
        if before is None:
            return None
        frame.variables = before.copy()
        if condition is not None:
            self._expressions.checks.apply(condition, frame.variables, holds=True)
        self._field(element, "consequence")
        end, frame.variables = frame.variables, before
        if condition is not None:
            self._expressions.checks.apply(condition, before, holds=False)
        return end

    def _for(self, element: Element) -> None:
        left, right = element.field("left"), element.field("right")

        def begin() -> None:
            if left is not None and right is not None:
                self._expressions.each(left, right)

        self._loop(element, begin, None)

    def _while(self, element: Element) -> None:
        condition = element.field("condition")

        def begin() -> None:
            if condition is not None:
                self._expressions.value(condition)

        self._loop(element, begin, condition)

    def _loop(self, element: Element, begin: Callable[[], None], condition: Element | None) -> None:
        frame = self._frame
        rounds = 2 if frame.repeated + len(frame.loops) < DEEPEST_REPETITION else 1
        for _ in range(rounds):
            before = frame.variables
            if before is None:
                return
            frame.variables = before.copy()
            begin()
            if condition is not None and frame.variables is not None:
                self._expressions.checks.apply(condition, frame.variables, holds=True)
            frame.loops.append(None)
            self._field(element, "body")
            frame.variables = joined(joined(before, frame.variables), frame.loops.pop())
            if frame.variables == before:
                break
        if condition is not None and frame.variables is not None:
            self._expressions.checks.apply(condition, frame.variables, holds=False)
        for clause in element.fields("alternative"):
            self._field(clause, "body")

    def _leave(self, _element: Element) -> None:
        frame = self._frame
        if frame.loops:
            frame.loops[-1] = joined(frame.loops[-1], frame.variables)
        frame.variables = None

    def _try(self, element: Element) -> None:
        frame = self._frame
        before = frame.variables
        if before is None:
            return
        frame.variables = before.copy()
        self._field(element, "body")
        after: Environment | None = frame.variables
        ends: list[Environment | None] = []
        finally_clause: Element | None = None
        for clause in element.children:
            if clause.kind in ("except_clause", "except_group_clause"):
                middle = joined(before, after)
                frame.variables = None if middle is None else middle.copy()
                self._inner(clause)
                ends.append(frame.variables)
            elif clause.kind == "else_clause":
                frame.variables = after
                self._field(clause, "body")
                after = frame.variables
            elif clause.kind == "finally_clause":
                finally_clause = clause
        for end in ends:
            after = joined(after, end)
        frame.variables = after
        if finally_clause is not None:
            if after is None:  # it runs all the same, and then nothing goes on
                frame.variables = before
            self._inner(finally_clause)
            if after is None:
                frame.variables = None

    def _inner(self, clause: Element) -> None:
        for each in clause.children:
            if each.kind == "block":
                self.block(each)

    def _with(self, element: Element) -> None:
        for clause in element.children:
            if clause.kind != "with_clause":
                continue
            for item in clause.children:
                inner = item.field("value") if item.kind == "with_item" else None
                if inner is not None:
                    self._entered(inner)
        self._field(element, "body")

    def _entered(self, item: Element) -> None:
        alias = item.field("alias") if item.kind == "as_pattern" else None
        if alias is None or not item.children:
            self._expressions.value(item)
            return
        value = self._expressions.value(item.children[0])
        self._expressions.hold(alias, value)

    def _match(self, element: Element) -> None:
        frame = self._frame
        subjects = element.fields("subject")
        values = [self._expressions.value(each) for each in subjects]
        body = element.field("body")
        before = frame.variables
        if body is None or before is None:
            return
        end: Environment | None = None
        for case in body.children:
            if case.kind != "case_clause":
                continue
            frame.variables = before.copy()
            self._case(case, subjects, values)
            self._field(case, "consequence")
            end = joined(end, frame.variables)
        frame.variables = joined(before, end)

    def _case(self, case: Element, subjects: list[Element], values: list[Value]) -> None:
        variables = self._frame.variables
        if variables is None:
            return
        only_literals = True
        for pattern in case.children:
            if pattern.kind != "case_pattern":
                continue
            captured = False
            for each in pattern.walk():
                if each.kind == "identifier" and values:
                    captured = True
                    variables.set(each.text, values[0].plain())
            only_literals = only_literals and not captured and bool(pattern.children)
        if only_literals:
            for subject in subjects:
                if subject.kind == "identifier":
                    variables.clean(subject.text, ("*",))
        guard = case.field("guard")
        if guard is not None and guard.children:
            self._expressions.value(guard.children[0])
            self._expressions.checks.apply(guard.children[0], variables, holds=True)

    def _assert(self, element: Element) -> None:
        for number, each in enumerate(element.children):
            self._expressions.value(each)
            if number == 0 and self._frame.variables is not None:
                self._expressions.checks.apply(each, self._frame.variables, holds=True)

    def _raise(self, element: Element) -> None:
        for each in element.children:
            self._expressions.value(each)
        self._frame.variables = None

    def _function(self, element: Element) -> None:
        self._nested(function_of(element))

    def _decorated(self, element: Element) -> None:
        function = function_of(element)
        if function is not None:
            self._nested(function)
        elif (definition := element.field("definition")) is not None:
            self._statement(definition)

    def _nested(self, function: Function | None) -> None:
        """Run through a function within a function where it is defined; the module's run apart."""
        frame = self._frame
        if function is None or frame.function is None or frame.depth >= DEEPEST:
            return
        frame.local[function.name] = Summary(function)
        inner = run_function(self._text, function, frame)
        frame.local[function.name] = inner.summary(function)
        frame.steps += inner.steps
        frame.met_unfinished = frame.met_unfinished or inner.met_unfinished

    def _class(self, element: Element) -> None:
        body = class_body(element)
        if body is None:
            return
        inner, name = body
        for statement in inner.children:
            if statement.kind == "expression_statement":
                self._class_attribute(name, statement)
            elif self._frame.function is not None:
                self._statement(statement)

    def _class_attribute(self, owner: str, statement: Element) -> None:
        for each in statement.children:
            left, right = each.field("left"), each.field("right")
            if each.kind != "assignment" or left is None or right is None:
                continue
            if left.kind == "identifier":
                self._text.remember(owner, f"self.{left.text}", self._expressions.value(right))

    _KINDS: ClassVar[Mapping[str, Callable[[Statements, Element], None]]] = {
        "block": block,
        "expression_statement": _expression,
        "return_statement": _return,
        "if_statement": _if,
        "for_statement": _for,
        "while_statement": _while,
        "try_statement": _try,
        "with_statement": _with,
        "match_statement": _match,
        "assert_statement": _assert,
        "raise_statement": _raise,
        "break_statement": _leave,
        "continue_statement": _leave,
        "function_definition": _function,
        "decorated_definition": _decorated,
        "class_definition": _class,
    }
