"""`hanare clean`: what goes, what stays, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hanare.cli.main import cli
from hanare.files import places
from hanare.models.catalog import Catalog

MODEL = Catalog.load().models[0].file
USUAL = [
    "analysis.sqlite",
    "analysis.sqlite-wal",
    "builds/b",
    "corpus/c",
    "help/h",
    "index/i.sqlite3",
    "reports/r",
]
MODELS = [MODEL, f"{MODEL}.json", f"{MODEL}.lock", f"{MODEL}.wheels/w.whl"]
KEPT = {"models/mine.gguf", "config/config.toml", "a.log"}
AUDIT = {"state/audit/audit.jsonl"}
OURS = {f"models/{name}" for name in MODELS}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("cache", "state", "config"):
        monkeypatch.setattr(places, f"{name}_folder", lambda name=name: tmp_path / name)
    monkeypatch.setenv("HANARE_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("HANARE__LOG__FILE", str(tmp_path / "a.log"))
    monkeypatch.chdir(tmp_path)
    names = [f"cache/{name}" for name in USUAL] + [f"models/{name}" for name in MODELS]
    for name in (*names, *KEPT, *AUDIT):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * 10 if path.suffix != ".toml" else "")
    return tmp_path


def run(*options: str) -> Result:
    return CliRunner().invoke(cli, ["clean", *options])


def files(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("options", "stays"),
    [
        ((), KEPT | AUDIT | OURS),
        (("--models",), KEPT | AUDIT),
        (("--audit",), KEPT | OURS),
        (("--models", "--audit"), KEPT),
    ],
)
def test_what_goes_and_what_stays(home: Path, options: tuple[str, ...], stays: set[str]) -> None:
    result = run("--yes", *options)
    assert result.exit_code == 0, result.output
    assert files(home) == stays
    assert run("--yes", *options).stdout.endswith("0 bytes are free again.\n")


def test_a_dry_run_only_looks(home: Path) -> None:
    before = files(home)
    result = run("--dry-run", "--models")
    assert result.exit_code == 0
    assert files(home) == before
    assert "40 bytes  models: is deleted" in result.stdout
    assert "10 bytes  the audit trail: stays" in result.stdout


def test_for_scripts(home: Path) -> None:
    rows = json.loads(run("--json", "--yes").stdout)
    found = {row["kind"]: (row["bytes"], row["deleted"]) for row in rows}
    assert found == {
        "index": (10, True), "results": (20, True), "reports": (10, True), "help": (10, True),
        "builds": (10, True), "corpus": (10, True), "models": (40, False), "audit": (10, False),
        "log": (10, False),
        "settings": (0, False),
    }  # fmt: skip


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nobody_to_ask(home: Path, options: tuple[str, ...]) -> None:
    before = files(home)
    result = run(*options)
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert files(home) == before


@pytest.mark.parametrize(("answer", "deleted"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_person_is_asked(
    home: Path, monkeypatch: pytest.MonkeyPatch, answer: str, deleted: bool
) -> None:
    monkeypatch.setattr("hanare.cli.clean._somebody_is_there", lambda: True)
    CliRunner().invoke(cli, ["clean"], input=answer)
    assert ("cache/index/i.sqlite3" not in files(home)) is deleted


def test_links_are_not_followed(home: Path) -> None:
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs").write_text("x")
    (home / "cache" / "index" / "link").symlink_to(elsewhere)
    reports = home / "cache" / "reports"
    (reports / "r").unlink()
    reports.rmdir()
    reports.symlink_to(elsewhere)
    assert run("--yes").exit_code == 0
    assert (elsewhere / "theirs").exists()
    assert not reports.is_symlink()


def test_what_cannot_be_deleted_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("hanare.files.room.delete", refuse)
    result = run("--yes")
    assert result.exit_code == 1
    assert "index cannot be deleted: Permission denied" in result.stderr


def test_nothing_was_written_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cache", "state", "config"):
        monkeypatch.setattr(places, f"{name}_folder", lambda: tmp_path / "none")
    monkeypatch.chdir(tmp_path)
    result = run()
    assert (result.exit_code, result.stdout) == (0, "0 bytes are free again.\n")
    assert list(tmp_path.iterdir()) == []
