"""`hanare models`, as a user runs it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hanare.cli import models as cli
from hanare.errors import ExitCode, HanareError
from hanare.models.catalog import Catalog
from hanare.wording import said
from models.samples import WEIGHTS, build_wheels, model, sha256, thirds, wheels_source

TINY = model(wheels_source(3))
BROUGHT = model(content=None, id="brought", file="brought.gguf")


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a store of its own and a catalogue with two small models."""
    catalog = Catalog.load().model_copy(update={"models": (TINY, BROUGHT), "default": "tiny"})
    monkeypatch.setattr(Catalog, "load", staticmethod(lambda: catalog))
    monkeypatch.setenv("HANARE_MODELS_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.models_group, [str(a) for a in arguments])


def output(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exception is None, result.exception
    return result.stdout


def values(*arguments: object) -> Any:
    return json.loads(output(*arguments, "--json"))


def failure(*arguments: object) -> HanareError:
    error = run(*arguments).exception
    assert isinstance(error, HanareError)
    return error


def test_list_shows_what_is_installed(directory: Path) -> None:
    text = output("list")
    assert "tiny (default)" in text
    assert str(directory / "store") in text
    assert [(m["id"], m["installed"], m["pullable"]) for m in values("list")] == [
        ("tiny", False, True),
        ("brought", False, False),
    ]


def test_show_leaves_out_what_is_not_known() -> None:
    text = output("show", "brought")
    assert "hanare models import FILE --id brought" in text
    assert "sha256" not in text
    assert values("show", "tiny")["sha256"] == sha256(WEIGHTS)
    assert failure("show", "tyni").exit_code is ExitCode.USAGE


def test_pull_verify_remove(directory: Path) -> None:
    build_wheels(directory / "index", thirds())
    result = run("pull")
    assert result.exception is None
    assert "Tiny is ready" in result.stdout
    assert "fetching part 1 of 3" in result.stderr
    assert values("pull", "tiny")["path"] == str(directory / "store" / "tiny.gguf")
    assert output("verify") == "tiny: ok\n"
    assert "installed" in output("show", "tiny")
    assert values("remove", "tiny") == {"id": "tiny", "freed": len(WEIGHTS)}
    assert output("remove", "tiny") == "Tiny is not installed.\n"
    assert "No models are installed" in output("verify")


def test_verify_reports_every_model_and_fails(directory: Path) -> None:
    build_wheels(directory / "index", thirds())
    output("pull")
    (directory / "store" / "tiny.gguf").write_bytes(b"GGUF changed")
    result = run("verify", "--json")
    assert json.loads(result.stdout)[0]["ok"] is False
    assert isinstance(result.exception, HanareError)
    assert result.exception.exit_code is ExitCode.FAILED
    assert run("verify").stdout == "tiny: NOT OK\n"


def test_pull_without_the_parts_fails_with_a_remedy() -> None:
    error = failure("pull", "tiny")
    assert error.exit_code is ExitCode.FAILED
    assert "hanare models import FILE" in error.remedy


def test_import(directory: Path) -> None:
    file = directory / "anything.gguf"
    file.write_bytes(WEIGHTS)
    assert "Tiny is ready" in output("import", file)  # known by its content
    assert failure("import", file, "--id", "brought").exit_code is ExitCode.USAGE
    text = output("import", file, "--id", "brought", "--accept-unverified")
    assert f"recorded SHA-256 {sha256(WEIGHTS)}" in text
    assert "brought: ok (the digest it was imported with)" in output("verify")


def test_recommend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    text = output("recommend", "--commercial")
    assert text.startswith("This machine: ")
    assert all(item["reasons"] for item in values("recommend"))


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with cli._Meter() as meter:
        meter(said("joining"), 0, 0)
        meter(said("joining"), 50, 100)
        assert meter._bar.tasks[0].percentage == 50
