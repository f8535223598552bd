"""Choosing a model, and ghost text and an explanation by a real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from editors.nvim.binaries import Version
from editors.nvim.driver import Neovim
from editors.nvim.launching import Start

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


@pytest.fixture
def real(start: Start, model_path: ModelPath) -> Neovim:
    """Neovim whose server runs the model of 0.5 billion parameters."""
    folder = model_path("qwen2.5-coder-0.5b-instruct").parent
    return start(
        environment={"HANARE__MODEL__DIRECTORY": str(folder), "HANARE__ENGINE__KIND": "llama"}
    )


def test_ghost_text_by_a_real_one(real: Neovim, version: Version) -> None:
    real.lua("""
        states = {}
        vim.api.nvim_create_autocmd('User', { pattern = 'HanareStatus', callback = function()
          states[require('hanare').status().state] = true
        end })
    """)
    real.open("def add(first, second):\n    ")
    real.wait(lambda: real.status()["engine"]["state"] == "running", "the model")
    real.keys("GAreturn ")
    real.sees("def add(first, second):", "    return first + second")
    real.save_screen(f"real-model-{version.name}")
    real.keys("<Tab>")
    real.has(["def add(first, second):", "    return first + second"])
    assert real.lua("return require('hanare').statusline()").startswith(
        "Hanare: qwen2.5-coder-0.5b"
    )
    assert {"starting", "loading", "ready"} <= set(real.lua("return states"))


def test_an_explanation_by_a_real_one(real: Neovim, version: Version) -> None:
    real.open("def add(first, second):\n    return first + second\n")
    real.lua("""
        sizes = {}
        local follow = require('hanare.client').handlers['$/progress']
        vim.lsp.get_clients({ name = 'hanare' })[1].handlers['$/progress'] = function(...)
          local result = follow(...)
          table.insert(sizes, vim.fn.wordcount().chars)
          return result
        end
    """)
    real.api.command("Hanare explain symbol")
    real.wait_lua("vim.bo.filetype == 'markdown'")
    busy = "#vim.tbl_filter(function(r) return r.type == 'pending' end, vim.tbl_values("
    busy += "vim.lsp.get_clients({ name = 'hanare' })[1].requests))"
    real.wait(lambda: len(real.lua("return sizes")) > 3, "text that grows")
    real.wait_lua(f"{busy} == 0")
    text = "\n".join(real.lines)
    real.save_screen(f"real-explanation-{version.name}")
    assert "first" in text
    assert len(set(real.lua("return sizes"))) > 3
    real.keys("q")
    real.has(["def add(first, second):", "    return first + second"])
