"""What a whole session writes: where, for whom, and that no secret is in it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.wire import SERVE, WireClient
from hanare.files import places

HANARE = [sys.executable, "-P", "-m", "hanare"]
TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
PLANTED = "correct-horse-battery"
CODE = f"""\
import subprocess

API_KEY = "{TOKEN}"
PASSWORD = "{PLANTED}"


def connect(host):
    client = open_client(host, token="{TOKEN}")
    client.login(password="{PLANTED}")
    return client


def run(folder):
    subprocess.run(folder, shell=
"""
SCRIPT = """\
[[answers]]
after = "shell="
says = "True)\\n"
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are not Windows'")


async def session(home: Path, work: Path) -> None:
    """Do everything that an editor does, with planted secrets on every way."""
    script = home / "script.toml"
    script.write_text(SCRIPT)
    client = await WireClient.start(
        command=SERVE,
        HOME=str(home),
        XDG_CACHE_HOME="",
        XDG_STATE_HOME="",
        XDG_CONFIG_HOME="",
        HANARE_MODELS_DIR="",
        HANARE__ENGINE__KIND="scripted",
        HANARE__ENGINE__SCRIPT=str(script),
        HANARE__GATE__RECORD="true",
        HANARE__GATE__MILLISECONDS="5000",
        HANARE__LOG__LEVEL="debug",
        HANARE__LOG__FILE=str(home / "server.log"),
        HTTPS_PROXY=f"http://user:{PLANTED}@127.0.0.1:9",
    )
    await client.initialize(
        capabilities={
            "textDocument": {"diagnostic": {}, "inlineCompletion": {}},
            "window": {"showDocument": {"support": True}},
        },
        initializationOptions={"completion": {"maxTokens": TOKEN, TOKEN: PLANTED}},
        workspaceFolders=[{"uri": work.as_uri(), "name": "work"}],
    )
    uri = (work / "a.py").as_uri()
    client.open(CODE, uri=uri)
    lines = CODE.splitlines()
    params = {
        "textDocument": {"uri": uri},
        "position": {"line": len(lines) - 1, "character": len(lines[-1])},
        "context": {"triggerKind": 2},
    }
    assert "result" in await client.ask("textDocument/inlineCompletion", params)
    assert (await client.ask("hanare/lastReason"))["result"]["code"] == "insecure"
    assert "result" in await client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    client.change(CODE + f"\nx = f({TOKEN!r}\n", 2, uri)
    for scope in ("file", "workspace"):
        argument = {"scope": scope, "uri": uri}
        command = {"command": "hanare.analyze", "arguments": [argument]}
        assert "result" in await client.ask("workspace/executeCommand", command)
    client.request(
        "workspace/executeCommand", {"command": "hanare.showRule", "arguments": ["B602"]}
    )
    shown = await client.asked("window/showDocument")
    client.send(id=shown["id"], result={"success": True})
    client.request("hanare/none", {"token": TOKEN})
    await client.ask("workspace/executeCommand", {"command": "hanare.models"})
    # The index is begun some time after the start; what it writes is looked at as well.
    folder = home / ".cache" / "hanare" / "index"
    while not list(folder.glob("*.sqlite3")):
        await client.status()
    assert await client.leave() == 0
    (home / "stderr.txt").write_text(await client.errors())


def commands(home: Path, work: Path) -> None:
    """Run what a person would run besides."""
    for arguments in (
        ["analyze", "a.py", "--output", str(home / "report.html")],
        ["audit", "show"],
        ["models", "list"],
        ["doctor", "--quick"],
    ):
        subprocess.run(
            [*HANARE, *arguments],
            cwd=work,
            env={"HOME": str(home), "PATH": os.defpath},
            capture_output=True,
            check=False,
        )


def written(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.name != "script.toml"]


@pytest.mark.slow
async def test_what_a_session_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    (work / "a.py").write_text(CODE)
    before = os.umask(0)  # nothing but Hanare itself keeps others out
    try:
        await session(home, work)
        commands(home, work)
    finally:
        os.umask(before)
    by_hand = {home / "stderr.txt", home / ".cache", home / ".local", home / ".local" / "state"}
    found = {path.relative_to(home).as_posix(): path for path in written(home)}
    assert {"server.log", "report.html", ".cache/hanare/analysis.sqlite"} <= found.keys()
    for part in ("index", "reports", "help"):
        assert any(name.startswith(f".cache/hanare/{part}/") for name in found), part
    assert ".local/state/hanare/audit/audit.jsonl" in found
    modes = {
        name: oct(stat.S_IMODE(path.stat().st_mode))
        for name, path in found.items()
        if path not in by_hand
        and stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    }
    assert modes == {}
    for name, path in found.items():
        if path.is_file():
            content = path.read_bytes()
            for planted in (TOKEN, PLANTED):
                assert planted.encode() not in content, name
    assert list(work.iterdir()) == [work / "a.py"], "nothing is written into the workspace"

    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HANARE_MODELS_DIR"):
        monkeypatch.delenv(variable, raising=False)
    known = [
        path
        for kept in places.kept(places.models_folder(), [], home / "server.log")
        for path in kept.paths
    ]
    unknown = {
        name
        for name, path in found.items()
        if path.is_file() and not any(path.is_relative_to(each) for each in known)
    }
    assert unknown == {"stderr.txt", "report.html"}
