"""Everything that is said exists in Japanese, with the same slots, and nothing is left over."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import click
import pytest
from pydantic import BaseModel

import hanare
from hanare.cli.help import Command, paragraphs
from hanare.cli.main import cli
from hanare.config.settings import Settings
from hanare.wording.catalogue import EDITORS, tables

ROOT = Path(hanare.__file__).parent

VARIABLE_TEMPLATES: frozenset[str] = frozenset()
"""Modules whose templates are no literals."""

SAME_IN_BOTH = frozenset(("{path}: {where}: {reason}", "{reason} ({detail})"))
"""What has nothing to translate."""

NAMES = frozenset(("Python", "sha256"))
"""What is called the same everywhere."""

CLICKS_OWN = frozenset(("Usage:", "Options", "Commands"))
"""Words that click puts around the help."""

SHOWING = frozenset(
    (
        *("echo", "secho", "print", "prompt", "confirm", "add_task", "status", "update", "say"),
        *("add_column", "Table", "tell", "inform", "ShowMessageParams", "cancellable"),
        *("CodeAction", "ChangeAnnotation", "WorkDoneProgressBegin", "WorkDoneProgressReport"),
    )
)
"""Functions whose texts people read."""
SHOWN_BY_NAME = frozenset(("title", "caption", "description", "message", "label"))
"""Those of their named arguments that are texts."""
_TABLES = ("Table", "add_column")
IN_ENGLISH: dict[str, tuple[str, ...]] = {
    # Figures of the project's own measurements, as README quotes them.
    "bench/": _TABLES,
    "cli/bench/": _TABLES,
    # The columns are the names that the entries' fields have.
    "cli/audit.py": _TABLES,
    # What `diff` says of a file without a last line end.
    "cli/fixing.py": ("echo",),
    # Whoever has started the server reads the port from this line.
    "server/app.py": ("print",),
}
"""Where which functions show English literals, and why."""


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
        return f"{self.path}:{self.node.lineno} {self.name}"


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "standins" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


TREES = list(_trees())
CALLS = [
    Call(path, node)
    for path, tree in TREES
    for node in ast.walk(tree)
    if isinstance(node, ast.Call)
]
SAYING = [call for call in CALLS if call.name == "said"]
SAID = {
    call.node.args[0].value
    for call in SAYING
    if isinstance(call.node.args[0], ast.Constant) and isinstance(call.node.args[0].value, str)
}


def _family() -> frozenset[str]:
    """Return the names of `HanareError` and of all that are one."""
    family = {"HanareError"}
    classes = [
        (node.name, {ast.unparse(base).rpartition(".")[2] for base in node.bases})
        for _, tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    while more := {name for name, bases in classes if bases & family} - family:
        family |= more
    return frozenset(family)


FAMILY = _family()


def _commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _commands(inner)


COMMANDS = list(_commands(cli))


def _helps() -> Iterator[str]:
    for command in COMMANDS:
        yield from paragraphs(command.help or "")
        for parameter in command.get_params(click.Context(command)):
            if isinstance(parameter, click.Option) and parameter.help:
                yield parameter.help


def _descriptions(model: type[BaseModel]) -> Iterator[str]:
    for field in model.model_fields.values():
        if field.description:
            yield field.description
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _descriptions(field.annotation)


PLAIN = {*_helps(), *_descriptions(Settings), *CLICKS_OWN}
"""Texts that have no slots, and are looked up as they are."""
JAPANESE = {
    english: text
    for area, texts in tables().items()
    if area not in EDITORS
    for english, text in texts.items()
}


def slots(template: str) -> set[tuple[str, str, str | None]]:
    """Return the slots of a template, with the forms they ask for."""
    return {
        (name, form or "", conversion)
        for _, name, form, conversion in Formatter().parse(template)
        if name is not None
    }


def _is_english(node: ast.expr | None) -> bool:
    """Tell whether an expression is a literal that a reader would have to understand."""
    match node:
        case ast.Constant(value=str(text)):
            return re.search("[A-Za-z]", text) is not None
        case ast.JoinedStr(values=values):
            return any(isinstance(each, ast.Constant) and _is_english(each) for each in values)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_english(body) or _is_english(orelse)
        case ast.BoolOp(values=values):
            return any(map(_is_english, values))
        case ast.BinOp(left=left, right=right):
            return _is_english(left) or _is_english(right)
    return False


def _stays_english(call: Call) -> bool:
    return any(
        call.path.startswith(place) and call.name in names for place, names in IN_ENGLISH.items()
    )


def test_a_template_is_a_literal_with_its_values() -> None:
    for call in SAYING:
        template = call.node.args[0]
        if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
            assert call.path in VARIABLE_TEMPLATES, call
            continue
        given = {keyword.arg for keyword in call.node.keywords}
        assert given == {name for name, _, _ in slots(template.value)}, call


def test_everything_said_exists_in_japanese() -> None:
    assert sorted((SAID | PLAIN) - JAPANESE.keys()) == []


def test_nothing_is_left_over() -> None:
    assert sorted(JAPANESE.keys() - SAID - PLAIN) == []


def test_nothing_is_there_twice() -> None:
    # A client's short texts may mean another thing than the server's.
    ours = (texts for area, texts in tables().items() if area not in EDITORS)
    counts = Counter(english for texts in ours for english in texts)
    assert [english for english, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("area", tables().keys() - {*EDITORS})
def test_the_japanese_is_another_text_with_the_same_slots(area: str) -> None:
    for english, text in tables()[area].items():
        assert text.strip(), english
        if english not in PLAIN:
            assert slots(text) == slots(english), english
        assert text != english or english in SAME_IN_BOTH, english


def test_every_error_is_said() -> None:
    wrong = [
        str(call)
        for call in CALLS
        if call.name in FAMILY and any(map(_is_english, call.node.args[:2]))
    ]
    assert wrong == []


def test_nothing_is_shown_that_is_not_said() -> None:
    wrong = [
        str(call)
        for call in CALLS
        if call.name in SHOWING and not _stays_english(call)
        for shown in (
            *call.node.args,
            *(each.value for each in call.node.keywords if each.arg in SHOWN_BY_NAME),
        )
        if _is_english(shown)
    ]
    assert wrong == []


def test_no_sentence_hides_in_what_stays_as_it_is() -> None:
    for call in CALLS:
        if call.name in ("verbatim", "joined"):
            texts = [each.value for each in call.node.args if isinstance(each, ast.Constant)]
            assert NAMES.issuperset(texts) or not any(map(_is_english, call.node.args)), call


def test_every_command_has_a_help_in_both_languages() -> None:
    assert [command.name for command in COMMANDS if not isinstance(command, Command)] == []
    assert [command.name for command in COMMANDS if not command.help] == []
