"""Explanations: streamed into a window, cancelled with it, and what is offered at their end.

The server is one that does what a test says; so what else takes its time is here, too.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editors.nvim.binaries import Version
from editors.nvim.driver import Neovim, server_pid
from editors.nvim.launching import launch

pytestmark = pytest.mark.editor

SERVER = [sys.executable, str(Path(__file__).with_name("protocol_server.py"))]
GONE = "The server has ended before it was done; ask again."
CODE = "def area(width, height):\n    return width * height\n"


@pytest.fixture(scope="module")
def explaining(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neovim]:
    nvim = launch(binary, tmp_path_factory.mktemp("nvim"), command=SERVER)
    yield nvim
    nvim.close()


@pytest.fixture
def nvim(explaining: Neovim) -> Iterator[Neovim]:
    explaining.open(CODE)
    yield explaining
    explaining.lua("require('hanare.config').options.explain.view = 'float'")


def go_on(nvim: Neovim) -> None:
    nvim.lua("require('hanare.client').notify('test/goOn', vim.empty_dict())")


def asked(nvim: Neovim) -> dict[str, Any]:
    """Return what the server was asked, and whether it is still at it."""
    nvim.lua("""
        answered = nil
        local client = require('hanare.client')
        client.request('test/lastArgument', vim.empty_dict(), function(_, it) answered = it end)
    """)
    found: dict[str, Any] = nvim.wait_lua("answered")
    return found


def shows(nvim: Neovim, *lines: str) -> None:
    nvim.wait(lambda: nvim.lines[: len(lines)] == list(lines), f"{lines} in the window")


def test_it_streams_into_a_window(nvim: Neovim, version: Version) -> None:
    nvim.api.command("Hanare explain symbol")
    shows(nvim, "# area", "", "It multiplies")
    assert any("It multiplies" in row for row in nvim.screen())
    assert nvim.lua("return vim.bo.filetype") == "markdown"
    assert not nvim.lua("return vim.bo.modifiable")
    go_on(nvim)
    shows(nvim, "# area", "", "It multiplies two numbers.")
    nvim.save_screen(f"explain-{version.name}")
    go_on(nvim)
    nvim.wait(lambda: not asked(nvim)["busy"], "the end")
    nvim.keys("q")
    shows(nvim, "def area(width, height):")


def test_what_was_shown_is_withdrawn(nvim: Neovim) -> None:
    nvim.api.command("Hanare explain file")
    shows(nvim, "It is wrong.")
    go_on(nvim)
    shows(nvim, "It is right.", "")
    go_on(nvim)
    shows(nvim, "It is right.", "", "", "- Two lines were left out.")


@pytest.mark.parametrize("keys", ["q", ":close<CR>", "<C-w>c"])
def test_closing_the_window_cancels(nvim: Neovim, keys: str) -> None:
    nvim.keys("Vj:Hanare explain<CR>")
    shows(nvim, "It goes on and")
    assert asked(nvim)["busy"]
    nvim.keys(keys)
    nvim.wait(lambda: not asked(nvim)["busy"], "the end of the work")
    shows(nvim, "def area(width, height):")
    # Nothing that comes late is written anywhere.
    assert len(nvim.api.buffers) <= 2
    assert nvim.told == []


@pytest.mark.parametrize(
    ("keys", "kind", "start", "end"),
    [
        ("Vj:Hanare explain<CR>", "selection", (0, 0), (1, 25)),
        ("wve:Hanare explain selection<CR>", "selection", (0, 4), (0, 8)),
        ("wve<Cmd>Hanare explain<CR>", "selection", (0, 4), (0, 8)),
        ("wveo<Cmd>Hanare explain<CR>", "selection", (0, 4), (0, 8)),
        (":2Hanare explain<CR>", "selection", (1, 0), (1, 25)),
        ("jw:Hanare explain<CR>", "symbol", (1, 4), (1, 4)),
        ("jw:Hanare test<CR>", "test", (1, 4), (1, 4)),
        ("jw:Hanare ask Why so?<CR>", "question", (1, 4), (1, 4)),
    ],
)
def test_what_is_asked(
    nvim: Neovim, keys: str, kind: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    nvim.keys("gg0" + keys)
    nvim.wait_lua("vim.bo.filetype == 'markdown'")
    argument = asked(nvim)["argument"]
    assert argument["kind"] == kind
    assert argument["uri"].endswith("/shop.py")
    places = [argument["range"][side] for side in ("start", "end")]
    assert [(place["line"], place["character"]) for place in places] == [start, end]
    assert argument.get("question") == ("Why so?" if kind == "question" else None)


@pytest.mark.parametrize("chosen", [1, 2])
def test_a_docstring_is_inserted_only_if_one_says_so(nvim: Neovim, chosen: int) -> None:
    nvim.lua(f"""
        vim.ui.select = function(items, options, choose)
          asked_user = options.prompt .. ' ' .. options.format_item(items[{chosen}])
          choose(items[{chosen}])
        end
    """)
    nvim.api.command("Hanare docstring")
    nvim.wait_lua("asked_user")
    nvim.keys("q")
    first, second = CODE.splitlines()
    inserted = ['    """Multiply."""'] if chosen == 1 else []
    nvim.has([first, *inserted, second])
    assert nvim.lua("return asked_user").endswith("Yes" if chosen == 1 else "No")


def test_what_is_offered_waits_for_who_is_typing(nvim: Neovim) -> None:
    nvim.lua("require('hanare.config').options.explain.view = 'split'")
    nvim.lua("vim.ui.select = function() offered_over = vim.fn.mode() end offered_over = nil")
    nvim.keys(":Hanare docstring<CR><C-w>po# ")
    shows(nvim, CODE.splitlines()[0], "    # ")
    nvim.wait(lambda: "Multiply." in nvim.screen(), "the answer")
    nvim.keys("typed")
    shows(nvim, CODE.splitlines()[0], "    # typed")
    assert nvim.lua("return offered_over") is None
    nvim.keys("<Esc>")
    assert nvim.wait_lua("offered_over") == "n"


def test_asked_in_insert_mode_the_window_has_its_keys(nvim: Neovim) -> None:
    nvim.lua("vim.keymap.set('i', '<F5>', '<Cmd>Hanare explain symbol<CR>', { buffer = true })")
    nvim.keys("i<F5>")
    shows(nvim, "# area")
    nvim.keys("q")
    shows(nvim, *CODE.splitlines())


def test_code_is_copied(nvim: Neovim) -> None:
    nvim.api.command("Hanare name")
    shows(nvim, "About name.")
    nvim.keys("y")
    register = nvim.hears("register").split()[-1].rstrip(".")
    assert nvim.lua("return vim.fn.getreg(...)", register) == "area_of"


def test_what_is_not_complete_says_so(nvim: Neovim) -> None:
    nvim.api.command("Hanare test")
    shows(nvim, "About test.", "", "*The answer is not complete.*")


def test_a_diagnostic_of_another_tool(nvim: Neovim) -> None:
    nvim.lua("""
        vim.diagnostic.set(vim.api.nvim_create_namespace('other'), 0, {
          { lnum = 1, col = 4, end_col = 10, message = 'too long', source = 'other' },
        })
    """)
    nvim.api.command("Hanare explain finding")
    nvim.hears("no finding of Hanare")
    nvim.api.command("2")
    nvim.api.command("Hanare explain diagnostic")
    shows(nvim, "About diagnostic.")
    assert asked(nvim)["argument"]["text"] == "too long"


def test_in_a_split(nvim: Neovim) -> None:
    nvim.lua("require('hanare.config').options.explain.view = 'split'")
    nvim.api.command("Hanare explain symbol")
    shows(nvim, "# area")
    assert nvim.lua("return vim.api.nvim_win_get_config(0).relative") == ""
    nvim.save_screen("split")
    nvim.sees("def area(width, height):")


def test_without_a_server_the_window_says_so(nvim: Neovim) -> None:
    nvim.lua("require('hanare.client').state = 'stopped'")
    try:
        nvim.api.command("Hanare explain symbol")
        shows(nvim, "Hanare is not running; :Hanare restart starts it.")
        nvim.keys("q")
        nvim.api.command("Hanare analyze")
        nvim.hears("not running")
        nvim.api.command("Hanare analyze cancel")
        nvim.hears("no analysis is running")
    finally:
        nvim.lua("require('hanare.client').state = 'running'")


def test_an_analysis_shows_its_progress_and_is_cancelled(nvim: Neovim) -> None:
    nvim.api.command("Hanare analyze workspace")
    nvim.wait(lambda: "analysing … 40 %" in nvim.screen()[-1], "the progress")
    assert asked(nvim)["argument"] == {"scope": "workspace"}
    nvim.api.command("Hanare analyze cancel")
    nvim.hears("was cancelled")
    assert not asked(nvim)["busy"]


def test_what_a_killed_server_was_asked_fails(nvim: Neovim) -> None:
    nvim.api.command("Hanare explain symbol")
    shows(nvim, "# area", "", "It multiplies")
    os.kill(server_pid(nvim), signal.SIGKILL)
    shows(nvim, "# area", "", "It multiplies", "", GONE)
    nvim.keys("q")
    nvim.ready()


def test_an_analysis_ends_with_its_server(nvim: Neovim) -> None:
    nvim.api.command("Hanare analyze workspace")
    nvim.wait(lambda: "analysing … 40 %" in nvim.screen()[-1], "the progress")
    nvim.api.command("Hanare restart")
    nvim.hears(GONE)
    nvim.wait(lambda: "analysing" not in nvim.screen()[-1], "the end of the progress")
    nvim.ready()
    nvim.api.command("Hanare analyze cancel")
    nvim.hears("no analysis is running")


def test_what_one_server_was_asked_is_not_cancelled_in_the_next(nvim: Neovim) -> None:
    nvim.lua("""
        local client = require('hanare.client')
        local asked = { kind = 'selection', range = { start = { line = 0 } }, stream = 'one' }
        withdraw = client.command('hanare.explain', asked, function() gone = true end)
        client.restart()
    """)
    nvim.wait_lua("gone")
    nvim.ready()
    # The new one numbers its requests from 1 again: this is the first that may be meant.
    nvim.lua("require('hanare.client').command('hanare.analyze', {}, print, { workDoneToken = 1 })")
    assert asked(nvim)["busy"]
    nvim.lua(
        "for _, client in ipairs(vim.lsp.get_clients()) do cancelled = 0 "
        "client.cancel_request = function() cancelled = cancelled + 1 end end withdraw()"
    )
    assert nvim.lua("return cancelled") == 0


def test_an_analysis_can_be_cancelled_after_an_earlier_one_has_ended(nvim: Neovim) -> None:
    nvim.lua("""
        local client, asked = require('hanare.client'), {}
        local command = client.command
        client.command = function(_, _, handler)
          table.insert(asked, handler)
          return function() end
        end
        vim.cmd('Hanare analyze file')
        vim.cmd('Hanare analyze workspace')
        client.command = command
        asked[1]({ message = 'it has failed' })
    """)
    nvim.hears("it has failed")
    nvim.api.command("Hanare analyze cancel")
    nvim.hears("the analysis was cancelled")


def test_alternatives_that_do_not_fit_any_more_are_passed_over(nvim: Neovim) -> None:
    nvim.keys("Gox = ")
    nvim.keys("<M-Bslash>")
    for hint, key in (("alpha beta (1/3)", "<M-]>"), ("alpha gamma (2/3)", "<M-]>")):
        nvim.sees(*CODE.splitlines(), f"x = {hint}")
        nvim.keys(key)
    nvim.sees(*CODE.splitlines(), "x = delta (3/3)")
    nvim.keys("<M-]>")
    nvim.sees(*CODE.splitlines(), "x = alpha beta (1/3)")
    nvim.keys("<M-[><M-[>")
    nvim.sees(*CODE.splitlines(), "x = alpha gamma (2/3)")
    nvim.keys("<M-w>")
    nvim.has([*CODE.splitlines(), "x = alpha"])
    nvim.keys("<M-]>")
    nvim.sees(*CODE.splitlines(), "x = alpha beta (1/3)")


def test_a_cancelled_answer_is_not_taken(nvim: Neovim) -> None:
    nvim.lua("""
        local client = require('hanare.client')
        local cancel = client.request('test/lastArgument', {}, function() taken = true end)
        for _, each in ipairs(vim.lsp.get_clients()) do
          each.cancel_request = function() end -- the server has answered already
        end
        cancel()
    """)
    asked(nvim)
    assert nvim.lua("return taken") is None
    nvim.lua("require('hanare.client').restart()")
    nvim.ready()


def test_the_server_is_told_where_the_cursor_rests(nvim: Neovim) -> None:
    nvim.keys("j$")
    end = {"line": 1, "character": 24}
    nvim.wait(lambda: asked(nvim).get("cursor") == end, "the cursor")
