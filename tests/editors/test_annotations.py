"""What is generated for Neovim is up to date, and reads as LuaLS and people take it."""

from __future__ import annotations

import pytest

from hanare.editors.annotations import FILES, generated
from hanare.editors.schema import settings


def test_the_generated_files_are_up_to_date() -> None:
    assert FILES.stale() == [], "run python -m hanare.editors.annotations --write"


def test_every_setting_is_typed_and_in_both_helps() -> None:
    files = generated()
    types = files["lua/hanare/settings.lua"]
    for each in settings():
        section, _, name = each.editor_key.partition(".")
        assert f"---@field {section}? hanare.{section.capitalize()}Settings " in types
        assert f"---@field {name}? " in types
        for help_ in ("doc/hanare.txt", "doc/hanare.jax"):
            assert f"`{each.editor_key}`" in files[help_]


@pytest.mark.parametrize(
    ("field", "type_"),
    [
        ("maxTokens", "integer"),
        ("minConfidence", "number"),
        ("enabled", "boolean"),
        ("path", "string"),
        ("disabledLanguages", "string[]"),
        ("flashAttention", "'auto'|'on'|'off'"),
        ("levels", "table<string, 'off'|'hint'|'information'|'warning'|'error'>"),
    ],
)
def test_types(field: str, type_: str) -> None:
    assert f"---@field {field}? {type_} " in generated()["lua/hanare/settings.lua"]


@pytest.mark.parametrize("name", ["doc/hanare.txt", "doc/hanare.jax"])
def test_the_helps_fit_a_terminal(name: str) -> None:
    for line in generated()[name].splitlines():
        columns = sum(1 if char.isascii() else 2 for char in line)
        assert columns <= 82, line  # a closing mark or a long name may stick out a little
