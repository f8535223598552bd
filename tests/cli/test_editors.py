"""`hanare editors`, as it is typed."""

from __future__ import annotations

import json
import sys
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
    folder.mkdir()
    assert "nvim: not installed" in run("list"), "a folder is not a plugin"


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


CODE = """#!/bin/sh
case "$*" in
--list-extensions*) test -e {there} && echo hanare.hanare@0.1.0; echo other.hanare@9.9 ;;
--install-extension*) : >{there} ;;
--uninstall-extension*) rm {there} ;;
esac
"""


def test_vs_code_is_asked_what_it_has_and_told_its_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = home / "bin"
    programs.mkdir()
    code = programs / "code"
    code.write_text(CODE.format(there=home / "there"), encoding="utf-8")
    code.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setattr("hanare.editors.placing.shipped", lambda _: home / "hanare.vsix")
    monkeypatch.setattr("hanare.cli.editors.shipped", lambda _: home / "hanare.vsix")
    server = home / "hanare" / "vscode-server.json"
    assert "vscode: not installed" in run("list")
    run("install", "vscode")
    assert json.loads(server.read_text("utf-8")) == [sys.executable, "-P", "-m", "hanare", "serve"]
    assert f"vscode: installed in {code}" in run("list")
    run("uninstall", "vscode")
    assert not server.exists()
    assert "vscode: not installed" in run("list")


def test_an_editor_that_does_not_answer_has_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = home / "code"
    code.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    code.chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}:/usr/bin:/bin")
    monkeypatch.setattr("hanare.editors.placing._LISTING_SECONDS", 0.1)
    rows = {row["name"]: row for row in json.loads(run("list", "--json"))}
    assert rows["vscode"]["installed"] == ""
