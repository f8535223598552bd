"""The analysis of whole folders over LSP: the real server, the real engines, real files."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from e2e.wire import SERVE, Message, WireClient

from index.trees import make

BAD = "import subprocess\n\n\ndef run(名前):\n    '日本😀'; subprocess.run(名前, shell=True)\n"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[WireClient]:
    """A server without a model, and with no caches but its own."""
    client = await WireClient.start(
        command=SERVE, HANARE__COMPLETION__ENABLED="false", XDG_CACHE_HOME=str(tmp_path / "cache")
    )
    yield client
    if client.process.returncode is None:
        assert await client.leave() == 0
    assert 'File "' not in await client.errors()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


def command(argument: object, **more: Any) -> Message:
    return {"command": "hanare.analyze", "arguments": [argument], **more}


async def analyse(client: WireClient, argument: object, **more: Any) -> Message:
    answer = await client.ask("workspace/executeCommand", command(argument, **more))
    result: Message = answer["result"]
    return result


def folders(*paths: Path) -> Message:
    return {"workspaceFolders": [{"uri": path.as_uri(), "name": path.name} for path in paths]}


def rules(result: Message) -> dict[str, list[str]]:
    return {
        each["uri"].rsplit("/", 1)[-1]: [found["code"] for found in each["diagnostics"]]
        for each in result["files"]
    }


async def test_every_file_is_analysed_or_listed(server: WireClient, folder: Path) -> None:
    make(
        folder,
        {
            "bad.py": BAD,
            "good.py": "x = 1\n",
            "half.py": "eval(x)\ndef f(:\n",
            "blob.py": b"\0",
            "node_modules/a.js": "eval(x)\n",
        },
    )
    await server.initialize(**folders(folder))
    result = await analyse(server, {"scope": "workspace"})
    assert rules(result) == {"bad.py": ["B404", "B602"], "half.py": ["B307"]}
    assert result["analysed"] == 2
    missed = {each["uri"]: each["reason"] for each in result["notAnalysed"]}
    assert missed.keys() == {(folder / name).as_uri() for name in ("half.py", "blob.py")}
    assert all(missed.values())


async def test_positions_are_the_clients(server: WireClient, folder: Path) -> None:
    make(folder, {"bad.py": BAD})
    capabilities = {"general": {"positionEncodings": ["utf-16"]}}
    await server.initialize(capabilities=capabilities, locale="ja", **folders(folder))
    (found,) = (await analyse(server, {"scope": "workspace"}))["files"]
    b602 = found["diagnostics"][1]
    line = BAD.split("\n")[4]
    start = len(line[: line.index("subprocess")].encode("utf-16-le")) // 2
    assert b602["range"]["start"] == {"line": 4, "character": start}
    assert b602["range"]["end"] == {"line": 4, "character": len(line.encode("utf-16-le")) // 2}
    assert (b602["source"], b602["severity"]) == ("hanare", 1)
    assert not b602["message"].isascii()


async def test_open_documents_are_analysed_as_the_editor_has_them(
    server: WireClient, folder: Path
) -> None:
    make(folder, {"mended.py": BAD, "broken.py": "x = 1\n"})
    (folder / "link.py").symlink_to(folder / "mended.py")
    await server.initialize(**folders(folder))
    server.open("x = 1\n", uri=(folder / "mended.py").as_uri())
    server.open("eval(y)\n", uri=(folder / "broken.py").as_uri() + "?")
    server.open("eval(x)\n", uri=(folder / "new.py").as_uri())
    server.open("eval(z)\n", uri="untitled:Untitled-1")
    result = await analyse(server, {"scope": "workspace"})
    assert rules(result) == {
        "broken.py?": ["B307"], "new.py": ["B307"], "untitled:Untitled-1": ["B307"],
    }  # fmt: skip
    assert result["analysed"] == 4
    server.notify(
        "textDocument/didClose", {"textDocument": {"uri": (folder / "mended.py").as_uri()}}
    )
    assert "mended.py" in rules(await analyse(server, {"scope": "workspace"}))


async def test_a_workspace_of_several_folders(server: WireClient, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two" / "inside"
    for each in (one, two):
        make(each, {"a.py": "eval(x)\n"})
    await server.initialize(**folders(one, two, two, tmp_path / "gone"))
    result = await analyse(server, {"scope": "workspace"})
    assert sorted(each["uri"] for each in result["files"]) == [
        (one / "a.py").as_uri(), (two / "a.py").as_uri(),
    ]  # fmt: skip
    assert [each["uri"] for each in result["notAnalysed"]] == [(tmp_path / "gone").as_uri()]


async def test_one_file(server: WireClient, folder: Path) -> None:
    make(folder, {"a.py": "eval(x)\n", "b.py": "eval(x)\n", "node_modules/c.py": "eval(x)\n"})
    await server.initialize(**folders(folder))
    for name in ("a.py", "node_modules/c.py"):
        uri = (folder / name).as_uri()
        result = await analyse(server, {"scope": "file", "uri": uri})
        assert [each["uri"] for each in result["files"]] == [uri]
        assert result["analysed"] == 1
    server.open("x = 1\n", uri=(folder / "a.py").as_uri())
    result = await analyse(server, {"scope": "file", "uri": (folder / "a.py").as_uri()})
    assert (result["files"], result["analysed"], result["notAnalysed"]) == ([], 1, [])


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        ({"scope": "file"}, -32803),
        ({"scope": "file", "uri": "file:///no/such/file.py"}, -32803),
        ({"scope": "file", "uri": "git:/a.py"}, -32803),
        ({"scope": "workspace"}, -32803),
        ({"scope": "everything"}, -32602),
        ({}, -32602),
        (None, -32602),
    ],
)
async def test_what_cannot_be_analysed(server: WireClient, argument: object, code: int) -> None:
    await server.initialize()
    answer = await server.ask("workspace/executeCommand", command(argument))
    assert answer["error"]["code"] == code


async def test_a_workspace_cannot_switch_checks_off(server: WireClient, folder: Path) -> None:
    make(
        folder,
        {
            "bad.py": BAD,
            ".hanare.toml": '[analysis]\nenabled = false\nlevels = {B602 = "off"}\n'
            'min_severity = "high"\nmax_file_kilobytes = 1\n',
            ".bandit": "[bandit]\nskips = B602\n",
        },
    )
    settings = {"analysis": {"levels": {"B404": "off"}}}
    await server.initialize(initializationOptions=settings, **folders(folder))
    assert rules(await analyse(server, {"scope": "workspace"})) == {"bad.py": ["B602"]}


async def test_the_report_is_for_its_reader_alone(
    server: WireClient, folder: Path, tmp_path: Path
) -> None:
    make(folder, {"bad.py": BAD})
    await server.initialize(**folders(folder))
    reports = [(await analyse(server, {"scope": "workspace"}))["report"] for _ in range(12)]
    kept = sorted((tmp_path / "cache" / "hanare" / "reports").iterdir())
    assert len(kept) == 10
    assert {path.as_uri() for path in kept} == set(reports[-10:])
    assert "B602" in kept[-1].read_text("utf-8")
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
        assert kept[0].parent.stat().st_mode & 0o777 == 0o700


async def test_without_a_place_for_the_report(folder: Path) -> None:
    make(folder, {"bad.py": BAD, "file": "x"})
    client = await WireClient.start(
        command=SERVE,
        HANARE__COMPLETION__ENABLED="false",
        XDG_CACHE_HOME=str(folder / "file"),  # no folder
    )
    await client.initialize(**folders(folder))
    result = await analyse(client, {"scope": "workspace"})
    assert (rules(result), result["report"]) == ({"bad.py": ["B404", "B602"]}, "")
    assert await client.leave() == 0
    await client.errors()


def steps(client: WireClient, token: object) -> list[Message]:
    return [
        message["params"]["value"]
        for message in client.received
        if message.get("method") == "$/progress" and message["params"]["token"] == token
    ]


async def test_progress_under_the_requests_token(server: WireClient, folder: Path) -> None:
    make(folder, {f"{number}.py": f"x = {number}\n" for number in range(300)})
    answer = await server.initialize(**folders(folder))
    assert answer["result"]["capabilities"]["executeCommandProvider"]["workDoneProgress"]
    await analyse(server, {"scope": "workspace"}, workDoneToken="mine")
    told = steps(server, "mine")
    assert told[0]["kind"] == "begin"
    assert told[0]["cancellable"]
    assert told[-1] == {"kind": "end"}
    percents = [each["percentage"] for each in told[1:-1]]
    assert percents == sorted(set(percents))
    assert percents[-1] == 100
    assert told[-2]["message"] == "300 of 300 files"


@pytest.mark.parametrize("how", ["request", "work"])
async def test_it_can_be_cancelled(server: WireClient, folder: Path, how: str) -> None:
    make(folder, {f"{number}.py": f"x = {number}\n" for number in range(2_000)})
    await server.initialize(**folders(folder))
    request = server.request(
        "workspace/executeCommand", command({"scope": "workspace"}, workDoneToken=7)
    )
    await server.until(lambda m: len(steps(server, 7)) > 1)
    if how == "request":
        server.notify("$/cancelRequest", {"id": request})
    else:
        server.notify("window/workDoneProgress/cancel", {"token": 7})
    assert (await server.answer(request))["error"]["code"] == -32800
    await server.until(lambda m: {"kind": "end"} in steps(server, 7))
    assert steps(server, 7)[-2]["percentage"] < 100
    processes = psutil.Process(server.process.pid).children()
    assert await server.leave() == 0
    assert psutil.wait_procs(processes, timeout=10)[1] == []


async def test_the_client_is_served_meanwhile(server: WireClient, folder: Path) -> None:
    make(folder, {f"{number}.py": f"x = {number}\n" for number in range(1_000)})
    await server.initialize(**folders(folder))
    request = server.request("workspace/executeCommand", command({"scope": "workspace"}))
    for _ in range(20):
        await server.status()
    assert server.answers(request) == []
    assert (await server.answer(request))["result"]["analysed"] == 1_000
