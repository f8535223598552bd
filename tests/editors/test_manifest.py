"""VS Code's manifest and texts: generated parts are up to date, and nothing lacks its Japanese."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from hanare.config.settings import PROJECT_RULES, ProjectRule
from hanare.editors import manifest
from hanare.editors.schema import Setting, camel_case, settings

EXTENSION = Path(__file__).parents[2] / "editors" / "vscode"
SLOTS = re.compile(r"\{\d\}")


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((EXTENSION / name).read_text("utf-8"))
    return content


def properties() -> dict[str, dict[str, Any]]:
    sections = read("package.json")["contributes"]["configuration"]
    return {key: value for section in sections for key, value in section["properties"].items()}


def test_what_is_generated_is_up_to_date() -> None:
    assert manifest.FILES.stale() == [], "run: python -m hanare.editors.manifest --write"


@pytest.mark.parametrize("setting", list(settings()), ids=lambda setting: setting.key)
def test_every_setting_is_offered_and_guarded(setting: Setting) -> None:
    key = f"hanare.{setting.editor_key}"
    shown = properties()[key]
    assert shown["default"] == setting.default
    # No workspace may set what a project's files may not, trusted or not.
    is_open = PROJECT_RULES[setting.key] is ProjectRule.OPEN
    assert (shown["scope"] in {"machine", "application"}) is not is_open
    restricted = read("package.json")["capabilities"]["untrustedWorkspaces"]
    assert (key in restricted["restrictedConfigurations"]) is not is_open


def test_the_schema_says_which_values_are_right() -> None:
    assert properties()["hanare.completion.maxTokens"] == {
        "maximum": 512,
        "minimum": 1,
        "type": "integer",
        "default": 96,
        "markdownDescription": "%setting.completion.maxTokens%",
        "scope": "window",
    }
    assert properties()["hanare.model.path"]["type"] == ["string", "null"]
    assert properties()["hanare.gate.high"]["enum"] == ["off", "flag", "resample", "hide"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("id", "id"), ("max_tokens", "maxTokens"), ("most_to_the_right", "mostToTheRight")],
)
def test_camel_case(name: str, expected: str) -> None:
    assert camel_case(name) == expected


def test_the_manifest_names_texts_that_exist() -> None:
    named = set(re.findall(r'"%([^"%]+)%"', (EXTENSION / "package.json").read_text("utf-8")))
    assert named == read("package.nls.json").keys() == read("package.nls.ja.json").keys()


def test_every_text_of_the_manifest_has_its_japanese() -> None:
    english, japanese = read("package.nls.json"), read("package.nls.ja.json")
    same = {key for key, text in english.items() if japanese[key] == text}
    assert same == {"displayName", "category", "menu.context"}, "a name is a name"


def said() -> set[str]:
    """Return every text that the code says."""
    literal = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
    code = "\n".join(path.read_text("utf-8") for path in EXTENSION.glob("src/**/*.ts"))
    calls = re.findall(rf"\bt\(\s*({literal})?", code)
    assert all(calls), "what is said is a literal, so that it can be looked up here"
    return {ast.literal_eval(call) for call in calls}


def test_everything_that_is_said_has_its_japanese_and_nothing_is_left_over() -> None:
    bundle = read("l10n/bundle.l10n.ja.json")
    assert bundle.keys() == said()
    for english, japanese in bundle.items():
        assert japanese
        assert sorted(SLOTS.findall(english)) == sorted(SLOTS.findall(japanese)), english


def test_commands_are_registered_and_named() -> None:
    code = (EXTENSION / "src" / "extension.ts").read_text("utf-8")
    table = code.partition("const commands")[2].partition("  };")[0]
    registered = set(re.findall(r"^    (\w+)[:,]", table, re.MULTILINE))
    named = {each["command"] for each in read("package.json")["contributes"]["commands"]}
    assert named == {f"hanare.{name}" for name in registered}


def test_the_lock_names_no_registry() -> None:
    lock = read("package-lock.json")
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_the_version_is_that_of_the_server() -> None:
    from hanare import __version__

    assert read("package.json")["version"] == __version__
