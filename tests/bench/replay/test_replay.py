"""`hanare bench replay`, as a user runs it, against servers in processes of their own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hanare.bench.corpus import SourceFile
from hanare.cli.bench import replay as replay_command
from hanare.cli.main import cli

SERVER = Path(__file__).with_name("language_server.py")
CODE = '''\
def area(width, height):
    """Return the area."""
    result = width * height
    return result


def volume(width, height, depth):
    if depth:
        return area(width, height) * depth
    return 0
'''
SCRIPT = """
[[answers]]
after = "result"
says = " = width * height"
"""


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small code to type, and a scripted engine to type it into."""
    (tmp_path / "code.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "script.toml").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(replay_command, "package_files", lambda _name: {"own/code.py": CODE})
    monkeypatch.setattr(
        replay_command, "load_corpus", lambda: (SourceFile("own", "own/code.py", CODE),)
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HANARE__ENGINE__KIND", "scripted")
    monkeypatch.setenv("HANARE__ENGINE__SCRIPT", json.dumps(str(tmp_path / "script.toml")))
    return tmp_path


def replay(*options: object, speed: float = 100) -> Result:
    chosen = ["--slots", 2, "--lines", 2, "--settle", 0, "--speed", speed, *options]
    return CliRunner().invoke(cli, ["bench", "replay", *map(str, chosen)])


def server(mode: str, surroundings: Path) -> str:
    words = [Path(sys.executable), SERVER, mode, surroundings / "code.py"]
    return " ".join(f"'{word.as_posix() if isinstance(word, Path) else word}'" for word in words)


def targets(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["targets"]
    return found


def test_hanare() -> None:
    (target,) = targets(replay("--json"))
    summary = target["summary"]
    assert summary["name"] == "hanare"
    assert summary["failed"] == 0
    assert [slot["path"] for slot in target["slots"]] == ["own/code.py"] * 2
    assert summary["asked"] == summary["pressed"] - 2
    assert summary["server_bytes"] > 10 << 20
    assert summary["children_bytes"] > 10 << 20  # the worker's
    assert summary["cpu_seconds_per_100_keys"] >= 0
    for slot in target["slots"]:
        for ask in slot["asks"]:
            assert (ask["account"] is not None) == (ask["fate"] == "answered")


def test_tables(surroundings: Path) -> None:
    result = replay("--profile", "--compare", server("knows", surroundings))
    assert result.exit_code == 0, result.output
    assert "characters saved" in result.stdout
    assert "milliseconds of an answer" in result.stdout


def test_another_server_that_knows(surroundings: Path) -> None:
    hanare, other = targets(replay("--json", "--compare", server("knows", surroundings), speed=20))
    assert other["summary"]["characters"] == hanare["summary"]["characters"]
    assert other["summary"]["accepted"] >= 1
    assert other["summary"]["pressed"] < other["summary"]["keys"]
    assert other["summary"]["sources"] == {"unknown": other["summary"]["latency_ms"]["count"]}


def test_another_server_that_fails(surroundings: Path) -> None:
    _, other = targets(replay("--json", "--compare", server("fails", surroundings), speed=40))
    assert other["summary"]["failed"] >= 1
    assert other["summary"]["saved"] == 0


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("dies", ["ended before the replay did", "the battery is empty"]),
        ("other", ["does not offer inline completion"]),
    ],
)
def test_a_server_that_cannot_be_typed_into(mode: str, said: list[str], surroundings: Path) -> None:
    result = replay("--compare", server(mode, surroundings))
    assert result.exit_code == 1
    for words in said:
        assert words in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--compare", "/there/is/no/such/program"], "cannot be started"),
        (["--compare", "'"], "not a command"),
        (["--slots", "0"], "Invalid value"),
        (["--speed", "0"], "above 0"),
        (["--url", "http://127.0.0.1:8012"], "belong together"),
        (["--engine", "llama-server"], "belong together"),
        (["--engine", "llama-server", "--url", "http://192.0.2.1:8012"], "on this machine"),
        (["--engine", "llama-server", "--url", "https://127.0.0.1:8012"], "on this machine"),
        (["--engine", "llama-server", "--url", "http://127.0.0.1"], "on this machine"),
        (["--engine", "llama-server", "--url", "http://127.0.0.1:x"], "on this machine"),
    ],
)
def test_misuse(options: list[str], said: str) -> None:
    result = replay(*options)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert "Traceback" not in result.output
