"""A whole text: its functions are run through, and what they do to each other is put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hanare.analysis.finding import Detection, Span
from hanare.analysis.matching.names import names_of
from hanare.analysis.source import Source
from hanare.analysis.taint.environment import Environment
from hanare.analysis.taint.functions import Function, enums_in, functions_in
from hanare.analysis.taint.knowledge import knowledge
from hanare.analysis.taint.limits import MOST_STEPS
from hanare.analysis.taint.order import order_of
from hanare.analysis.taint.repair import repaired
from hanare.analysis.taint.sinks import sinks_for
from hanare.analysis.taint.state import Frame, Text
from hanare.analysis.taint.statements import run_function, run_module
from hanare.analysis.taint.values import UNKNOWN
from hanare.syntax.elements import Element, whole

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w, \t]+)", re.MULTILINE)
_ATTRIBUTE_SET = re.compile(r"\b(self\.\w+)(?:[ \t]*:[^=\n]{0,100})?[ \t]*[+%]?=(?!=)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Examination:
    """What following the data of one text has come to."""

    detections: tuple[Detection, ...] = ()
    complete: bool = True
    """False if something nested too deeply, or was too much, to be followed."""
    functions: int = 0
    """How many have been run through."""
    constant_statements: tuple[Span, ...] = ()
    """SQL that is made of constants only, in order of appearance."""
    steps: int = 0
    """Statements and expressions that have been looked at: the work that it was."""


def examine(source: Source) -> Examination:
    """Follow untrusted data through a text in Python."""
    if source.language != "python":
        return Examination()
    known = knowledge()
    sinks = sinks_for(source.words, known.reaches(source.words))
    if not sinks:
        return Examination()
    tree = source.tree
    if tree is None:
        return Examination(complete=False)
    module = whole(tree)
    if module.has_error and (text_repaired := repaired(source.text)) != source.text:
        source = Source(text_repaired, source.language, source.path)
        if source.tree is None:
            return Examination(complete=False)
        module = whole(source.tree)
    functions = {each.key: each for each in functions_in(module)}
    order = order_of(source, functions, sinks, known)
    if not order.module:
        return Examination()
    text = Text(
        source,
        names_of(source),
        known,
        sinks,
        {key: functions[key] for key in order.functions},
        enums=enums_in(source.text),
    )
    for key in order.others:
        _note_attributes(text, functions[key])
    frame = _module(text, module)
    unfinished = [key for key in order.functions if _run(text, functions[key]).met_unfinished]
    for key in unfinished:  # those that call each other in a circle
        _run(text, functions[key])
    if frame.met_unfinished:
        _module(text, module)
    return Examination(
        tuple(_told_once(text.detections.values())),
        text.complete,
        len(order.functions),
        tuple(_outermost(text.statements)),
        text.steps,
    )


def _module(text: Text, module: Element) -> Frame:
    frame = run_module(text, module)
    text.globals = frame.variables or Environment()
    if "global" in text.source.words:
        for found in _GLOBAL.finditer(text.source.text):
            for name in _WORD.findall(found[1]):
                text.globals.set(name, UNKNOWN)
    return frame


def _run(text: Text, function: Function) -> Frame:
    if text.steps >= MOST_STEPS:
        text.complete = False
    frame = run_function(text, function)
    text.summaries[function.key] = frame.summary(function)
    return frame


def _note_attributes(text: Text, function: Function) -> None:
    """Forget what attributes hold that are assigned where nobody looks."""
    if function.owner:
        element = function.element
        for found in _ATTRIBUTE_SET.finditer(text.source.text, element.start, element.end):
            text.remember(function.owner, found[1], UNKNOWN)


def _outermost(statements: Mapping[Span, bool]) -> Iterator[Span]:
    """Yield those that are constant and no part of another."""
    end = 0
    for span in sorted(statements, key=lambda each: (each.start, -each.end)):
        if span.end > end:
            end = span.end
            if statements[span]:
                yield span


def _told_once(detections: Iterable[Detection]) -> list[Detection]:
    """Leave out texts that are merely not constant where it is known who may choose them."""
    found = list(detections)
    followed = {each.span for each in found if each.flow}
    return sorted(
        (each for each in found if each.flow or each.span not in followed),
        key=lambda each: (each.span.start, each.span.end, each.rule),
    )
