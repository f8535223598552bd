"""Versions side by side: which is in use, going back, and what removal leaves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hanare.bundle.installer.command import main
from hanare.bundle.installer.layout import BundledModel, Manifest
from hanare.bundle.installer.prefix import Installed, Prefix, python_of
from hanare.errors import UsageError

MODEL = BundledModel("small", "small.gguf")
MANIFEST = Manifest("1.0", "3.11", "Linux", "x86_64", "2.28", (MODEL,), "small", ())


def script(path: Path, command: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{command}\n")
    path.chmod(0o755)


def add(prefix: Prefix, name: str) -> None:
    """Put a version there that has a program which prints the version's name."""
    script(prefix.folder(name) / "bin" / "hanare", f"echo {name}")
    script(python_of(prefix.folder(name)), f"echo {name} $4 $5 $6 >> {prefix.root}.calls")
    prefix.record(name, Installed(MANIFEST, "0" * 64, str(prefix.models), None, ()))


@pytest.fixture
def prefix(tmp_path: Path) -> Prefix:
    made = Prefix(tmp_path / "prefix")
    for name in ("1.0-aaaaaaaa", "1.0-bbbbbbbb", "1.1-cccccccc"):
        add(made, name)
    return made


def says(prefix: Prefix) -> str:
    return subprocess.run([prefix.program], capture_output=True, text=True).stdout.strip()


def test_what_was_recorded_is_read_again(prefix: Prefix) -> None:
    installed = prefix.installed("1.0-aaaaaaaa")
    assert installed == Installed(MANIFEST, "0" * 64, str(prefix.models), None, ())


def test_the_version_in_use_changes_and_changes_back(prefix: Prefix) -> None:
    assert prefix.current() is None
    for name in ("1.0-aaaaaaaa", "1.0-bbbbbbbb", "1.0-bbbbbbbb", "1.1-cccccccc"):
        prefix.use(name)
        assert (prefix.current(), says(prefix)) == (name, name)
    assert prefix.previous() == "1.0-bbbbbbbb"
    assert prefix.names() == ["1.0-aaaaaaaa", "1.0-bbbbbbbb", "1.1-cccccccc"]


def test_going_back_twice_is_where_one_was(prefix: Prefix) -> None:
    prefix.use("1.0-aaaaaaaa")
    prefix.use("1.1-cccccccc")
    seen = []
    for _ in range(2):
        assert main(None, ("--prefix", str(prefix.root), "--rollback")) == 0
        seen.append(says(prefix))
    assert seen == ["1.0-aaaaaaaa", "1.1-cccccccc"]


def test_another_version_by_name(prefix: Prefix, capsys: pytest.CaptureFixture[str]) -> None:
    prefix.use("1.1-cccccccc")
    assert main(None, ("--prefix", str(prefix.root), "--use", "1.0-bbbbbbbb")) == 0
    assert main(None, ("--prefix", str(prefix.root), "--list")) == 0
    assert capsys.readouterr().out.endswith("  1.0-aaaaaaaa\n* 1.0-bbbbbbbb\n  1.1-cccccccc\n")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--rollback",), "There is no earlier version"),
        (("--use", "9.9-99999999"), "9.9-99999999 is not installed"),
        (("--use", "../.."), "../.. is not installed"),
        ((), "There is no bundle here"),
    ],
)
def test_what_cannot_be(
    prefix: Prefix, options: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix.use("1.0-aaaaaaaa")
    assert main(None, ("--prefix", str(prefix.root), *options)) == 2
    assert expected in capsys.readouterr().err
    assert prefix.current() == "1.0-aaaaaaaa"


def test_an_interrupted_installation_is_none(prefix: Prefix) -> None:
    (prefix.folder("1.1-cccccccc") / "bundle.json").unlink()
    assert prefix.names() == ["1.0-aaaaaaaa", "1.0-bbbbbbbb"]
    with pytest.raises(UsageError):
        prefix.use("1.1-cccccccc")


def test_removal_leaves_what_is_somebody_elses(prefix: Prefix) -> None:
    prefix.use("1.0-aaaaaaaa")
    prefix.use("1.1-cccccccc")
    prefix.models.mkdir()
    for name in ("small.gguf", "small.gguf.json", "small.gguf.lock", "mine.gguf"):
        (prefix.models / name).write_text("x")
    (prefix.root / "bin" / "other").write_text("x")
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    left = {str(each.relative_to(prefix.root)) for each in prefix.root.rglob("*")}
    assert left == {"models", "models/mine.gguf", "bin", "bin/other"}


def test_removal_leaves_nothing_else(prefix: Prefix) -> None:
    prefix.use("1.0-aaaaaaaa")
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    assert not prefix.root.exists()
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 2


def test_models_that_many_use_stay(prefix: Prefix, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "small.gguf").write_text("x")
    for name in prefix.names():
        prefix.record(name, Installed(MANIFEST, "0" * 64, str(shared), None, ()))
    prefix.use("1.0-aaaaaaaa")
    prefix.remove_all()
    assert (shared / "small.gguf").exists()


def test_a_file_in_the_place_of_a_folder(
    prefix: Prefix, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix.program.parent.write_text("not a folder")
    assert main(None, ("--prefix", str(prefix.root), "--use", "1.0-aaaaaaaa")) == 1
    assert "cannot be written" in capsys.readouterr().err


def calls(prefix: Prefix) -> list[str]:
    """What Hanare was asked in which version."""
    path = Path(f"{prefix.root}.calls")
    return path.read_text().splitlines() if path.exists() else []


def put_into_editors(prefix: Prefix, name: str, *editors: str) -> None:
    prefix.record(name, Installed(MANIFEST, "0" * 64, str(prefix.models), None, editors))


def test_a_version_whose_python_is_gone_is_not_taken_into_use(
    prefix: Prefix, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix.use("1.0-aaaaaaaa")
    prefix.use("1.1-cccccccc")
    python_of(prefix.folder("1.0-aaaaaaaa")).unlink()
    python_of(prefix.folder("1.0-aaaaaaaa")).symlink_to("/gone/python")
    assert main(None, ("--prefix", str(prefix.root), "--rollback")) == 1
    assert "The Python that 1.0-aaaaaaaa was installed with is gone" in capsys.readouterr().err
    assert prefix.current() == "1.1-cccccccc"


def test_the_clients_of_all_versions_are_removed(prefix: Prefix) -> None:
    """By a version that runs, be it the one in use or another."""
    put_into_editors(prefix, "1.0-aaaaaaaa", "nvim")
    put_into_editors(prefix, "1.0-bbbbbbbb", "vscode")
    prefix.use("1.1-cccccccc")
    python_of(prefix.folder("1.1-cccccccc")).unlink()
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    done = "1.0-aaaaaaaa editors uninstall"
    assert calls(prefix) == [f"{done} nvim", f"{done} vscode"]
    assert not prefix.root.exists()


def test_a_client_that_cannot_be_removed_is_told_of(
    prefix: Prefix, capsys: pytest.CaptureFixture[str]
) -> None:
    put_into_editors(prefix, "1.0-aaaaaaaa", "nvim")
    for name in prefix.names():
        python_of(prefix.folder(name)).unlink()
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    assert "The client for nvim stays" in capsys.readouterr().out
    assert not prefix.root.exists()


def test_going_back_brings_the_clients_along(prefix: Prefix) -> None:
    prefix.use("1.0-aaaaaaaa")
    put_into_editors(prefix, "1.0-aaaaaaaa", "nvim", "vscode")
    prefix.use("1.1-cccccccc")
    assert main(None, ("--prefix", str(prefix.root), "--rollback")) == 0
    done = "1.0-aaaaaaaa editors install"
    assert calls(prefix) == [f"{done} nvim", f"{done} vscode"]


def test_an_interrupted_installation_is_removed(prefix: Prefix) -> None:
    for name in prefix.names():
        (prefix.folder(name) / "bundle.json").unlink()
    (prefix.versions / "mine").mkdir()
    assert main(None, ("--prefix", str(prefix.root), "--uninstall")) == 0
    assert [each.name for each in prefix.versions.iterdir()] == ["mine"]


@pytest.mark.parametrize("folder", ["~nobody-of-that-name/x", "/\udcff"])
def test_a_folder_that_cannot_be(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(None, ("--prefix", folder, "--list")) == 2
    assert "is no usable path" in capsys.readouterr().err
