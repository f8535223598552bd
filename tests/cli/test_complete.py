"""`hanare complete`, as a user runs it, on a project of two files and a scripted engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hanare.cli.main import cli
from hanare.errors import ExitCode
from hanare.files import places
from hanare.index.store import database_of

from index.trees import make

MAIN = "from tools import measure\n\narea = measure(\n"
FILES: dict[str, str | bytes] = {
    "pyproject.toml": "",
    "tools.py": "def measure(length, width):\n    return length * width\n",
    "main.py": MAIN,
    "names.py": "名前 = \r\nx = 1\r\n",
    "japanese.py": "名前 = 'ハナレ'".encode("shift_jis"),
    "secret.env": "x = ",
}
SCRIPT = """
[[answers]]
after = "= measure("
says = "length, width))\\n"

[[answers]]
after = "名前 = "
says = "'離れ'\\n"
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, the directory in which the command runs, and an index of its own."""
    folder = make(tmp_path / "project", FILES)
    script = tmp_path / "script.toml"
    script.write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "300")
    # Not by the environment: which variable names the cache depends on the system.
    monkeypatch.setattr(places, "index_folder", lambda: tmp_path / "cache")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HANARE__ENGINE__KIND", "scripted")
    monkeypatch.setenv("HANARE__ENGINE__SCRIPT", json.dumps(str(script)))
    return folder


def complete(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["complete", *arguments])


def output(*arguments: str) -> str:
    result = complete(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def stages(*arguments: str) -> dict[str, str]:
    """What `--explain-pipeline` prints, by stage."""
    rows = [line.split("│") for line in output("--explain-pipeline", *arguments).splitlines()]
    return {row[1].strip(): row[2].strip() for row in rows if len(row) > 2}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("main.py:3:16", "length, width)"),
        ("./main.py:3:16", "length, width)"),
        ("../project/main.py:3:16", "length, width)"),
        ("names.py:1:6", "'離れ'"),
    ],
)
def test_the_suggestion_is_all_that_is_printed(place: str, text: str) -> None:
    assert output(place) == f"{text}\n"


def test_a_place_may_be_absolute(project: Path) -> None:
    assert output(f"{project / 'main.py'}:3:16") == "length, width)\n"


def test_everything_as_json() -> None:
    result: dict[str, Any] = json.loads(output("--json", "main.py:3:16"))
    assert result["text"] == "length, width)"
    assert result["range"] == {"start": {"line": 3, "column": 16}, "end": {"line": 3, "column": 16}}
    assert result["reason"] == "shown"
    assert result["extent"] == "block:open-bracket"
    assert result["alternatives"] == []
    assert 0 < result["confidence"] < 1
    assert result["prompt_tokens"] > len("def measure(length, width)" + MAIN)
    assert result["generated_tokens"] > 0
    assert set(result["timings_ms"]) >= {"prefill", "decode", "total"}


def test_what_each_step_decided() -> None:
    told = stages("main.py:3:16")
    assert list(told) == [
        "trigger", "cache", "extent", "context", "window", "prompt", "answer", "confidence",
        "filter unmatched-closers", "gate", "outcome",
    ]  # fmt: skip
    assert told["extent"] == "block:open-bracket"
    assert told["context"] == "tools.py (26 characters)"  # def measure(length, width)
    assert told["answer"] == r"'length, width))'"
    assert told["filter unmatched-closers"] == "'length, width)'"
    assert told["outcome"] == "shown"


def test_where_nothing_is_known_the_file_stands_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANARE__CONTEXT__OTHER_FILES", "false")
    assert stages("main.py:3:16")["context"] == "nothing of other files"
    assert not database_of(project).exists()
    monkeypatch.delenv("HANARE__CONTEXT__OTHER_FILES")
    assert stages("main.py:3:16")["context"] != "nothing of other files"
    assert database_of(project).exists()
    # A change is seen the next time.
    make(project, {"tools.py": "def measure(length, width, height): ...\n"})
    assert stages("main.py:3:16")["context"] == "tools.py (34 characters)"


def test_a_file_outside_of_any_project_stands_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "pyproject.toml").unlink()
    assert stages("main.py:3:16")["context"] == "nothing of other files"
    assert not database_of(project).exists()


@pytest.mark.parametrize(
    ("place", "reason"),
    [("main.py:2:1", "empty"), ("secret.env:1:5", "excluded:secret-file")],
)
def test_why_there_is_none(place: str, reason: str) -> None:
    result = complete(place)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"No suggestion: {reason}" in result.stderr
    assert json.loads(output("--json", place))["text"] is None
    assert stages(place)["outcome"] == reason


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("main.py", "is not FILE:LINE:COL"),
        ("main.py:3", "is not FILE:LINE:COL"),
        ("main.py:3:x", "is not FILE:LINE:COL"),
        ("main.py:3:-1", "is not FILE:LINE:COL"),
        (":1:1", "is not FILE:LINE:COL"),
        ("main.py:0:1", "there is no line 0"),
        ("main.py:5:1", "main.py has 4 lines; there is no line 5"),
        ("main.py:3:0", "there is no column 0"),
        ("main.py:3:17", "Line 3 of main.py has 15 characters; there is no column 17"),
        ("names.py:1:7", "there is no column 7"),  # the line break is no part of a line
        ("main.py:99999999999999999999:1", "there is no line"),
        ("missing.py:1:1", "missing.py cannot be read"),
        (".:1:1", "cannot be read"),
        ("japanese.py:1:1", "is not UTF-8"),
    ],
)
def test_places_that_are_none(place: str, said: str) -> None:
    result = complete(place)
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_model_that_is_unknown() -> None:
    result = complete("--model", "unheard-of", "main.py:3:16")
    assert result.exit_code != 0
    assert "unheard-of" in result.stderr
    assert "Traceback" not in result.output


def test_an_index_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "occupied").write_text("a file, where a directory should be")
    monkeypatch.setattr(places, "index_folder", lambda: tmp_path / "occupied")
    result = complete("main.py:3:16")
    assert result.exit_code == 0
    assert "Definitions of other files are not used" in result.stderr
    assert "Traceback" not in result.output
