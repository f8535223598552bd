"""`hanare editors`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hanare.cli.main import cli
from hanare.editors.placing import shipped


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("NVIM_APPNAME", raising=False)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["editors", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_install_list_uninstall(home: Path) -> None:
    folder = home / "nvim" / "site" / "pack" / "hanare" / "start" / "hanare"
    assert "nvim: not installed" in run("list")
    told = run("install", "nvim")
    assert str(folder) in told
    assert "require('hanare').setup({})" in told
    assert (folder / "lua" / "hanare" / "init.lua").is_file()
    assert f"nvim: installed in {folder}" in run("list")
    rows = {row["name"]: row for row in json.loads(run("list", "--json"))}
    assert rows["nvim"]["installed"] == str(folder)
    assert str(folder) in run("uninstall", "nvim")
    assert not folder.exists()


def test_another_folder(home: Path) -> None:
    told = run("install", "nvim", "--dir", str(home / "mine"))
    assert "runtimepath" in told
    assert (home / "mine" / "plugin" / "hanare.lua").is_file()


def test_path(home: Path) -> None:
    assert run("path", "nvim").strip() == str(shipped("nvim"))


def test_what_is_in_the_way_is_told_with_a_remedy(home: Path) -> None:
    (home / "mine").mkdir()
    told = run("install", "nvim", "--dir", str(home / "mine"), code=2)
    assert "has not installed it" in told
    assert "--dir" in told


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("action", ["install", "uninstall"])
def test_a_link_is_not_followed(
    home: Path, monkeypatch: pytest.MonkeyPatch, action: str, end: str
) -> None:
    run("install", "nvim", "--dir", str(home / "checkout"))
    (home / "checkout" / "mine.txt").touch()
    (home / "link").symlink_to(home / "checkout")
    monkeypatch.chdir(home)
    told = run(action, "nvim", "--dir", f"link{end}", code=2)
    assert str(home / "link") in told.replace("\n", "")
    assert (home / "checkout" / "mine.txt").is_file()


def test_in_japanese(home: Path) -> None:
    assert "未インストール" in run("list", "--lang", "ja")
