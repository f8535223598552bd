"""A full session, as an editor and a person at a terminal have it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.wire import WireClient

HANARE = (sys.executable, "-P", "-m", "hanare")
CODE = """\
import subprocess


def area(width, height):
    return \n


def run(command):
    subprocess.run(command, shell=True)
"""
_LINE, _COLUMN = 4, 11
"""Of the cursor, from 0."""
_SECONDS = 300
"""For a step: loading a model on a busy machine."""


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    suggestion: str
    explanation: str
    rules: tuple[str, ...]
    """What the analysis found, the server's and then the command's."""
    exit_codes: tuple[int, ...]
    """Of the server, and of `complete`, `analyze` and `explain`."""
    attempts: int
    """Lines of the logs that tell of a refused connection."""


async def session(
    work: Path, environment: Mapping[str, str], before: Sequence[str] = ()
) -> Outcome:
    """Start the server, complete, explain, analyse, shut down; then the same by commands.

    `before` is what each command is run by. `work` is made, with a repository of Git's.
    """
    file = _made(work)
    client = await WireClient.start(command=[*before, *HANARE, "serve"], **environment)
    async with asyncio.timeout(_SECONDS):
        suggestion, explanation, found = await _edited(client, file)
    server = await _left(client)
    commands = (
        ("complete", f"{file}:{_LINE + 1}:{_COLUMN + 1}"),
        ("analyze", str(work), "--format", "github", "--diff", "HEAD~1", "--no-cache"),
        ("explain", "--diff", "HEAD~1"),
    )
    ran = [_run([*before, *HANARE, *each], work, environment) for each in commands]
    assert ran[0].stdout.strip() == suggestion
    logs = await client.errors() + "".join(each.stderr for each in ran)
    return Outcome(
        suggestion,
        explanation,
        (*found, *sorted({each for each in ("B404", "B602") if each in ran[1].stdout})),
        (server, *(each.returncode for each in ran)),
        logs.count("it leads off this machine"),
    )


async def _edited(client: WireClient, file: Path) -> tuple[str, str, tuple[str, ...]]:
    await client.initialize(
        workspaceFolders=[{"uri": file.parent.as_uri(), "name": "work"}],
        capabilities={"textDocument": {"inlineCompletion": {}}},
    )
    uri = file.as_uri()
    client.open(CODE, uri=uri)
    suggested: list[Any] = []
    while not suggested:
        answer = await _patient(client, client.request_inline(_LINE, _COLUMN, uri))
        suggested = (answer["result"] or {}).get("items", [])
    place = {"line": _LINE - 1, "character": 5}
    argument = {"uri": uri, "kind": "symbol", "range": {"start": place, "end": place}}
    explained = await _commanded(client, "hanare.explain", argument)
    analysed = await _commanded(client, "hanare.analyze", {"scope": "workspace", "uri": uri})
    rules = [each["code"] for file in analysed["files"] for each in file["diagnostics"]]
    assert explained["finished"]
    return suggested[0]["insertText"], explained["markdown"], tuple(sorted(rules))


async def _commanded(client: WireClient, command: str, argument: object) -> Any:
    params = {"command": command, "arguments": [argument]}
    return (await _patient(client, client.request("workspace/executeCommand", params)))["result"]


async def _patient(client: WireClient, number: int) -> Any:
    """Return an answer, however long the client's own patience."""
    while not client.answers(number):
        await client._receive()
    return client.answers(number)[0]


async def _left(client: WireClient) -> int:
    await _patient(client, client.request("shutdown"))
    client.notify("exit")
    assert client.process.stdout
    async with asyncio.timeout(_SECONDS):
        await client.process.stdout.read()
        return await client.process.wait()


def _run(
    command: Sequence[str], work: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if "HANARE" not in key}
    return subprocess.run(
        command,
        cwd=work,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
        env=inherited | dict(environment),
    )


def _made(work: Path) -> Path:
    """Make a folder with a file and two commits of it: empty, and with the code."""
    file = work / "a.py"
    work.mkdir()
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run([*git, "init", "--quiet"], cwd=work, check=True)
    for text in ("", CODE):
        file.write_text(text)
        subprocess.run([*git, "add", "."], cwd=work, check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "a"], cwd=work, check=True)
    return file
