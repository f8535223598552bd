"""Which commands keep silent, by the user's settings alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hanare.cli.main import cli
from hanare.cli.silent import NOT_AT_ONCE
from silence.guarded import run, why_no_filter

filtered = pytest.mark.skipif(why_no_filter() is not None, reason="the kernel takes no filter here")

# Runs a command as `hanare` does, and says at its end whether the kernel still gives it a socket.
RUN = """
import ctypes
from hanare.cli import main
sys.argv = ['hanare', *{arguments!r}]
try:
    main.main()
except SystemExit:
    pass
print('silent' if ctypes.CDLL(None).socket(2, 2, 0) < 0 else 'free')
"""


def outcome(tmp_path: Path, *arguments: str, **environment: str) -> str:
    """Run a command in an empty home; return `silent` or `free`."""
    usual = {"PATH": os.defpath, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    return run(RUN.format(arguments=arguments), usual | environment).splitlines()[-1]


@filtered
@pytest.mark.parametrize("name", sorted(set(cli.list_commands(None)) - set(NOT_AT_ONCE)))  # type: ignore[arg-type]  # it is not used
def test_commands_keep_silent_from_the_beginning(tmp_path: Path, name: str) -> None:
    assert outcome(tmp_path, name, "--help") == "silent"


@filtered
@pytest.mark.parametrize("name", sorted(NOT_AT_ONCE))
def test_commands_that_do_not(tmp_path: Path, name: str) -> None:
    assert outcome(tmp_path, name, "--help") == "free"


@filtered
@pytest.mark.parametrize("arguments", [["serve"], ["serve", "--tcp", "127.0.0.1:0"]])
def test_the_server_keeps_silent_before_it_serves(tmp_path: Path, arguments: list[str]) -> None:
    code = """
import ctypes
from hanare.server import app
def serve(*_):
    sys.stdout.write('silent' if ctypes.CDLL(None).socket(2, 2, 0) < 0 else 'free')
    return 0
app.serve_stdio = app.serve_tcp = serve
"""
    usual = {"PATH": os.defpath, "HOME": str(tmp_path)}
    assert run(code + RUN.format(arguments=arguments), usual).startswith("silent")


def test_the_log_says_where_the_kernel_does_not_help(tmp_path: Path) -> None:
    code = """
from hanare.server import app
kernel.platform.machine = lambda: 'riscv64'
app.serve_stdio = lambda *_: 0
"""
    environment = {
        "PATH": os.defpath,
        "HOME": str(tmp_path),
        "HANARE__LOG__LEVEL": "debug",
        "HANARE__LOG__FILE": str(tmp_path / "log"),
    }
    run(code + RUN.format(arguments=["serve"]), environment)
    assert "refused in Python only: processor" in (tmp_path / "log").read_text()


@filtered
@pytest.mark.parametrize(
    ("written", "environment", "expected"),
    [
        ("", {}, "silent"),
        ("[network]\noffline = false\n", {}, "free"),
        ("[network]\noffline = true\n", {}, "silent"),
        ("[network]\noffline = 'perhaps'\n", {}, "silent"),
        ("[network\n", {}, "silent"),
        ("", {"HANARE__NETWORK__OFFLINE": "false"}, "free"),
        ("", {"HANARE__NETWORK__OFFLINE": "no"}, "free"),
        ("", {"HANARE__NETWORK__OFFLINE": ""}, "silent"),
        ("[network]\noffline = false\n", {"HANARE__NETWORK__OFFLINE": "true"}, "silent"),
    ],
)
def test_the_users_settings_decide(
    tmp_path: Path, written: str, environment: dict[str, str], expected: str
) -> None:
    settings = tmp_path / "hanare" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(written)
    found = outcome(tmp_path, "rules", XDG_CONFIG_HOME=str(tmp_path), **environment)
    assert found == expected


@filtered
@pytest.mark.parametrize("name", [".hanare.toml", "pyproject.toml"])
def test_a_project_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    head = "tool.hanare.network" if name == "pyproject.toml" else "network"
    (tmp_path / name).write_text(f"[{head}]\noffline = false\n")
    monkeypatch.chdir(tmp_path)
    assert outcome(tmp_path, "rules") == "silent"


# Runs one of our modules until it ends, and says whether it kept silent.
PROCESS = """
import ctypes, runpy
told = os.dup(1)
def tell(*_):
    os.write(told, b'silent' if ctypes.CDLL(None).socket(2, 2, 0) < 0 else b'free')
    end(0)
end, os._exit = os._exit, tell
try:
    runpy.run_module({module!r}, run_name='__main__')
finally:
    tell()
"""


@filtered
@pytest.mark.parametrize(
    "module", ["hanare.analysis.process", "hanare.index.process", "hanare.engine.worker"]
)
@pytest.mark.parametrize(
    ("offline", "expected"), [(None, "silent"), ("true", "silent"), ("false", "free")]
)
def test_our_processes_do_as_they_are_told(module: str, offline: str | None, expected: str) -> None:
    """By themselves too, should whoever starts them not be held."""
    told = {} if offline is None else {"HANARE__NETWORK__OFFLINE": offline}
    assert run(PROCESS.format(module=module), {"PATH": os.defpath} | told) == expected


@filtered
@pytest.mark.parametrize(("setting", "expected"), [("true", "silent"), ("off", "free")])
def test_what_a_command_starts_does_as_the_command(
    tmp_path: Path, setting: str, expected: str
) -> None:
    """However the user has written it."""
    code = """
from hanare.cli import silent
import click
with click.Context(click.Command('x'), obj=silent.OwnProcess()):
    silent.be_silent()
"""
    code += f"inner = {PROCESS.format(module='hanare.engine.worker')!r}\n"
    code += "subprocess.run([sys.executable, '-P', '-c', 'import os\\n' + inner])"
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "HANARE__NETWORK__OFFLINE": setting}
    assert run(code, environment) == expected
