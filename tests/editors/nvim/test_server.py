"""The server's life as Neovim sees it: found, started, killed, restarted, switched off."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from editors.nvim.binaries import Version
from editors.nvim.driver import PLUGIN, SERVER, Neovim, server_pid
from editors.nvim.launching import Start

pytestmark = pytest.mark.editor

MISSING = ["/nowhere/hanare", "serve"]
STATE = "require('hanare.client').state"


def test_killed_it_starts_again_and_goes_on(start: Start) -> None:
    nvim = start()
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    first = nvim.lua("return vim.lsp.get_clients({ name = 'hanare' })[1].id")
    os.kill(server_pid(nvim), signal.SIGKILL)
    nvim.hears("signal 9")
    nvim.ready()
    assert nvim.lua("return vim.lsp.get_clients({ name = 'hanare' })[1].id") != first
    nvim.keys("<Esc>cctotal = ")
    nvim.sees("total = price * count")


def test_what_is_asked_while_it_restarts_waits(start: Start) -> None:
    nvim = start()
    nvim.open("")
    nvim.api.command("Hanare restart")
    assert nvim.lua(f"return {STATE}") == "starting"
    assert nvim.status()["problems"] == []
    assert nvim.lua(f"return {STATE}") == "running"
    assert nvim.told == []


def test_stopped_it_stays_so_until_it_is_restarted(start: Start) -> None:
    nvim = start()
    nvim.open("")
    nvim.api.command("Hanare stop")
    nvim.wait_lua(f"{STATE} == 'stopped'")
    nvim.api.command(f"edit {nvim.work / 'other.py'}")
    assert nvim.lua(f"return {STATE}") == "stopped"
    nvim.api.command("Hanare why")
    nvim.hears("not running")
    nvim.api.command("Hanare restart")
    nvim.ready()


def test_stopped_while_it_restarts_it_stays_so(start: Start) -> None:
    nvim = start()
    nvim.open("")
    nvim.lua("""
        states = {}
        local client = require('hanare.client')
        table.insert(client.listeners, function() table.insert(states, client.state) end)
    """)
    nvim.api.command("Hanare restart")
    nvim.api.command("Hanare stop")
    nvim.wait_lua(f"vim.tbl_count(vim.lsp.get_clients()) == 0 and {STATE} ~= 'starting'")
    assert nvim.lua("return states") == ["starting", "stopped"]
    nvim.api.command("Hanare restart")
    nvim.ready()


@pytest.mark.parametrize("code", [0, 7])
def test_one_that_ends_again_and_again_is_left_alone(start: Start, code: int) -> None:
    nvim = start(command=[sys.executable, "-c", f"import sys; sys.exit({code})"])
    nvim.api.command(f"edit {nvim.work / 'shop.py'}")
    nvim.hears(f"again and again (exit code {code})")
    assert nvim.lua("return require('hanare').statusline()") == "Hanare: down"
    assert sum("is started again" in text for text in nvim.told) == 4


@pytest.mark.parametrize(("language", "says"), [("en", "cannot be run"), ("ja", "実行できません")])
def test_a_missing_program_is_told_with_a_remedy(start: Start, language: str, says: str) -> None:
    environment = {"LC_ALL": "", "LANG": "ja_JP.UTF-8"} if language == "ja" else {}
    nvim = start(command=MISSING, environment=environment)
    nvim.api.command(f"edit {nvim.work / 'shop.py'}")
    told = nvim.hears(says)
    assert "/nowhere/hanare" in told
    assert "setup{}" in told
    assert nvim.lua(f"return {STATE}") == "missing"
    nvim.keys("ix = 1<Tab>y")
    nvim.has(["x = 1\ty"] if nvim.lua("return not vim.bo.expandtab") else ["x = 1   y"])


def test_where_it_is_looked_for(start: Start, tmp_path: Path) -> None:
    """Never in the workspace, and in this order."""
    nvim = start(command=MISSING)
    plugin = tmp_path / "plugin"
    shutil.copytree(PLUGIN, plugin)
    path = tmp_path / "bin"
    path.mkdir()

    def program(file: Path) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    find = """
        local plugin, path = ...
        package.loaded['hanare.executable'], vim.env.PATH = nil, path
        vim.opt.runtimepath:prepend(plugin)
        require('hanare.config').options.cmd = nil
        local found = loadfile(plugin .. '/lua/hanare/executable.lua')().find()
        return found and { found.origin, found.command } or {}
    """

    def found() -> list[object]:
        return list(nvim.lua(find, str(plugin), str(path)))

    program(nvim.work / "hanare")
    nvim.api.command(f"cd {nvim.work}")
    assert found() == []
    (path / "python3").symlink_to(sys.executable)
    if shutil.which("hanare", path=str(Path(sys.executable).parent)):
        python = program(path / "python")
        assert python.exists()
    on_path = program(path / "hanare")
    assert found() == ["path", [str(on_path), "serve"]]
    bundled = program(plugin / "venv" / "bin" / "hanare")
    assert found() == ["bundled", [str(bundled), "serve"]]
    recorded = [str(program(tmp_path / "own" / "hanare")), "serve"]
    (plugin / "server.json").write_text(json.dumps(recorded), encoding="utf-8")
    assert found() == ["installed", recorded]


FIND = """
    vim.env.PATH = ...
    require('hanare.config').options.cmd = nil
    local found = require('hanare.executable').find()
    return found and { found.origin, found.command } or {}
"""


@pytest.mark.parametrize("entry", ["./node_modules/.bin", "node_modules/.bin", ".", "", "{work}"])
@pytest.mark.parametrize("name", ["hanare", "python3"])
def test_a_workspace_chooses_no_program(
    start: Start, tmp_path: Path, entry: str, name: str
) -> None:
    nvim = start(command=MISSING)
    for folder in (nvim.work, nvim.work / "node_modules" / ".bin"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    nvim.api.command(f"cd {nvim.work}")
    entry = entry.format(work=nvim.work)
    assert nvim.lua(FIND, entry) == []
    users = tmp_path / "users"
    users.mkdir()
    (users / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (users / name).chmod(0o755)
    origin, command = nvim.lua(FIND, f"{entry}:{users}")
    assert origin == ("path" if name == "hanare" else "python")
    assert command[0] == str(users / name)


def test_the_search_goes_on_after_what_cannot_be_run(start: Start, tmp_path: Path) -> None:
    nvim = start(command=MISSING)
    folders = [tmp_path / name for name in ("folder", "text", "without", "with")]
    for folder in folders:
        folder.mkdir()
    (folders[0] / "python3").mkdir()
    (folders[1] / "python3").write_text("#!/bin/sh\n", encoding="utf-8")
    for folder, code in ((folders[2], 1), (folders[3], 0)):
        (folder / "python3").write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        (folder / "python3").chmod(0o755)
    found = nvim.lua(FIND, ":".join(map(str, folders)))
    command = [str(folders[3] / "python3"), "-P", "-m", "hanare", "serve"]
    assert found == ["python", command]


def test_settings_reach_the_server(start: Start) -> None:
    nvim = start(setup="settings = { completion = { maxTokens = 9, nonsense = 1 } }")
    nvim.open("")
    # From initializationOptions and from workspace/configuration.
    nvim.wait(lambda: len(nvim.status()["problems"]) == 2, "two problems")
    assert all("nonsense" in problem for problem in nvim.status()["problems"])


def test_options_that_do_not_exist_are_refused(start: Start) -> None:
    nvim = start(command=MISSING)
    for options, part in (
        ("{ nonsense = 1 }", "'nonsense'"),
        ("{ cmd = 'x' }", "'cmd' must be a table"),
        ("{ cmd = { 1 } }", "'cmd' must be a table of strings"),
        ("{ keys = { acept = '<C-y>' } }", "'keys.acept'"),
        ("{ keys = { accept = 5 } }", "'keys.accept' must be a string or false"),
        ("{ keys = true }", "'keys' must be a table or false"),
        ("{ ghost = { menu_selected = true } }", "'ghost.menu_selected' must be a function"),
        ("{ explain = { view = 'splitt' } }", "'explain.view' must be 'float' or 'split'"),
        ("{ language = 'fr' }", "'language' must be 'en' or 'ja'"),
        ("{ settings = { completion = true } }", "'settings' must be a table of tables"),
    ):
        failed = nvim.lua(f"return {{ pcall(require('hanare').setup, {options}) }}")
        assert failed[0] is False
        assert part in failed[1]
    taken = "{ keys = { accept = false }, ghost = { menu_selected = print }, language = 'ja' }"
    nvim.lua(f"require('hanare').setup({taken}) require('hanare').setup({{ keys = false }})")


def type_until(nvim: Neovim, wanted: Callable[[], bool]) -> None:
    """Type anew each second: the server takes changed settings over when it has asked for them."""

    def typed() -> bool:
        nvim.keys("<Esc>cctotal = ")
        # An answer that is overtaken by the next key is never shown.
        end = time.monotonic() + 1
        while not (found := wanted()) and time.monotonic() < end:
            time.sleep(0.02)
        return found

    nvim.wait(typed, "the change")


@pytest.mark.parametrize("scope", ["global", "language", "file"])
def test_toggle(nvim: Neovim, scope: str) -> None:
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("<Esc>")
    nvim.api.command(f"Hanare toggle {scope}")
    reason = {"global": "disabled", "language": "disabled:language", "file": "paused"}[scope]
    type_until(nvim, lambda: nvim.lua("return require('hanare').status().reason") == reason)
    nvim.sees("total =", "~")
    nvim.keys("<Esc>")
    nvim.api.command(f"Hanare toggle {scope}")
    type_until(nvim, lambda: nvim.screen()[0] == "total = price * count")


def test_toggling_starts_from_the_users_own_file(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "home0" / "config" / "hanare" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[completion]\ndisabled_languages = ["markdown"]\n', encoding="utf-8")
    nvim = start()
    nvim.open("")
    for told, languages in (("off for", ["markdown", "python"]), ("on for", ["markdown"])):
        nvim.lua("told = {}")
        nvim.api.command("Hanare toggle language")
        nvim.hears(f"suggestions are {told} python")
        sent = nvim.lua("return vim.lsp.get_clients({ name = 'hanare' })[1].settings.hanare")
        assert sent["completion"]["disabledLanguages"] == languages


def test_the_status_line(start: Start) -> None:
    nvim = start()
    assert nvim.lua("return require('hanare').statusline()") == "Hanare: off"
    nvim.lua("""
        seen = {}
        vim.api.nvim_create_autocmd('User', { pattern = 'HanareStatus', callback = function()
          seen[require('hanare').status().state] = true
        end })
    """)
    nvim.open("")
    nvim.wait_lua("require('hanare').status().model ~= ''")
    nvim.keys("iname")
    nvim.wait_lua("require('hanare').status().reason == 'empty'")
    text = nvim.lua("return require('hanare').statusline()")
    model = nvim.lua("return require('hanare').status().model")
    assert text == f"Hanare: {model} (empty)"
    assert {"starting", "ready"} <= set(nvim.lua("return seen"))


def test_buffers_that_are_not_files_are_left_alone(nvim: Neovim) -> None:
    nvim.open("")
    nvim.api.command("new | setfiletype python")
    assert not nvim.lua("return require('hanare.client').is_attached(0)")
    nvim.api.command("close | help help")
    assert not nvim.lua("return require('hanare.client').is_attached(0)")


def test_a_buffer_that_gets_a_name_is_served(nvim: Neovim) -> None:
    nvim.open("")
    nvim.api.command("enew! | setfiletype python")
    nvim.api.command(f"file {nvim.work / 'named.py'}")
    nvim.ready()
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")


def test_a_buffer_without_a_name_is_not_taken_for_the_folder(nvim: Neovim) -> None:
    nvim.open("")
    for command in ("analyze file", "toggle language"):
        nvim.lua("told = {}")
        nvim.api.command("enew!")
        nvim.api.command(f"Hanare {command}")
        nvim.hears("does not serve this buffer")


def test_ended_by_neovims_own_means_it_stays_so(start: Start) -> None:
    nvim = start()
    nvim.open("")
    other = nvim.work / "other.py"
    nvim.lua(f"vim.lsp.stop_client(vim.lsp.get_clients()) vim.cmd.edit({str(other)!r})")
    nvim.wait_lua(f"{STATE} == 'stopped'")
    assert nvim.told == []
    assert nvim.lua("return vim.v.errmsg") == ""
    nvim.api.command(f"edit {nvim.work / 'third.py'}")
    nvim.ready()


def test_neovims_own_inline_completion_does_not_see_it(start: Start, version: Version) -> None:
    if version.name == "0.11":
        pytest.skip("it has none")
    nvim = start(
        before="vim.api.nvim_create_autocmd('LspAttach', { callback = function(event) "
        "vim.lsp.inline_completion.enable(true, { client_id = event.data.client_id }) end })"
    )
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    # Its own waits so long after a key, and is drawn behind ours.
    time.sleep(1)
    nvim.sees("total = price * count")
    assert nvim.lua("return vim.lsp.inline_completion.is_enabled({ bufnr = 0 })") is False


def test_one_server_serves_two_folders(start: Start, tmp_path: Path) -> None:
    nvim = start()
    nvim.open("")
    other = tmp_path / "other"
    (other / ".git").mkdir(parents=True)
    (other / "b.py").write_text("", encoding="utf-8")
    nvim.api.command(f"edit {other / 'b.py'}")
    nvim.ready()
    assert nvim.lua("return #vim.lsp.get_clients({ name = 'hanare' })") == 1
    folders = nvim.lua("return vim.lsp.get_clients({ name = 'hanare' })[1].workspace_folders")
    assert [Path(folder["name"]).name for folder in folders] == ["work", "other"]


def test_checkhealth(start: Start) -> None:
    nvim = start()
    nvim.open("")
    nvim.wait_lua("require('hanare').status().model ~= ''")
    nvim.wait(lambda: nvim.status()["engine"]["state"] == "running", "the engine")
    nvim.api.command("checkhealth hanare")
    page = "\n".join(nvim.lines)
    assert "ERROR" not in page
    assert "WARNING" not in page
    assert "hanare, version" in page
    assert "the server offers ghost text" in page
    assert "engine: running" in page
    assert "<Tab> accepts" in page
    nvim.save_screen("checkhealth")


def test_checkhealth_has_a_remedy_for_every_failure(start: Start) -> None:
    nvim = start(command=MISSING)
    nvim.api.command("checkhealth hanare")
    page = "\n".join(nvim.lines)
    assert "ERROR" in page
    assert "Correct `cmd`" in page
    assert ":Hanare log" in page


def test_the_log_and_the_doctor_are_opened(start: Start) -> None:
    nvim = start()
    nvim.open("")
    nvim.api.command("Hanare log")
    assert nvim.lua("return vim.fn.expand('%:t')") == "lsp.log"
    nvim.api.command("tabclose")
    nvim.api.command("Hanare doctor")
    assert nvim.lua("return vim.bo.buftype") == "terminal"
    argv = nvim.lua("return vim.api.nvim_get_chan_info(vim.bo.channel).argv")
    assert argv == [*SERVER[:-1], "doctor"]


def test_the_command_completes(nvim: Neovim) -> None:
    nvim.open("")
    complete = "return vim.fn.getcompletion(..., 'cmdline')"
    assert {"complete", "explain", "analyze", "why"} <= set(nvim.lua(complete, "Hanare "))
    assert nvim.lua(complete, "Hanare expl") == ["explain"]
    assert nvim.lua(complete, "Hanare toggle l") == ["language"]
    nvim.api.command("Hanare nonsense")
    nvim.hears("there is no `nonsense`")


def test_the_command_of_the_server_is_the_tests(start: Start) -> None:
    """Guards the tests themselves: nothing else on this machine may serve them."""
    nvim = start()
    assert nvim.lua("return require('hanare.executable').find().command") == SERVER
