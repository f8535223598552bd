"""Choosing a model, and ghost text and an explanation by a real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from editors.nvim.binaries import Version
from editors.nvim.conftest import Start

pytestmark = [pytest.mark.editor, pytest.mark.model]

ModelPath = Callable[[str], Path]


def test_choosing_one(start: Start, model_path: ModelPath) -> None:
    folder = model_path("smollm2-135m-instruct").parent
    nvim = start(environment={"HANARE__MODEL__DIRECTORY": str(folder)})
    nvim.open("")
    nvim.lua("""
        vim.ui.select = function(items, options, choose)
          offered = vim.tbl_map(options.format_item, items)
          for _, item in ipairs(items) do
            if item.installed == installed then return choose(item) end
          end
          choose(nil)
        end
        installed = false
    """)
    nvim.api.command("Hanare models")
    nvim.hears("is not installed")
    assert any("recommended" in line for line in nvim.lua("return offered"))
    assert nvim.lua("return require('hanare.config').options.settings.model") is None
    nvim.lua("installed = true")
    nvim.api.command("Hanare models")
    told = nvim.hears("the model is")
    chosen = nvim.lua("return require('hanare.config').options.settings.model.id")
    assert chosen in told
    nvim.wait(lambda: nvim.status()["model"] == chosen, "the server's model")
    nvim.wait_lua(f"require('hanare').status().model == '{chosen}'")


def test_ghost_text_by_a_real_one(start: Start, model_path: ModelPath, version: Version) -> None:
    folder = model_path("qwen2.5-coder-0.5b-instruct").parent
    nvim = start(
        environment={"HANARE__MODEL__DIRECTORY": str(folder), "HANARE__ENGINE__KIND": "llama"}
    )
    nvim.open("def add(first, second):\n    ")
    nvim.lua(
        "vim.api.nvim_create_autocmd('User', { pattern = 'HanareStatus', callback = function()"
        " states = (states or '') .. ' ' .. require('hanare').status().state end })"
    )
    nvim.wait(lambda: nvim.status()["engine"]["state"] == "running", "the model")
    nvim.keys("GAreturn ")
    nvim.sees("def add(first, second):", "    return first + second")
    nvim.save_screen(f"real-model-{version.name}")
    nvim.keys("<Tab>")
    nvim.has(["def add(first, second):", "    return first + second"])
    assert nvim.lua("return require('hanare').statusline()").startswith(
        "Hanare: qwen2.5-coder-0.5b"
    )
