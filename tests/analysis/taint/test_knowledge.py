"""What is known of libraries fits together: a misspelt word would make a rule silently deaf."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from hanare.analysis.matching.sinks import Reach, SinkMatcher
from hanare.analysis.taint.knowledge import knowledge
from hanare.analysis.taint.marks import Marks, aliases_in, tokens_in
from hanare.analysis.taint.sinks import all_sinks

_NAME = re.compile(r"[A-Za-z_]\w*(\(\))?(\.[A-Za-z_]\w*(\(\))?)*")
_HARMS = {sink.matcher.harm for sink in all_sinks()}
# Nothing makes these harmless but a check.
_WITHOUT_CLEANER = {"program", "module", "data", "xml", "archive", "session", "format"}


def test_what_cleans_names_harms_that_rules_name() -> None:
    known = knowledge()
    cleaned = set[str]().union(
        *known.cleaning_calls.values(),
        *known.cleaning_methods.values(),
        *known.cleaning_attributes.values(),
    )
    assert cleaned == _HARMS - _WITHOUT_CLEANER | {"*"}


def test_names_are_names() -> None:
    known = knowledge()
    names = {
        *known.source_names, *known.source_calls, *known.source_methods, *known.cleaning_calls,
        *known.cleaning_methods, *known.passing_calls, *known.passing_methods, *known.same,
        *(name for sink in all_sinks() for name in (*sink.matcher.calls, *sink.matcher.methods)),
    }  # fmt: skip
    assert {name for name in names if not _NAME.fullmatch(name)} == set()


def test_every_kind_of_source_does_harm_somewhere() -> None:
    assert set[Reach]().union(*(sink.reach for sink in all_sinks())) == set(Reach)


@pytest.mark.parametrize(
    "wrong",
    [
        {"harm": "shell"},
        {"harm": "shell", "calls": ["os.system"], "receiver": "("},
        {"harm": "shell", "calls": ["os.system"], "when": {"shell": "("}},
        {"harm": "shell", "calls": ["os.system"], "reach": ["everybody"]},
        {"harm": "shell", "calls": ["os.system"], "argument": [0]},
    ],
    ids=["nowhere", "a receiver", "a condition", "a reach", "a field"],
)
def test_wrong_sinks_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValidationError, re.error)):
        SinkMatcher.model_validate(wrong)


MARKED = {
    "a full name": ("os.system(x)", True),
    "a name from a module": ("system(x)", True),
    "a module under another name": ("import os as o\no.system(x)", True),
    "another name": ("from os import system as s\ns(x)", True),
    "an alias": ("run = os.system\nrun(x)", True),
    "a look-up": ("getattr(os, 'system')(x)", True),
    "another object's": ("a.system(x)", False),
    "no call": ("system = 1", False),
    "a part of a word": ("os.systematic(x)", False),
    "a method": ("a.execute(x)", True),
    "no method": ("execute(x)", False),
    "a method of what is made": ("self.session.get(x)", True),
}


@pytest.mark.parametrize(("code", "marked"), MARKED.values(), ids=MARKED)
def test_marks(code: str, marked: bool) -> None:
    names = ["os.system", "requests.Session().get"]
    marks = Marks.of(names, ["execute"], aliases_in(code))
    assert marks.within(tokens_in(code)) is marked
