"""Whether the wheel takes VS Code's extension: only one that is built from these very sources."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_hook import BUILT, RECORD, ExtensionHook, digest, unfit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The extension's folder in a checkout that has just built it."""
    folder = tmp_path / "editors" / "vscode"
    (folder / "src" / "start").mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "0.1.0"}', encoding="utf-8")
    (folder / "src" / "start" / "one.ts").write_text("export {};", encoding="utf-8")
    pack(folder, digest(folder))
    return folder


def pack(folder: Path, recorded: str) -> None:
    with zipfile.ZipFile(folder / BUILT, "w") as archive:
        archive.writestr(RECORD, recorded + "\n")


def untouched(folder: Path) -> None:
    pass


def installed_tools(folder: Path) -> None:
    for name in ("node_modules", "dist"):
        (folder / name).mkdir()
        (folder / name / "made.js").write_text("made", encoding="utf-8")


def new_version(folder: Path) -> None:
    (folder / "package.json").write_text('{"version": "0.2.0"}', encoding="utf-8")


def changed_source(folder: Path) -> None:
    (folder / "src" / "start" / "one.ts").write_text("export { };", encoding="utf-8")


def another_source(folder: Path) -> None:
    (folder / "src" / "two.ts").write_text("export {};", encoding="utf-8")


def renamed_source(folder: Path) -> None:
    (folder / "src" / "start" / "one.ts").rename(folder / "src" / "one.ts")


def not_built(folder: Path) -> None:
    (folder / BUILT).unlink()


def without_record(folder: Path) -> None:
    with zipfile.ZipFile(folder / BUILT, "w") as archive:
        archive.writestr("extension/package.json", "{}")


def broken(folder: Path) -> None:
    (folder / BUILT).write_bytes(b"PK")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(untouched, "", id="as built"),
        pytest.param(installed_tools, "", id="what building leaves behind"),
        pytest.param(new_version, "sources have changed", id="another version"),
        pytest.param(changed_source, "sources have changed", id="changed"),
        pytest.param(another_source, "sources have changed", id="added"),
        pytest.param(renamed_source, "sources have changed", id="renamed"),
        pytest.param(not_built, "is not built", id="not built"),
        pytest.param(without_record, "does not say", id="no record"),
        pytest.param(broken, "does not say", id="no archive"),
    ],
)
def test_only_an_extension_of_these_sources_is_taken(
    folder: Path, change: Callable[[Path], None], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder)
    root = folder.parents[1]
    none: Any = None  # the project's metadata, which this hook has no use for
    hook = ExtensionHook(str(root), {}, none, none, str(root / "out"), "wheel")
    data: dict[str, dict[str, str]] = {"force_include": {}}
    hook.initialize("standard", data)
    said = "".join(capsys.readouterr())
    if says:
        assert data == {"force_include": {}}
        assert says in said
        assert says in unfit(folder)
    else:
        assert data["force_include"] == {
            str(folder / BUILT): "hanare/_data/editors/vscode/hanare.vsix"
        }
        assert "without" not in said
