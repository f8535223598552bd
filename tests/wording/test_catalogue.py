"""Everything that is said exists in Japanese, with the same slots, and nothing is left over."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import hanare
from hanare.wording.catalogue import EDITORS, tables

ROOT = Path(hanare.__file__).parent

VARIABLE_TEMPLATES: frozenset[str] = frozenset()
"""Modules whose templates are no literals."""

SAME_IN_BOTH = frozenset(("{path}: {where}: {reason}",))
"""Names, which have no translation."""


@dataclass(frozen=True)
class Call:
    """A call of something, somewhere in the package."""

    path: str
    node: ast.Call

    @property
    def name(self) -> str:
        """The function's, without what it is an attribute of."""
        function = self.node.func
        return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")

    def __str__(self) -> str:
        return f"{self.path}:{self.node.lineno}"


def _calls() -> Iterator[Call]:
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT).as_posix()
        if "standins" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield Call(relative, node)


CALLS = list(_calls())
SAYING = [call for call in CALLS if call.name == "said"]
SAID = {
    call.node.args[0].value
    for call in SAYING
    if isinstance(call.node.args[0], ast.Constant) and isinstance(call.node.args[0].value, str)
}
JAPANESE = {
    english: text
    for area, texts in tables().items()
    if area != EDITORS
    for english, text in texts.items()
}


def slots(template: str) -> set[tuple[str, str, str | None]]:
    """Return the slots of a template, with the forms they ask for."""
    return {
        (name, form or "", conversion)
        for _, name, form, conversion in Formatter().parse(template)
        if name is not None
    }


@pytest.mark.parametrize("call", SAYING, ids=str)
def test_a_template_is_a_literal_with_its_values(call: Call) -> None:
    template = call.node.args[0]
    if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
        assert call.path in VARIABLE_TEMPLATES
        return
    given = {keyword.arg for keyword in call.node.keywords}
    if None not in given:
        assert given == {name for name, _, _ in slots(template.value)}


def test_everything_said_exists_in_japanese() -> None:
    assert sorted(SAID - JAPANESE.keys()) == []


def test_nothing_is_left_over() -> None:
    assert sorted(JAPANESE.keys() - SAID) == []


def test_nothing_is_there_twice() -> None:
    counts = Counter(english for texts in tables().values() for english in texts)
    assert [english for english, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("english", JAPANESE)
def test_the_japanese_has_the_slots_of_the_english(english: str) -> None:
    assert slots(JAPANESE[english]) == slots(english)


@pytest.mark.parametrize("english", JAPANESE)
def test_the_japanese_is_another_text(english: str) -> None:
    assert JAPANESE[english].strip()
    assert JAPANESE[english] != english or english in SAME_IN_BOTH
