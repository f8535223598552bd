"""Versions side by side: which is in use, going back, and what removal leaves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hanare.bundle.installer.command import main
from hanare.bundle.installer.layout import BundledModel, Manifest
from hanare.bundle.installer.prefix import Installed, Prefix
from hanare.errors import UsageError

MODEL = BundledModel("small", "small.gguf")
MANIFEST = Manifest("1.0", "3.11", "Linux", "x86_64", "2.28", (MODEL,), "small", ())


def add(prefix: Prefix, name: str) -> None:
    """Put a version there that has a program which prints the version's name."""
    program = prefix.folder(name) / "bin" / "hanare"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho {name}\n")
    program.chmod(0o755)
    prefix.record(name, Installed(MANIFEST, "0" * 64, str(prefix.models), ()))


@pytest.fixture
def prefix(tmp_path: Path) -> Prefix:
    made = Prefix(tmp_path / "prefix")
    for name in ("1.0-aa", "1.0-bb", "1.1-cc"):
        add(made, name)
    return made


def says(prefix: Prefix) -> str:
    return subprocess.run([prefix.program], capture_output=True, text=True).stdout.strip()


def test_what_was_recorded_is_read_again(prefix: Prefix) -> None:
    installed = prefix.installed("1.0-aa")
    assert installed == Installed(MANIFEST, "0" * 64, str(prefix.models), ())


def test_the_version_in_use_changes_and_changes_back(prefix: Prefix) -> None:
    assert prefix.current() is None
    for name in ("1.0-aa", "1.0-bb", "1.0-bb", "1.1-cc"):
        prefix.use(name)
        assert (prefix.current(), says(prefix)) == (name, name)
    assert prefix.previous() == "1.0-bb"
    assert prefix.names() == ["1.0-aa", "1.0-bb", "1.1-cc"]


def test_going_back_twice_is_where_one_was(prefix: Prefix) -> None:
    prefix.use("1.0-aa")
    prefix.use("1.1-cc")
    seen = []
    for _ in range(2):
        assert main(None, ("--prefix", str(prefix.root), "--rollback")) == 0
        seen.append(says(prefix))
    assert seen == ["1.0-aa", "1.1-cc"]


def test_another_version_by_name(prefix: Prefix, capsys: pytest.CaptureFixture[str]) -> None:
    prefix.use("1.1-cc")
    assert main(None, ("--prefix", str(prefix.root), "--use", "1.0-bb")) == 0
    assert main(None, ("--prefix", str(prefix.root), "--list")) == 0
    assert capsys.readouterr().out.endswith("  1.0-aa\n* 1.0-bb\n  1.1-cc\n")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--rollback",), "There is no earlier version"),
        (("--use", "9.9-xx"), "9.9-xx is not installed"),
        (("--use", "../.."), "../.. is not installed"),
        ((), "There is no bundle here"),
    ],
)
def test_what_cannot_be(
    prefix: Prefix, options: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix.use("1.0-aa")
    assert main(None, ("--prefix", str(prefix.root), *options)) == 2
    assert expected in capsys.readouterr().err
    assert prefix.current() == "1.0-aa"


def test_an_interrupted_installation_is_none(prefix: Prefix) -> None:
    (prefix.folder("1.1-cc") / "bundle.json").unlink()
    assert prefix.names() == ["1.0-aa", "1.0-bb"]
    with pytest.raises(UsageError):
        prefix.use("1.1-cc")


def test_removal_leaves_what_is_somebody_elses(prefix: Prefix) -> None:
    prefix.use("1.0-aa")
    prefix.use("1.1-cc")
    prefix.models.mkdir()
    for name in ("small.gguf", "small.gguf.json", "small.gguf.lock", "mine.gguf"):
        (prefix.models / name).write_text("x")
    (prefix.root / "bin" / "other").write_text("x")
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    left = {str(each.relative_to(prefix.root)) for each in prefix.root.rglob("*")}
    assert left == {"models", "models/mine.gguf", "bin", "bin/other"}


def test_removal_leaves_nothing_else(prefix: Prefix) -> None:
    prefix.use("1.0-aa")
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    assert not prefix.root.exists()
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 2


def test_models_that_many_use_stay(prefix: Prefix, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "small.gguf").write_text("x")
    for name in prefix.names():
        prefix.record(name, Installed(MANIFEST, "0" * 64, str(shared), ()))
    prefix.use("1.0-aa")
    prefix.remove_all()
    assert (shared / "small.gguf").exists()


def test_a_file_in_the_place_of_a_folder(
    prefix: Prefix, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix.program.parent.write_text("not a folder")
    assert main(None, ("--prefix", str(prefix.root), "--use", "1.0-aa")) == 1
    assert "cannot be written" in capsys.readouterr().err
