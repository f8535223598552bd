"""Scanning processes: killed, too slow, too large, cancelled, and never left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from hanare.analysis import host
from hanare.analysis.host import Limits, Scanner
from hanare.analysis.results import Why
from hanare.analysis.wire import ScanText, Setup, portable, to_worker
from hanare.errors import HanareError
from hanare.processes import command

_EVAL = "eval(x)\n"
# Takes more than a second of processor time and, if it is let, comes to an end.
_LONG = "x = f(y, [z for z in g()])\n" * 30_000


@pytest_asyncio.fixture
async def scanner() -> AsyncIterator[Scanner]:
    scanner = Scanner(Setup(), Limits())
    yield scanner
    await scanner.close()
    assert running() == []


def running() -> list[int]:
    """The processes that are left of those that this one has started."""
    children = psutil.Process().children(recursive=True)
    return [each.pid for each in children if "hanare.analysis.process" in each.cmdline()]


async def found(scanner: Scanner, text: str = _EVAL, name: str = "a.py") -> list[str]:
    result = await scanner.text(text, name, "python")
    assert result.why is None, result.detail
    return [finding.rule for finding in result.findings]


async def test_answers_are_of_what_was_asked(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "file.py").write_text("import pickle\n\nexec(x)\n")
    asked = [found(scanner, "\n" * line + _EVAL) for line in range(20)]
    file = asyncio.ensure_future(scanner.file(portable(tmp_path / "file.py"), "file.py", "python"))
    assert await asyncio.gather(*asked) == [["B307"]] * 20
    scanned = await file
    assert scanned.file is not None
    assert (scanned.file.lines, scanned.file.size) == (3, 23)
    assert "B102" in [finding.rule for finding in scanned.result.findings]
    assert scanner.starts == 1


async def test_an_abandoned_process_has_ended_when_the_scanner_is_closed() -> None:
    """And its pipes are closed: else the event loop, when it ends, complains in the log."""
    scanner = Scanner(Setup(), Limits())
    await scanner.start()
    process = scanner._process
    assert process
    scanner.abandon()
    await scanner.close()
    assert process.returncode is not None
    assert process.stdin
    assert process.stdin.is_closing()


async def test_the_next_job_after_an_abandoned_one_is_done(scanner: Scanner) -> None:
    await scanner.start()
    scanner.abandon()
    assert await found(scanner) == ["B307"]
    assert scanner.starts == 2


async def test_half_a_character_of_an_editor_s_text(scanner: Scanner) -> None:
    assert await found(scanner, f"x = '\ud83d'\n{_EVAL}", "\udce9.py") == ["B307"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
async def test_a_process_that_was_killed_is_replaced(scanner: Scanner) -> None:
    assert await found(scanner) == ["B307"]
    (pid,) = running()
    os.kill(pid, signal.SIGKILL)
    assert await found(scanner) == ["B307"]
    assert scanner.starts == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
async def test_a_text_that_kills_each_process_is_given_up(scanner: Scanner) -> None:
    await scanner.start()
    job = asyncio.ensure_future(scanner.text(_LONG, "a.py", "python"))
    for start in (1, 2):
        while scanner.starts < start or scanner._process is None or not scanner._given:
            await asyncio.sleep(0.01)
        os.kill(scanner._process.pid, signal.SIGKILL)
        await scanner._process.wait()
    result = await job
    assert (result.why, str(result.detail)) == (Why.CRASHED, "the process ended (signal 9)")
    assert await found(scanner) == ["B307"]
    assert scanner.starts == 3


LIMITS = {
    "time": (Limits(seconds=0.05), Why.TIMEOUT, "more than 0.05 s"),
    "memory": (Limits(megabytes=1), Why.MEMORY, "more than 1 MiB"),
}


@pytest.mark.parametrize("name", LIMITS)
async def test_a_text_that_takes_too_much(name: str, scanner: Scanner) -> None:
    limits, why, detail = LIMITS[name]
    scanner._limits = limits
    result = await scanner.text(_LONG, "a.py", "python")
    assert (result.why, str(result.detail), result.findings) == (why, detail, ())
    assert running() == []
    assert await found(scanner) == ["B307"]
    assert scanner.starts == 2


async def test_a_job_after_one_that_was_cancelled(scanner: Scanner) -> None:
    await scanner.start()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(scanner.text(_LONG, "long.py", "python"), 0.2)
    assert await found(scanner) == ["B307"]
    assert scanner.starts == 1


async def test_a_job_does_not_pay_for_one_that_was_cancelled(scanner: Scanner) -> None:
    await scanner.start()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(scanner.text(_LONG, "long.py", "python"), 0.01)
    scanner._limits = Limits(seconds=0.05)
    assert await found(scanner) == ["B307"]
    assert scanner.starts == 2


async def test_closing_while_a_job_runs_starts_nothing_anew(scanner: Scanner) -> None:
    await scanner.start()
    job = asyncio.ensure_future(scanner.text(_LONG, "a.py", "python"))
    while not scanner._given:
        await asyncio.sleep(0.01)
    await scanner.close()
    assert (await job).why is Why.CRASHED
    assert (scanner.starts, running()) == (1, [])


async def test_closing_while_a_process_starts() -> None:
    scanner = Scanner(Setup(), Limits())
    start = asyncio.ensure_future(scanner.start())
    while not scanner.starts:
        await asyncio.sleep(0.01)
    start.cancel()
    await asyncio.gather(start, return_exceptions=True)
    await scanner.close()
    assert running() == []


async def test_closing_twice_and_using_it_again(scanner: Scanner) -> None:
    await scanner.close()
    assert await found(scanner) == ["B307"]
    await scanner.close()
    await scanner.close()
    assert await found(scanner) == ["B307"]


@pytest.mark.parametrize(
    "words",
    [("/nonexistent",), (sys.executable, "-c", ""), (sys.executable, "-c", "print('hello')")],
)
async def test_a_process_that_cannot_be_started(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "command", lambda module: words)
    scanner = Scanner(Setup(), Limits())
    with pytest.raises(HanareError, match="cannot be started") as failure:
        await scanner.text(_EVAL, "a.py", "python")
    assert "pip check" in failure.value.remedy
    await scanner.close()


def run(asked: bytes) -> subprocess.CompletedProcess[bytes]:
    words = command("hanare.analysis.process")
    return subprocess.run(words, input=asked, capture_output=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such timers")
def test_a_process_that_nobody_watches_ends_itself() -> None:
    asked = to_worker(Setup(most_seconds=0.05)) + to_worker(ScanText(1, _LONG, "a.py", "python"))
    ended = run(asked)
    assert ended.returncode == -signal.SIGPROF
    assert ended.stdout == b'{"ready":true}\n'


def test_a_process_ends_with_its_input() -> None:
    ended = run(to_worker(Setup()))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b'{"ready":true}\n', b"")
