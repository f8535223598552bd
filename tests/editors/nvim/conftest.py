"""Neovim in both versions, with the real server and an engine that follows a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from editors.nvim.binaries import VERSIONS, Version, install
from editors.nvim.driver import SERVER, Neovim

Start = Callable[..., Neovim]


SAYS = {
    "total = ": "price * count\n",
    "sum_of_all = ": "price_of_all * 2\n",
    "def area(width, height):\n": "    size = width * height\n    return size\n\n",
    "def area(width, height):\r\n": "    size = width * height\r\n    return size\r\n\r\n",
    '挨拶 = "🎉" + ': "名前\n",
    '𠮷野家 = "🎉" + ': "名前 + 𠮷野\n",
    "func area(w int) int {\n": "\tsize := w\t* w\n\treturn size\n",
    "print(": "total",
}
"""What the scripted model says after what."""


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name, scope="session")
def version(request: pytest.FixtureRequest) -> Version:
    found: Version = request.param
    return found


@pytest.fixture(scope="session")
def binary(version: Version) -> Path:
    return install(version)


def quoted(text: str) -> str:
    """Return `text` as TOML and Lua take it."""
    return json.dumps(text, ensure_ascii=False)


def lua_list(values: list[str]) -> str:
    return "{" + ", ".join(map(quoted, values)) + "}"


def launch(
    binary: Path,
    home: Path,
    *,
    setup: str = "",
    command: list[str] = SERVER,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> Neovim:
    """Start Neovim with the real server, whose engine follows the script."""
    home.mkdir(parents=True, exist_ok=True)
    script = home / "script.toml"
    answers = (
        f"[[answers]]\nafter = {quoted(after)}\nsays = {quoted(said)}\n"
        for after, said in SAYS.items()
    )
    script.write_text("\n".join(answers), encoding="utf-8")
    engine = {"HANARE__ENGINE__KIND": "scripted", "HANARE__ENGINE__SCRIPT": str(script)}
    return Neovim(
        binary,
        home,
        setup=f"{{ cmd = {lua_list(command)}, {setup} }}",
        environment=engine | dict(environment or {}),
        **options,
    )


@pytest.fixture
def start(binary: Path, tmp_path: Path) -> Iterator[Start]:
    """Return what starts a Neovim of its own, for tests of how it starts and ends."""
    started: list[Neovim] = []

    def start_one(**options: Any) -> Neovim:
        started.append(launch(binary, tmp_path / f"home{len(started)}", **options))
        return started[-1]

    yield start_one
    for nvim in started:
        nvim.close()


@pytest.fixture(scope="session")
def running(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neovim]:
    """One Neovim for many tests: starting the server takes longer than they do."""
    nvim = launch(binary, tmp_path_factory.mktemp("nvim"))
    yield nvim
    nvim.close()


@pytest.fixture
def nvim(running: Neovim) -> Iterator[Neovim]:
    """The shared Neovim; what a test has set is taken back."""
    yield running
    running.lua(
        "vim.cmd('silent! iunmap <Tab>') "
        "pcall(vim.api.nvim_del_augroup_by_name, 'test') "
        "vim.cmd('set completeopt& expandtab& shiftwidth&')"
    )
