"""Reading layers, whatever is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from hanare.config.layers import Rank, resolve
from hanare.config.settings import Settings
from hanare.config.sources import (
    command_line_layer,
    editor_layer,
    environment_layer,
    installation_layer,
    project_layer,
    user_layer,
)
from hanare.files import places
from hanare.wording import said


def test_a_missing_user_file_is_no_problem(tmp_path: Path) -> None:
    layer = user_layer(tmp_path / "config.toml")
    assert (layer.values, layer.problems, layer.trusted) == ({}, (), True)


def test_the_user_file_is_where_the_platform_keeps_settings() -> None:
    assert places.settings_file().is_absolute()
    assert places.settings_file().name == "config.toml"
    assert "hanare" in places.settings_file().parts


def test_an_installation_has_settings_below_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert installation_layer().values == {}
    (tmp_path / "hanare.toml").write_text('[model]\nid = "one"\ndirectory = "/srv/models"\n')
    own = tmp_path / "config.toml"
    own.write_text('[model]\nid = "two"\n')
    resolution = resolve([user_layer(own), installation_layer()])
    assert not resolution.problems
    assert (resolution.settings.model.id, str(resolution.settings.model.directory)) == (
        "two",
        "/srv/models",
    )
    assert resolution.origins["model.directory"] == str(tmp_path / "hanare.toml")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"= 1", "is not valid TOML"),
        (b"a = '\xff'", "is not UTF-8 text"),
        (b"a = " + b"[" * 100_000, "is nested too deeply"),
        (b"#" * 1_000_001, "is larger than 1,000,000 bytes"),
    ],
    ids=["toml", "bytes", "nesting", "size"],
)
def test_a_bad_file_is_a_problem_not_a_crash(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    layer = user_layer(path)
    assert layer.values == {}
    assert len(layer.problems) == 1
    assert str(layer.problems[0]).startswith(problem)
    assert layer.name == str(path)


def test_a_directory_in_place_of_a_file(tmp_path: Path) -> None:
    assert user_layer(tmp_path).problems == (said("is not a regular file"),)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes among files")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".hanare.toml")
    assert project_layer(tmp_path).problems == (said("is not a regular file"),)


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[engine]\nthreads = 2\n")
    assert user_layer(path).values == {"engine": {"threads": 2}}


DEFAULT_TOKENS = Settings().completion.max_tokens
PYPROJECT = "[tool.hanare.completion]\nmax_tokens = 11\n"


@pytest.mark.parametrize(
    ("files", "values", "name"),
    [
        ({}, {}, "pyproject.toml"),
        ({"pyproject.toml": PYPROJECT}, {"completion": {"max_tokens": 11}}, "pyproject.toml"),
        ({"pyproject.toml": "[project]\nname = 'x'\n"}, {}, "pyproject.toml"),
        ({"pyproject.toml": "tool = 3\n"}, {}, "pyproject.toml"),
        (
            {"pyproject.toml": PYPROJECT, ".hanare.toml": "[completion]\nenabled = false\n"},
            {"completion": {"enabled": False}},
            ".hanare.toml",
        ),
        ({"pyproject.toml": PYPROJECT, ".hanare.toml": ""}, {}, ".hanare.toml"),
    ],
    ids=["none", "pyproject", "no-table", "not-a-table", "both", "empty"],
)
def test_a_projects_file(
    tmp_path: Path, files: dict[str, str], values: dict[str, Any], name: str
) -> None:
    for file, content in files.items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    layer = project_layer(tmp_path)
    assert layer.values == values
    assert layer.name == str(tmp_path / name)
    assert layer.problems == ()
    assert not layer.trusted


def test_tool_hanare_must_be_a_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nhanare = 1\n", encoding="utf-8")
    assert project_layer(tmp_path).problems == (said("tool.hanare must be a table"),)


def test_the_environment() -> None:
    layer = environment_layer(
        {
            "HANARE__ENGINE__THREADS": "4",
            "HANARE__COMPLETION__DISABLED_LANGUAGES": '["markdown"]',
            "HANARE__COMPLETION__ENABLED": "false",
            "HANARE__MODEL__ID": "a-model",
            "HANARE__MODEL__PATH": "null",
            "HANARE_OTHER": "x",
            "PATH": "/bin",
        }
    )
    assert layer.values == {
        "engine.threads": 4,
        "completion.disabled_languages": ["markdown"],
        "completion.enabled": False,
        "model.id": "a-model",
        "model.path": None,
    }
    assert resolve([layer]).problems == ()


@pytest.mark.parametrize("rank", [Rank.INITIALIZATION, Rank.CLIENT])
@pytest.mark.parametrize(
    ("sent", "tokens"),
    [
        ({"completion": {"maxTokens": 5}}, 5),
        ({"completion": {"max_tokens": 5}}, 5),
        ({"completion.maxTokens": 5}, 5),
        ({"completion": {"maxTokens": 5}, "trace": {"server": "off"}, "command": ["h"]}, 5),
        ({"completion": {"maxTokens": None}}, DEFAULT_TOKENS),
        ({}, DEFAULT_TOKENS),
        (None, DEFAULT_TOKENS),
    ],
)
def test_an_editors_settings(rank: Rank, sent: object, tokens: int) -> None:
    resolution = resolve([editor_layer(rank, "editor", sent)])
    assert resolution.problems == ()
    assert resolution.settings.completion.max_tokens == tokens


@pytest.mark.parametrize("sent", ["text", 3, ["completion"], True])
def test_an_editor_that_sends_something_else(sent: object) -> None:
    layer = editor_layer(Rank.CLIENT, "editor", sent)
    assert layer.problems == (said("settings must be an object"),)


def test_the_command_line_wins() -> None:
    layers = [
        command_line_layer({"log.level": "debug", "log.file": None}),
        environment_layer({"HANARE__LOG__LEVEL": "error"}),
    ]
    assert resolve(layers).settings.log.level == "debug"
