"""Findings in Neovim's own ways, and the analysis of a file or the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from editors.nvim.binaries import Version
from editors.nvim.driver import Neovim
from editors.nvim.launching import Start

pytestmark = pytest.mark.editor

CODE = "import yaml\n\n\ndef read(text):\n    return yaml.load(text)\n"
LIST_IS_OPEN = "vim.fn.getqflist({ winid = 0 }).winid ~= 0"
FIXED = "    return yaml.safe_load(text)"


def found(nvim: Neovim) -> None:
    nvim.wait_lua("#vim.diagnostic.get(0) == 1")


def test_a_finding_is_a_diagnostic_with_hover(nvim: Neovim, version: Version) -> None:
    nvim.open(CODE)
    found(nvim)
    (finding,) = nvim.lua("return vim.diagnostic.get(0)")
    assert (finding["source"], finding["code"]) == ("hanare", "B506")
    assert (finding["lnum"], CODE.splitlines()[4][finding["col"] :][:9]) == (4, "yaml.load")
    nvim.lua("vim.diagnostic.config({ virtual_text = true })")
    nvim.wait(lambda: "yaml.load" in nvim.screen()[4] and "■" in nvim.screen()[4], "its message")
    nvim.lua("vim.api.nvim_win_set_cursor(0, { 5, 14 }) vim.lsp.buf.hover()")
    nvim.wait(lambda: any("CWE" in row for row in nvim.screen()), "the rule's help")
    nvim.save_screen(f"finding-{version.name}")


def test_a_fix_by_rule_is_applied(nvim: Neovim) -> None:
    nvim.open(CODE)
    found(nvim)
    nvim.lua("""
        vim.api.nvim_win_set_cursor(0, { 5, 14 })
        vim.ui.select = function(items, options, choose)
          titles = vim.tbl_map(options.format_item, items)
          choose(items[1], 1)
        end
    """)
    nvim.api.command("Hanare fix")
    nvim.wait(lambda: nvim.lines[4] == FIXED, "the fix")
    assert len(nvim.lua("return titles")) >= 2
    nvim.wait_lua("#vim.diagnostic.get(0) == 0")
    nvim.keys("u")
    nvim.has(CODE.splitlines())


def test_the_analysis_of_a_file(nvim: Neovim) -> None:
    nvim.open(CODE)
    nvim.api.command("Hanare analyze file")
    nvim.hears("1 findings in 1 files analysed; 0 not analysed")
    (item,) = nvim.lua("return vim.fn.getqflist()")
    assert (item["lnum"], item["col"]) == (5, CODE.splitlines()[4].index("yaml") + 1)
    assert "[B506]" in item["text"]
    nvim.wait_lua(LIST_IS_OPEN)
    assert nvim.lines == CODE.splitlines(), "the cursor stays in the file"
    nvim.api.command("cclose")


def test_the_list_waits_for_who_is_typing(nvim: Neovim) -> None:
    nvim.open(CODE)
    nvim.keys("Go")
    nvim.wait_lua("vim.fn.mode() == 'i'")
    nvim.lua("vim.cmd('Hanare analyze file')")
    nvim.hears("1 findings in 1 files analysed")
    nvim.keys("x = 1")
    nvim.has([*CODE.splitlines(), "x = 1"])
    assert nvim.mode == "i"
    assert not nvim.lua(f"return {LIST_IS_OPEN}")
    nvim.keys("<Esc>")
    nvim.wait_lua(LIST_IS_OPEN)
    assert nvim.lua("return vim.bo.filetype") == "python"
    nvim.api.command("cclose")


def test_the_analysis_of_the_workspace_and_its_report(start: Start, version: Version) -> None:
    nvim = start()
    (nvim.work / "b.py").write_text("# 検出\nname = '表'; exec(name)\n", encoding="utf-8")
    (nvim.work / "broken.py").write_text("def (\n", encoding="utf-8")
    nvim.open(CODE)
    nvim.api.command("Hanare report")
    nvim.hears("no report yet")
    nvim.api.command("Hanare analyze workspace")
    nvim.hears("2 findings in 2 files analysed; 1 not analysed")
    items = nvim.lua("""
        return vim.tbl_map(function(item)
          return { vim.fn.bufname(item.bufnr):match('[^/]*$'), item.lnum, item.col, item.type }
        end, vim.fn.getqflist())
    """)
    column = len("name = '表'; ".encode()) + 1
    assert sorted(map(tuple, items))[:2] == [("b.py", 2, column, "W"), ("broken.py", 1, 0, "W")]
    nvim.save_screen(f"quickfix-{version.name}")
    nvim.lua("vim.ui.open = function(path) opened = path end")
    nvim.api.command("Hanare report")
    report = Path(nvim.wait_lua("opened"))
    assert "B506" in report.read_text(encoding="utf-8")
