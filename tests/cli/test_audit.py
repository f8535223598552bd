"""`hanare audit`, as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hanare.cli.audit import _FLAWS
from hanare.cli.main import cli
from hanare.errors import ExitCode
from hanare.files import places
from hanare.observe.audit import AuditTrail, Event, Flaw, TrailFiles

GATE: Event = {
    "kind": "gate",
    "rule": "B602",
    "cwe": 78,
    "severity": "high",
    "policy": "hide",
    "outcome": "hidden",
    "document": "d" * 64,
}
OTHER: Event = {"kind": "start", "version": "0.3"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a trail of its own, and a language."""
    monkeypatch.setattr(places, "state_folder", lambda: tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["audit", *(str(a) for a in arguments)])


def record(*events: Event) -> None:
    trail = AuditTrail(places.audit_file(), lambda: datetime(2026, 7, 27, 12, 0, tzinfo=UTC))
    for event in events:
        trail.write(event)
    trail.close()


def shown(*arguments: object) -> list[dict[str, Any]]:
    result = run("show", "--json", *arguments)
    assert result.exit_code == ExitCode.OK
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def change(old: bytes, new: bytes) -> None:
    content = places.audit_file().read_bytes()
    assert old in content
    places.audit_file().write_bytes(content.replace(old, new, 1))


def test_path(folder: Path) -> None:
    assert run("path").stdout == f"{folder / 'audit' / 'audit.jsonl'}\n"


def test_show_prints_a_table() -> None:
    record(OTHER, GATE)
    lines = run("show").stdout.splitlines()
    for value in ("2", "2026-07-27T12:00:00.000+00:00", "gate", "B602", "78", "high", "hide"):
        assert f" {value} " in lines[-2]
    assert f"document={'d' * 32}…" in lines[-2]
    assert "version=0.3" in lines[-3]


SELECTIONS: Mapping[str, tuple[tuple[object, ...], list[int]]] = {
    "the last fifty": ((), list(range(5, 55))),
    "the last two": (("--last", 2), [53, 54]),
    "all": (("--last", 0), list(range(1, 55))),
    "of a kind": (("--kind", "start"), [1]),
    "the last of a kind": (("--kind", "gate", "--last", 1), [54]),
    "of no kind": (("--kind", "none"), []),
}


@pytest.mark.parametrize(("options", "expected"), SELECTIONS.values(), ids=SELECTIONS)
def test_show_selects(options: tuple[object, ...], expected: list[int]) -> None:
    record(OTHER, *[GATE] * 53)
    assert [entry["sequence"] for entry in shown(*options)] == expected


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "JSON"])
def test_show_is_harmless(options: tuple[str, ...]) -> None:
    hostile = "\x1b[2J\x9b\u202e\u200b\n[bold]\ud800"
    record({"kind": hostile, "rule": hostile, hostile: hostile})
    result = run("show", *options)
    assert result.exit_code == ExitCode.OK
    assert not set(result.stdout) & set("\x1b\x9b\u202e\u200b\ud800")
    assert "[bold]" in result.stdout


def test_show_says_what_it_cannot_vouch_for() -> None:
    record(GATE, GATE, GATE)
    change(b'"hidden"', b'"shown"')
    with places.audit_file().open("ab") as file:
        file.write(b"nonsense\n")
    result = run("show", "--json")
    assert len(json.loads(result.stdout)) == 3
    assert result.stderr.startswith("2 lines are no entries, or were edited;")


def test_nothing() -> None:
    assert run("show").stdout == "Nothing is recorded.\n"
    assert shown() == []
    assert run("verify").stdout == "Nothing is recorded.\n"
    assert not places.audit_file().parent.exists()


def test_verify_what_is_whole() -> None:
    record(GATE, GATE)
    result = run("verify")
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "2 entries, none changed.\n")
    assert json.loads(run("verify", "--json").stdout) == {
        "ok": True,
        "entries": 2,
        "interrupted": False,
        "broken": None,
    }


def test_verify_what_was_interrupted() -> None:
    record(GATE)
    with places.audit_file().open("ab") as file:
        file.write(b'{"cwe"')
    result = run("verify")
    assert result.exit_code == ExitCode.OK
    assert "A writer was interrupted" in result.stdout


def test_verify_names_the_place() -> None:
    record(GATE, GATE, GATE)
    change(b'"hidden"', b'"shown"')
    result = run("verify")
    assert result.exit_code == ExitCode.FAILED
    place = f"{places.audit_file()}:1"
    assert f"{place}: this entry was edited (entry 1 should be here" in result.stderr
    assert "Keep the folder as evidence" in result.stderr
    assert json.loads(run("verify", "--json").stdout) == {
        "ok": False,
        "entries": 0,
        "interrupted": False,
        "broken": {"flaw": "edited", "file": str(places.audit_file()), "line": 1, "sequence": 1},
    }


def test_in_japanese() -> None:
    record(GATE)
    assert run("verify", "--lang", "ja").stdout == "1 件の記録に改変はありません。\n"
    change(b'"hidden"', b'"shown"')
    assert "この記録は書き換えられています" in run("verify", "--lang", "ja").stderr


def test_every_flaw_has_words() -> None:
    assert set(_FLAWS) == set(Flaw)


def test_a_copy(folder: Path) -> None:
    record(GATE)
    copy = folder / "audit"
    copy.rename(folder / "evidence")
    record(GATE, GATE)
    there = ("--file", folder / "evidence" / "audit.jsonl")
    assert run("verify", *there).stdout == "1 entries, none changed.\n"
    assert len(shown(*there)) == 1


@pytest.mark.parametrize("command", ["show", "verify"])
def test_what_cannot_be_read(command: str) -> None:
    record(GATE)
    places.audit_file().unlink()
    places.audit_file().mkdir()
    result = run(command)
    assert result.exit_code == ExitCode.FAILED
    assert "The audit trail cannot be read: " in result.stderr


@pytest.mark.parametrize("command", ["show", "verify"])
def test_while_somebody_writes(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record(GATE)
    monkeypatch.setattr("hanare.observe.audit.files._LOCK_SECONDS", 0.05)
    with TrailFiles(places.audit_file()).alone():
        result = run(command)
    assert result.exit_code == ExitCode.FAILED
    assert "Another process has been writing" in result.stderr
