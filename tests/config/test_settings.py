"""The schema, and the table of what a project may set."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from hanare.config.settings import PROJECT_RULES, ProjectRule, Settings, setting_keys

SECTIONS: list[type[BaseModel]] = [
    Settings,
    *(type(getattr(Settings(), name)) for name in Settings.model_fields),
]


def test_every_setting_has_a_rule_for_projects() -> None:
    assert sorted(PROJECT_RULES) == sorted(setting_keys())


@pytest.mark.parametrize("key", sorted(PROJECT_RULES))
def test_a_project_never_sets_what_reaches_outside_it(key: str) -> None:
    section, name = key.split(".")
    annotation = type(getattr(Settings(), section)).model_fields[name].annotation
    if section in {"model", "engine", "log", "network"} or "Path" in str(annotation):
        assert PROJECT_RULES[key] is ProjectRule.RESTRICTED


@pytest.mark.parametrize(
    ("section", "name"),
    [(section, name) for section in SECTIONS for name in section.model_fields],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_field_is_described(section: type[BaseModel], name: str) -> None:
    description = section.model_fields[name].description
    assert description
    assert description.endswith(".")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().completion.max_tokens = 1


def test_secret_files_are_excluded_by_default() -> None:
    excluded = Settings().completion.excluded_files
    assert {".env", ".env.*", "*.pem", "*.key", "id_rsa*", "*.kdbx", ".netrc"} <= set(excluded)


@pytest.mark.parametrize("value", ["models/a.gguf", "./a.gguf", ""])
def test_a_path_never_depends_on_the_working_directory(value: str) -> None:
    with pytest.raises(ValidationError, match="absolute path"):
        Settings.model_validate({"model": {"path": value}})


def test_a_path_may_begin_with_the_home_directory() -> None:
    settings = Settings.model_validate({"model": {"path": "~/a.gguf"}})
    assert settings.model.path == Path.home() / "a.gguf"
