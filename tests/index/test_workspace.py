"""The index of a workspace follows its folders and the settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from hanare.config.settings import CompletionSettings, ContextSettings, Settings
from hanare.errors import HanareError
from hanare.index import indexer
from hanare.index.indexer import Patience
from hanare.index.lookup import Wanted
from hanare.index.store import database_of
from hanare.index.workspace import Workspace, limits_of

from index.trees import make

FILES = {"tools.py": "def measure(length): ...\n", "more.py": "def weigh(mass): ...\n"}


def settings(*, excluded: tuple[str, ...] = (), **context: int) -> Settings:
    return Settings(
        completion=CompletionSettings(excluded_files=excluded),
        context=ContextSettings(**context),  # type: ignore[arg-type]
    )


class Bench:
    """A workspace whose scans begin at once, and what it said."""

    def __init__(self, directory: Path, chosen: Settings, *folders: Path) -> None:
        self.told: list[tuple[int, int] | None] = []
        self.failures: list[HanareError] = []
        self.workspace = Workspace(
            chosen, folders, self.told.append, self.failures.append, directory
        )

    async def read(self) -> None:
        """Wait until everything is read that was to be."""
        async with asyncio.timeout(60):
            await self.workspace._indexer.idle()
        assert self.failures == []

    async def known(self, folder: Path) -> list[str]:
        """What a file of the folder, which need not exist, could use."""
        wanted = Wanted(str(folder / "asking.py"), "python", (), ("measure", "weigh"), 9)
        found = await self.workspace.find(wanted)
        return [each.signature for each in found]


Build = Callable[..., Bench]

AT_ONCE = Patience(delay=0.0, rest=0.0, rest_after_failure=0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "folder", FILES)


@pytest.fixture
async def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Build]:
    monkeypatch.setattr(indexer, "Patience", lambda: AT_ONCE)
    benches = []

    def build(*folders: Path, chosen: Settings | None = None) -> Bench:
        bench = Bench(tmp_path / "cache", chosen or Settings(), *folders)
        benches.append(bench)
        return bench

    yield build
    for bench in benches:
        await bench.workspace.close()


async def test_files_are_read_from_the_beginning(build: Build, folder: Path) -> None:
    bench = build(folder)
    assert await bench.known(folder) == []  # there is no index yet
    await bench.read()
    assert await bench.known(folder) == ["def measure(length)", "def weigh(mass)"]
    assert (bench.told[0], bench.told[-1]) == ((0, 2), None)


async def test_changed_files_are_read_again(build: Build, folder: Path) -> None:
    bench = build(folder)
    await bench.read()
    make(folder, {"tools.py": "def measure(length, unit): ...\n"})
    (folder / "more.py").unlink()
    bench.workspace.files_changed()
    await bench.read()
    assert await bench.known(folder) == ["def measure(length, unit)"]


async def test_unwanted_nothing_is_read_and_nothing_found(build: Build, folder: Path) -> None:
    bench = build(folder, chosen=settings(other_files=False))
    bench.workspace.files_changed()
    bench.workspace.folders_changed([folder])
    await bench.read()
    assert bench.told == []
    assert not database_of(folder, folder.parent / "cache").exists()
    assert await bench.known(folder) == []


async def test_wanted_later_they_are_read(build: Build, folder: Path) -> None:
    bench = build(folder, chosen=settings(other_files=False))
    bench.workspace.configure(Settings())
    await bench.read()
    assert len(await bench.known(folder)) == 2
    bench.workspace.configure(settings(other_files=False))
    assert await bench.known(folder) == []


@pytest.mark.parametrize(
    ("limited", "known"),
    [
        (settings(max_files=1), 1),
        (settings(excluded=("tools.*",)), 1),
        (settings(excluded=("*.py",)), 0),
        (settings(max_file_kilobytes=1), 2),
    ],
)
async def test_other_limits_hold_at_once(
    build: Build, folder: Path, limited: Settings, known: int
) -> None:
    bench = build(folder)
    await bench.read()
    bench.workspace.configure(limited)
    await bench.read()
    assert len(await bench.known(folder)) == known
    bench.workspace.configure(Settings())
    await bench.read()
    assert len(await bench.known(folder)) == 2


async def test_what_is_excluded_now_is_not_found_although_it_was_read(
    build: Build, folder: Path
) -> None:
    make(folder, {"private/keys.py": "def measure(secret): ...\n"})
    (folder / "tools.py").unlink()
    bench = build(folder)
    await bench.read()
    assert await bench.known(folder) == ["def measure(secret)", "def weigh(mass)"]
    bench.workspace.configure(settings(excluded=("private/*",)))
    bench.workspace._indexer._due.clear()
    assert await bench.known(folder) == ["def weigh(mass)"]


async def test_other_settings_read_nothing_again(build: Build, folder: Path) -> None:
    bench = build(folder)
    await bench.read()
    bench.told.clear()
    bench.workspace.configure(Settings(completion=CompletionSettings(max_tokens=9)))
    await bench.read()
    assert bench.told == []


async def test_other_folders_are_read(build: Build, folder: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other", {"tools.py": "def measure(width): ...\n"})
    bench = build(folder)
    await bench.read()
    bench.workspace.folders_changed([other])
    await bench.read()
    assert await bench.known(other) == ["def measure(width)"]
    assert await bench.known(folder) == []
    bench.workspace.folders_changed([folder, other])
    assert await bench.known(folder)  # it is indexed already
    await bench.read()


async def test_without_folders_nothing_is_found(build: Build, folder: Path) -> None:
    bench = build()
    await bench.read()
    assert await bench.known(folder) == []


async def test_closing_ends_a_reading_in_progress(build: Build, folder: Path) -> None:
    database = database_of(folder, folder.parent / "cache")
    database.parent.mkdir()
    with FileLock(database.with_suffix(".lock")):
        bench = build(folder)
        async with asyncio.timeout(20):
            while (pid := bench.workspace._indexer.pid) is None:
                await asyncio.sleep(0.01)
        await bench.workspace.close()
        assert not psutil.pid_exists(pid)
    assert bench.told[-1:] == [None]
    bench.workspace.files_changed()
    await bench.read()
    assert await bench.known(folder) == []


def test_limits() -> None:
    limits = limits_of(settings(excluded=("*.key",), max_files=3, max_file_kilobytes=2))
    assert (limits.max_files, limits.max_file_bytes) == (3, 2048)
    assert limits.excluded_files == ("*.key",)
