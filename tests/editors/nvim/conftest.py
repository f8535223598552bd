"""Neovim in both versions, with the real server and an engine that follows a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editors.nvim.binaries import VERSIONS, Version, install
from editors.nvim.driver import Neovim
from editors.nvim.launching import Start, launch


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name, scope="session")
def version(request: pytest.FixtureRequest) -> Version:
    found: Version = request.param
    return found


@pytest.fixture(scope="session")
def binary(version: Version) -> Path:
    return install(version)


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
