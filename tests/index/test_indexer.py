"""The process that scans, and who starts it: what happens when one of them dies or hangs."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from filelock import FileLock

from hanare.errors import HanareError
from hanare.index.indexer import Indexer, Patience
from hanare.index.messages import Job, Progress, decode, encode
from hanare.index.store import Reader, database_of
from hanare.index.walk import Limits

from index.trees import make

AT_ONCE = Patience(delay=0.0, rest=0.0, rest_after_failure=0.0)

Told = list[tuple[int, int] | None]
Build = Callable[..., Indexer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "folder", {f"m{n}.py": f"def f{n}(): ...\n" for n in range(20)})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def failures() -> list[HanareError]:
    return []


@pytest.fixture
async def build(cache: Path, told: Told, failures: list[HanareError]) -> AsyncIterator[Build]:
    indexers = []

    def build(patience: Patience = AT_ONCE) -> Indexer:
        indexer = Indexer(Limits(), told.append, failures.append, cache, patience)
        indexers.append(indexer)
        return indexer

    yield build
    for indexer in indexers:
        await indexer.close()


@pytest.fixture
def held(folder: Path, cache: Path) -> Iterator[FileLock]:
    """A lock that keeps every scan waiting."""
    cache.mkdir()
    with FileLock(database_of(folder, cache).with_suffix(".lock")) as lock:
        yield lock


async def idle(indexer: Indexer) -> None:
    async with asyncio.timeout(60):
        await indexer.idle()


async def scanning(indexer: Indexer, other_than: int | None = None) -> psutil.Process:
    """Wait for a process to have been started."""
    async with asyncio.timeout(20):
        while indexer.pid in (None, other_than):
            await asyncio.sleep(0.01)
    return psutil.Process(indexer.pid)


async def until_gone(process: psutil.Process) -> None:
    assert await asyncio.to_thread(psutil.wait_procs, [process], 10) != ([], [process])


def is_indexed(folder: Path, cache: Path) -> bool:
    with Reader.open(database_of(folder, cache)) as reader:
        return reader is not None and bool(reader.in_file("m19.py", ["f19"]))


async def test_a_scan_runs_in_a_process_and_tells_how_far_it_is(
    build: Build, folder: Path, cache: Path, told: Told, failures: list[HanareError]
) -> None:
    indexer = build()
    indexer.schedule(folder)
    await idle(indexer)
    assert is_indexed(folder, cache)
    assert indexer.last is not None
    assert (indexer.last.indexed, indexer.last.symbols) == (20, 20)
    assert (told[0], told[-1]) == ((0, 20), None)
    assert failures == []


async def test_a_process_that_is_done_ends_by_itself(
    build: Build, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, real = [], asyncio.create_subprocess_exec

    async def noted(*command: Any, **options: Any) -> asyncio.subprocess.Process:
        started.append(await real(*command, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    indexer = build()
    indexer.schedule(folder)
    await idle(indexer)
    assert [each.returncode for each in started] == [0]


async def test_the_cache_is_bounded_and_what_is_in_use_stays(
    build: Build, folder: Path, tmp_path: Path, cache: Path
) -> None:
    other = make(tmp_path / "other", {"m19.py": "def f19(): ...\n"})
    indexer = build()
    indexer.limit(Limits(max_cache_bytes=1))
    for each in (other, folder):
        indexer.schedule(each)
        await idle(indexer)
        assert is_indexed(each, cache)
    assert not is_indexed(other, cache)


async def test_changes_in_quick_succession_share_a_scan(
    build: Build, folder: Path, told: Told
) -> None:
    indexer = build(replace(AT_ONCE, delay=0.2))
    for _ in range(5):
        indexer.schedule(folder)
        await asyncio.sleep(0)
    await idle(indexer)
    assert told.count(None) == 1


async def test_a_change_during_a_scan_is_scanned_afterwards(
    build: Build, folder: Path, held: FileLock, told: Told
) -> None:
    indexer = build()
    indexer.schedule(folder)
    await scanning(indexer)
    indexer.schedule(folder)
    held.release()
    await idle(indexer)
    assert told.count(None) == 2


async def test_folders_are_scanned_one_after_the_other(
    build: Build, folder: Path, cache: Path, tmp_path: Path
) -> None:
    other = make(tmp_path / "other", {"m19.py": "def f19(): ...\n"})
    indexer = build()
    indexer.schedule(folder)
    indexer.schedule(other)
    await idle(indexer)
    assert is_indexed(folder, cache)
    assert is_indexed(other, cache)


async def test_a_killed_process_is_started_again(
    build: Build, folder: Path, cache: Path, held: FileLock, failures: list[HanareError]
) -> None:
    indexer = build()
    indexer.schedule(folder)
    process = await scanning(indexer)
    process.kill()
    await scanning(indexer, other_than=process.pid)
    held.release()
    await idle(indexer)
    assert is_indexed(folder, cache)
    assert failures == []


async def test_a_process_that_says_nothing_is_ended_and_told_of_once(
    build: Build, folder: Path, held: FileLock, failures: list[HanareError]
) -> None:
    indexer = build(replace(AT_ONCE, silence=0.05, starts=2))
    for _ in range(2):
        indexer.schedule(folder)
        await idle(indexer)
    assert [error.message for error in failures] == [
        f"The process that indexes {folder} said nothing for 0 seconds and was ended."
    ]


async def test_what_cannot_be_done_is_told_once_until_it_can_be_done(
    build: Build, folder: Path, cache: Path, failures: list[HanareError]
) -> None:
    indexer = build()

    async def scan() -> None:
        indexer.schedule(folder)
        await idle(indexer)

    make(cache.parent, {"cache": "no directory"})
    await scan()
    await scan()
    assert len(failures) == 1
    assert "cannot be written" in failures[0].message
    await asyncio.to_thread(cache.unlink)
    await scan()
    assert len(failures) == 1
    assert is_indexed(folder, cache)
    await asyncio.to_thread(folder.rename, folder.with_name("elsewhere"))
    await scan()
    assert len(failures) == 2
    assert "cannot be indexed" in failures[1].message


def waits(indexer: Indexer, folder: Path) -> float:
    """Seconds until the folder is scanned."""
    return indexer._due[folder] - asyncio.get_running_loop().time()


async def test_a_scan_that_failed_is_not_repeated_at_every_change(
    build: Build, folder: Path, cache: Path, failures: list[HanareError]
) -> None:
    indexer = build(replace(AT_ONCE, rest_after_failure=600.0))
    make(cache.parent, {"cache": "no directory"})
    indexer.schedule(folder)
    await idle(indexer)
    assert len(failures) == 1
    await asyncio.to_thread(cache.unlink)
    indexer.schedule(folder)
    indexer.schedule(folder)
    assert 500 < waits(indexer, folder) <= 600
    other = make(folder.with_name("other"), {"m19.py": "def f19(): ...\n"})
    indexer.schedule(other)
    async with asyncio.timeout(20):
        while not is_indexed(other, cache):
            await asyncio.sleep(0.01)
    assert not is_indexed(folder, cache)
    indexer.limit(Limits(max_files=50))
    indexer.schedule(folder)
    await idle(indexer)
    assert is_indexed(folder, cache)


async def test_after_a_long_scan_changes_wait_for_longer(build: Build, folder: Path) -> None:
    indexer = build(replace(AT_ONCE, rest=1_000_000.0))
    indexer.schedule(folder)
    await idle(indexer)
    assert indexer.last is not None
    indexer.schedule(folder)
    assert waits(indexer, folder) > 500_000 * indexer.last.seconds


async def test_a_defect_is_logged_without_its_text(
    build: Build, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("secret = 1")

    indexer = build(replace(AT_ONCE, rest_after_failure=600.0))
    monkeypatch.setattr(indexer, "_run", fail)
    indexer.schedule(folder)
    await idle(indexer)
    (record,) = caplog.records
    assert re.search(r"RuntimeError at .*indexer\.py:\d+ > test_indexer\.py:\d+$", record.message)
    assert "secret" not in caplog.text
    indexer.schedule(folder)
    assert waits(indexer, folder) > 500


def test_a_defect_of_the_process_is_logged_without_its_text() -> None:
    command = [sys.executable, "-P", "-m", "hanare.index.process"]
    done = subprocess.run(
        command, input=b'{"secret": 1}\n', capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert re.search(rb"the scan failed: ValidationError at .*process\.py:\d+", done.stderr)
    assert b"secret" not in done.stderr
    assert b"Traceback" not in done.stderr


async def test_closing_ends_the_process_and_nothing_starts_any_more(
    build: Build, folder: Path, held: FileLock, told: Told, failures: list[HanareError]
) -> None:
    indexer = build()
    indexer.schedule(folder)
    process = await scanning(indexer)
    await indexer.close()
    await until_gone(process)
    assert told == [None]
    indexer.schedule(folder)
    await idle(indexer)
    assert indexer.pid is None
    assert failures == []


def test_the_process_lets_others_go_first_and_ends_with_its_input(
    folder: Path, cache: Path, held: FileLock
) -> None:
    command = [sys.executable, "-P", "-m", "hanare.index.process"]
    with psutil.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(encode(Job(folder, database_of(folder, cache), Limits())))
        process.stdin.flush()
        assert decode(process.stdout.readline()) == Progress(0, 0)  # it waits for the lock
        assert process.nice() == getattr(psutil, "IDLE_PRIORITY_CLASS", 19)  # there on Windows
        process.stdin.close()
        assert process.wait(20) == 0


HOST = """
import asyncio, sys
from pathlib import Path
from hanare.index.indexer import Indexer, Patience
from hanare.index.walk import Limits
async def main():
    indexer = Indexer(Limits(), print, print, Path(sys.argv[2]), Patience(delay=0))
    indexer.schedule(Path(sys.argv[1]))
    while indexer.pid is None:
        await asyncio.sleep(0.01)
    print(indexer.pid, flush=True)
    await indexer.idle()
asyncio.run(main())
"""


@pytest.fixture
def host(folder: Path, cache: Path, held: FileLock) -> Iterator[psutil.Popen]:
    process = psutil.Popen([sys.executable, "-c", HOST, str(folder), str(cache)], stdout=-1)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


async def test_a_killed_server_leaves_no_process_behind(host: psutil.Popen) -> None:
    process = psutil.Process(int(host.stdout.readline()))
    host.kill()
    await until_gone(process)
