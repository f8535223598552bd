"""Clients are put where editors look, as a whole or not at all, and nothing else is touched."""

from __future__ import annotations

import errno
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hanare.editors import placing
from hanare.editors.placing import (
    NVIM,
    install_nvim,
    nvim_folder,
    run_code,
    shipped,
    uninstall_nvim,
    vscode_command,
)
from hanare.errors import HanareError

END = Path("site", "pack", "hanare", "start", "hanare")


@pytest.mark.parametrize(
    ("environ", "windows", "expected"),
    [
        ({}, False, Path("/home/me/.local/share/nvim") / END),
        ({"XDG_DATA_HOME": "/data"}, False, Path("/data/nvim") / END),
        ({"NVIM_APPNAME": "lazy"}, False, Path("/home/me/.local/share/lazy") / END),
        ({"LOCALAPPDATA": "/local"}, True, Path("/local/nvim-data") / END),
        ({}, True, Path("/home/me/AppData/Local/nvim-data") / END),
    ],
)
def test_where_neovim_looks(environ: dict[str, str], windows: bool, expected: Path) -> None:
    assert nvim_folder(environ, Path("/home/me"), windows=windows) == expected


def test_installed_it_is_the_shipped_one_and_knows_its_server(tmp_path: Path) -> None:
    folder = tmp_path / "pack" / "hanare"
    install_nvim(folder)
    source = shipped(NVIM)
    for file in ("lua/hanare/init.lua", "plugin/hanare.lua", "doc/hanare.txt", "doc/hanare.jax"):
        assert (folder / file).read_bytes() == (source / file).read_bytes()
    command = json.loads((folder / placing.SERVER_FILE).read_text(encoding="utf-8"))
    assert command == [sys.executable, "-P", "-m", "hanare", "serve"]
    assert [path.name for path in folder.parent.iterdir()] == ["hanare"]


def test_its_help_has_tags(tmp_path: Path) -> None:
    install_nvim(tmp_path / "hanare")
    for name, file in (("tags", "hanare.txt"), ("tags-ja", "hanare.jax")):
        lines = (tmp_path / "hanare" / "doc" / name).read_text(encoding="utf-8").splitlines()
        tags = {line.split("\t")[0]: line.split("\t")[1:] for line in lines}
        assert tags["hanare-options"] == [file, "/*hanare-options*"]
        assert tags[":Hanare"] == [file, "/*:Hanare*"]
        help_ = (tmp_path / "hanare" / "doc" / file).read_text(encoding="utf-8")
        linked = set(re.findall(r"\|(hanare[^|\s]*|:Hanare)\|", help_))
        assert linked <= tags.keys()


def test_an_older_one_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "hanare"
    install_nvim(folder)
    (folder / "lua" / "hanare" / "old.lua").touch()
    install_nvim(folder)
    assert not (folder / "lua" / "hanare" / "old.lua").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["hanare"]


@pytest.mark.parametrize("name", ["venv", ".venv"])
def test_an_environment_beside_the_plugin_stays(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "hanare"
    install_nvim(folder)
    (folder / name).mkdir()
    (folder / name / "pyvenv.cfg").touch()
    install_nvim(folder)
    assert (folder / name / "pyvenv.cfg").is_file()


def test_if_it_cannot_be_replaced_the_older_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hanare"
    install_nvim(folder)
    (folder / "venv").mkdir()
    (folder / "mine.txt").touch()
    rename = Path.rename

    def fail_for_the_new_one(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(HanareError, match="Input/output error"):
        install_nvim(folder)
    assert (folder / "mine.txt").is_file()
    assert (folder / "venv").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["hanare"]


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").touch()


def _clone(path: Path) -> None:
    shutil.copytree(shipped(NVIM), path)
    (path / "mine.txt").touch()


def _clone_that_was_installed_into(path: Path) -> None:
    install_nvim(path)
    (path / ".git").mkdir()
    (path / "mine.txt").touch()


def _file(path: Path) -> None:
    path.touch()


def _link(path: Path) -> None:
    install_nvim(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("make", [_folder, _clone, _clone_that_was_installed_into, _file, _link])
@pytest.mark.parametrize("act", [install_nvim, uninstall_nvim])
def test_what_is_not_ours_stays(
    tmp_path: Path, make: Callable[[Path], None], act: Callable[[Path], object]
) -> None:
    folder = tmp_path / "hanare"
    make(folder)
    with pytest.raises(HanareError, match="has not installed it"):
        act(folder)
    assert folder.exists()
    if make not in {_file, _link}:
        assert (folder / "mine.txt").exists()


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HanareError, match="cannot be written"):
        install_nvim(tmp_path / "file" / "hanare")


def test_uninstalling(tmp_path: Path) -> None:
    folder = tmp_path / "hanare"
    assert uninstall_nvim(folder) is False
    install_nvim(folder)
    assert uninstall_nvim(folder) is True
    assert not folder.exists()


def test_without_the_extension_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "data_root", lambda: tmp_path)
    with pytest.raises(HanareError) as failure:
        shipped("vscode")
    assert "comes without the client for vscode" in str(failure.value)
    assert "npm run package" in str(failure.value)


@pytest.fixture
def extension(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with an extension that was built."""
    file = tmp_path / "editors" / "vscode" / "hanare.vsix"
    file.parent.mkdir(parents=True)
    file.touch()
    monkeypatch.setattr(placing, "data_root", lambda: tmp_path)
    return file


def test_the_editors_own_installer_is_run(extension: Path, tmp_path: Path) -> None:
    said, code = tmp_path / "said", tmp_path / "code"
    code.write_text(f'#!/bin/sh\necho "$@" > {said}\n', encoding="utf-8")
    code.chmod(0o755)
    assert placing.find_code({"PATH": str(tmp_path)}) == code
    run_code(vscode_command(code))
    assert said.read_text().split() == ["--install-extension", str(extension), "--force"]
    run_code(vscode_command(code, removes=True))
    assert said.read_text().split() == ["--uninstall-extension", "hanare.hanare"]


@pytest.mark.parametrize(
    ("script", "reason"), [("#!/bin/sh\necho broken >&2\nexit 1\n", "broken"), ("", "")]
)
def test_an_installer_that_fails_is_told(
    extension: Path, tmp_path: Path, script: str, reason: str
) -> None:
    code = tmp_path / "code"
    if script:
        code.write_text(script, encoding="utf-8")
        code.chmod(0o755)
    with pytest.raises(HanareError, match="failed") as failure:
        run_code(vscode_command(code))
    assert reason in str(failure.value)
    assert "Run it yourself" in str(failure.value)


def test_no_editor_on_the_path(tmp_path: Path) -> None:
    assert placing.find_code({"PATH": str(tmp_path)}) is None
