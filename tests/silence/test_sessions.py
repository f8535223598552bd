"""Whole sessions: what they are like without a network, and which sockets they make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from e2e.wire import SERVE, SERVER, WireClient
from silence import namespace
from silence.session import Outcome, session
from silence.variables import OF_NETWORKS

pytestmark = [
    pytest.mark.silence,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces and strace are Linux's"),
]

QWEN = "qwen2.5-coder-0.5b-instruct"
SUGGESTED = "width * height"
SCRIPT = f"""\
[[answers]]
after = "return "
says = "{SUGGESTED}\\n"
[[answers]]
after = "`area` "
says = "multiplies."
[[answers]]
after = "This change "
says = "adds a file."
"""
FOUND = ("B404", "B602", "B404", "B602")
WELL = (0, 0, 1, 0)
"""`analyze` has findings."""
INTERNET = re.compile(r"\bsocket\((?:AF_INET6?|PF_INET6?)\b")


@pytest.fixture
def scripted(tmp_path: Path) -> dict[str, str]:
    """The environment of a session with a scripted model, in a home of its own."""
    script, home = tmp_path / "script.toml", tmp_path / "home"
    script.write_text(SCRIPT)
    folders = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    return {
        "HANARE__ENGINE__KIND": "scripted",
        "HANARE__ENGINE__SCRIPT": str(script),
        "HANARE__GATE__RECORD": "false",
        **dict.fromkeys(folders, str(home)),
    }


def in_namespace() -> tuple[str, ...]:
    if why_not := namespace.why_not():
        pytest.skip(f"no network namespace can be made here: {why_not}")
    return namespace.RUN


def traced(log: Path) -> tuple[str, ...]:
    """Return what stands before a command whose sockets are written into `log`."""
    if (strace := shutil.which("strace")) is None:
        pytest.skip("strace is not installed")
    command = (strace, "-f", "-qq", "-A", "-o", str(log), "-e", "trace=%network,io_uring_setup")
    tried = subprocess.run([*command, "true"], capture_output=True, encoding="utf-8", check=False)
    if tried.returncode != 0:
        pytest.skip(f"strace may not trace here: {tried.stderr.strip()}")
    return command


def network_of(process: int) -> Path:
    """Return which network a process is in."""
    return Path(f"/proc/{process}/ns/net").readlink()


def internet_sockets(log: Path) -> list[str]:
    return [line for line in log.read_text().splitlines() if INTERNET.search(line)]


@pytest.mark.parametrize("variables", [{}, OF_NETWORKS], ids=["none", "all"])
async def test_proxies_mirrors_and_tokens_change_nothing(
    tmp_path: Path, scripted: dict[str, str], variables: dict[str, str]
) -> None:
    log = tmp_path / "strace"
    outcome = await session(tmp_path / "work", scripted | variables, traced(log))
    assert outcome.suggestion == SUGGESTED
    assert "multiplies" in outcome.explanation
    assert outcome == Outcome(SUGGESTED, outcome.explanation, FOUND, WELL, 0)
    assert internet_sockets(log) == []
    assert "io_uring_setup(" not in log.read_text()


@pytest.mark.model
async def test_a_session_with_the_real_model_makes_no_internet_socket(
    tmp_path: Path, model_path: Callable[[str], Path]
) -> None:
    model_path(QWEN)
    log = tmp_path / "strace"
    outcome = await session(tmp_path / "work", {"HANARE__GATE__RECORD": "false"}, traced(log))
    assert outcome == Outcome(SUGGESTED, outcome.explanation, FOUND, WELL, 0)
    assert outcome.explanation
    assert internet_sockets(log) == []
    # The trace has followed the server's processes: they talk of what they do make.
    assert "socketpair(AF_UNIX" in log.read_text()


@pytest.mark.model
async def test_a_session_with_the_real_model_without_a_network(
    tmp_path: Path, model_path: Callable[[str], Path]
) -> None:
    model_path(QWEN)
    before = in_namespace()
    outcome = await session(tmp_path / "work", {"HANARE__GATE__RECORD": "false"}, before)
    assert outcome == Outcome(SUGGESTED, outcome.explanation, FOUND, WELL, 0)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket(socket.AF_INET)",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)",
        "import os; os.fork() or __import__('socket').socket()",
        "import socket, threading as t; t.Thread(target=socket.socket).start()",
        # One that is refused is an attempt all the same.
        "from hanare.silence import guard; guard.keep_silent(); import socket; socket.socket()",
    ],
)
def test_the_trace_would_show_one(tmp_path: Path, code: str) -> None:
    """The control of the tests above."""
    log = tmp_path / "strace"
    subprocess.run([*traced(log), sys.executable, "-c", code], check=False, stderr=subprocess.PIPE)
    assert len(internet_sockets(log)) == 1


def test_there_is_no_network_in_the_namespace() -> None:
    """The control: loopback alone, and no way out."""
    code = (
        "import socket; print([name for _, name in socket.if_nameindex()])\n"
        "try: socket.create_connection(('192.0.2.1', 9))\n"
        "except OSError as error: print(error.strerror)"
    )
    command = [*in_namespace(), sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert told.splitlines() == ["['lo']", "Network is unreachable"]


@pytest.mark.parametrize("command", [SERVER, SERVE], ids=["scripted", "real"])
async def test_the_end_to_end_tests_are_without_a_network(command: Sequence[str]) -> None:
    """All of them start their servers so, but for those on a port."""
    in_namespace()
    client = await WireClient.start(command=command)
    await client.initialize()
    assert network_of(client.process.pid) != network_of(os.getpid())
    assert await client.leave() == 0
