"""Neovim as a user has it: the plugin installed by us, or the configuration that we document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hanare.editors.placing import install_nvim, nvim_folder

from editors.nvim.binaries import VERSIONS, install
from editors.nvim.driver import ROOT, SERVER, Neovim
from editors.nvim.launching import lua_list, script

pytestmark = pytest.mark.editor


def configure(home: Path, lua: str) -> None:
    init = home / "config" / "nvim" / "init.lua"
    init.parent.mkdir(parents=True)
    init.write_text(f"vim.o.shadafile, vim.o.swapfile = 'NONE', false\n{lua}\n", encoding="utf-8")


def test_installed_it_is_found_and_so_are_its_help_and_its_server(
    binary: Path, tmp_path: Path
) -> None:
    install_nvim(nvim_folder({"XDG_DATA_HOME": str(tmp_path / "data")}, tmp_path, windows=False))
    configure(tmp_path, "require('hanare').setup({})")
    nvim = Neovim.plain(binary, tmp_path, script(tmp_path))
    try:
        assert nvim.lua("return vim.fn.exists(':Hanare')") == 2
        for subject, file in (("hanare-options", "hanare.txt"), ("hanare@ja", "hanare.jax")):
            nvim.api.command(f"help {subject}")
            assert nvim.lua("return vim.fn.expand('%:t')") == file
        nvim.api.command("helpclose")
        found = nvim.lua("return require('hanare.executable').find()")
        assert found == {"origin": "installed", "command": SERVER}
        nvim.open("")
        nvim.keys("itotal = ")
        nvim.sees("total = price * count")
    finally:
        nvim.close()


def test_without_the_plugin_as_documented(tmp_path: Path) -> None:
    newest = install(VERSIONS[-1])  # 0.11 has no inline completion of its own
    text = (ROOT / "editors" / "README.md").read_text(encoding="utf-8")
    (lua,) = re.findall(r"```lua\n(.*?)```", text, re.DOTALL)
    documented = "cmd = { 'hanare', 'serve' }"
    assert documented in lua
    configure(tmp_path, lua.replace(documented, f"cmd = {lua_list(SERVER)}"))
    nvim = Neovim.plain(newest, tmp_path, script(tmp_path))
    try:
        file = tmp_path / "shop.py"
        file.touch()
        nvim.api.command(f"edit {file}")
        nvim.wait_lua("#vim.lsp.get_clients({ bufnr = 0 }) == 1")
        nvim.keys("itotal = ")
        nvim.sees("total = price * count")
        nvim.keys("<Tab>")
        nvim.has(["total = price * count"])
    finally:
        nvim.close()
