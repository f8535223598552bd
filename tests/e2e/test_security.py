"""Security findings in the editor: the real server, the real engines, a process of their own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from e2e.wire import SERVE, URI, Message, WireClient

PULLS: Message = {"textDocument": {"diagnostic": {}}}
TEXT = "import subprocess\n\n\ndef run(名前):\n    '日本😀'; subprocess.run(名前, shell=True)\n"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[WireClient]:
    """A server without a model, and with no caches but its own."""
    client = await WireClient.start(
        command=SERVE, HANARE__COMPLETION__ENABLED="false", XDG_CACHE_HOME=str(tmp_path)
    )
    yield client
    if client.process.returncode is None:
        assert await client.leave() == 0
    assert 'File "' not in await client.errors()


async def pull(client: WireClient, uri: str = URI, **more: Any) -> Message:
    answer = await client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}} | more)
    result: Message = answer["result"]
    return result


def codes(diagnostics: list[Message]) -> list[str]:
    return [each["code"] for each in diagnostics]


async def published(client: WireClient, version: int | None) -> list[Message]:
    message = await client.until(
        lambda m: (
            m.get("method") == "textDocument/publishDiagnostics"
            and m["params"].get("version") == version
        )
    )
    found: list[Message] = message["params"]["diagnostics"]
    return found


async def actions(client: WireClient, diagnostic: Message, uri: str = URI) -> list[Message]:
    params = {
        "textDocument": {"uri": uri},
        "range": diagnostic["range"],
        "context": {"diagnostics": [diagnostic]},
    }
    found: list[Message] = (await client.ask("textDocument/codeAction", params))["result"]
    return found


async def test_a_client_that_does_not_pull_is_sent_findings(server: WireClient) -> None:
    answer = await server.initialize()
    assert "diagnosticProvider" not in answer["result"]["capabilities"]
    server.open(TEXT)
    shown = await published(server, 1)
    assert codes(shown) == ["B404", "B602"]
    server.change("x = 1\n", 2)
    assert await published(server, 2) == []
    server.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert await published(server, None) == []


async def test_a_client_that_pulls_is_sent_nothing(server: WireClient) -> None:
    answer = await server.initialize(capabilities=PULLS)
    assert answer["result"]["capabilities"]["diagnosticProvider"]["identifier"] == "hanare"
    server.open(TEXT)
    first = await pull(server)
    assert (first["kind"], codes(first["items"])) == ("full", ["B404", "B602"])
    again = await pull(server, previousResultId=first["resultId"])
    assert (again["kind"], again["resultId"]) == ("unchanged", first["resultId"])
    assert not [m for m in server.received if m.get("method", "").endswith("publishDiagnostics")]


@pytest.mark.parametrize(
    ("encoding", "codec", "size"),
    [("utf-8", "utf-8", 1), ("utf-16", "utf-16-le", 2), ("utf-32", "utf-32-le", 4)],
)
async def test_ranges_are_in_the_clients_units(
    server: WireClient, encoding: str, codec: str, size: int
) -> None:
    capabilities = PULLS | {"general": {"positionEncodings": [encoding]}}
    await server.initialize(capabilities=capabilities)
    server.open(TEXT)
    (found,) = [each for each in (await pull(server))["items"] if each["code"] == "B602"]
    start, end = found["range"]["start"], found["range"]["end"]
    line = TEXT.split("\n")[4]
    begin = line.index("subprocess")
    expected = tuple(len(part.encode(codec)) // size for part in (line[:begin], line))
    assert (start["line"], start["character"]) == (4, expected[0])
    assert (end["line"], end["character"]) == (4, expected[1])


async def test_findings_outlast_half_typed_code(server: WireClient) -> None:
    await server.initialize(capabilities=PULLS)
    server.open(TEXT)
    assert codes((await pull(server))["items"]) == ["B404", "B602"]
    half = TEXT.replace("\n\n\n", "\n\nx = foo(1,\n\n")
    server.change(half, 2)
    assert codes((await pull(server))["items"]) == ["B404", "B602"]


async def test_hover_has_the_help(server: WireClient) -> None:
    await server.initialize(capabilities=PULLS, locale="ja")
    server.open(TEXT)
    items = (await pull(server))["items"]
    position = next(each["range"]["start"] for each in items if each["code"] == "B602")
    params = {"textDocument": {"uri": URI}, "position": position}
    text = (await server.ask("textDocument/hover", params))["result"]["contents"]["value"]
    assert "B602" in text
    assert "CWE-78" in text
    assert "修正方法" in text
    params["position"] = {"line": 1, "character": 0}
    assert (await server.ask("textDocument/hover", params))["result"] is None


async def test_a_quick_fix_removes_the_finding(server: WireClient) -> None:
    edits = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
    await server.initialize(capabilities=PULLS | edits)
    text = "import yaml\n\nyaml.load(stream)\n"
    server.open(text)
    (found,) = (await pull(server))["items"]
    fix = next(each for each in await actions(server, found) if each.get("isPreferred"))
    (change,) = fix["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": URI, "version": 1}
    lines = text.split("\n")
    for edit in change["edits"]:
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"]]
        lines[start["line"]] = (
            line[: start["character"]] + edit["newText"] + line[end["character"] :]
        )
    assert lines == ["import yaml", "", "yaml.safe_load(stream)", ""]
    server.change("\n".join(lines), 2)
    assert (await pull(server))["items"] == []


async def test_a_fix_that_its_author_must_agree_to_is_not_preferred(server: WireClient) -> None:
    await server.initialize(capabilities=PULLS)
    server.open("import hashlib\n\nhashlib.md5(text)\n")
    (found,) = (await pull(server))["items"]
    offered = await actions(server, found)
    (fix,) = (each for each in offered if "usedforsecurity=False" in each["title"])
    assert fix["edit"]
    assert not any(each.get("isPreferred") for each in offered)


async def test_suppressing_asks_for_a_reason(server: WireClient) -> None:
    await server.initialize(
        capabilities=PULLS, initializationOptions={"analysis": {"author": "alice"}}
    )
    text = "def f(x):\n    return eval(x)\n"
    server.open(text)
    (found,) = (await pull(server))["items"]
    titles = {each["title"]: each for each in await actions(server, found)}
    (edit,) = titles[f"Suppress {found['code']} with a reason"]["edit"]["changes"][URI]
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 1, "character": 0}
    comment = edit["newText"]
    assert comment.startswith(f"    # hanare: ignore[{found['code']}] by=alice until=20")
    lines = text.split("\n")
    server.change("\n".join([lines[0], comment.rstrip("\n"), *lines[1:]]), 2)
    assert codes((await pull(server))["items"]) == ["HSU101", found["code"]]
    reasoned = comment.rstrip("\n") + "the text is a constant of ours"
    server.change("\n".join([lines[0], reasoned, *lines[1:]]), 3)
    assert (await pull(server))["items"] == []


async def test_the_help_is_shown_as_a_document(server: WireClient) -> None:
    await server.initialize(capabilities={"window": {"showDocument": {"support": True}}})
    params = {"command": "hanare.showRule", "arguments": ["B602"]}
    answer = server.request("workspace/executeCommand", params)
    asked = await server.asked("window/showDocument")
    server.send(id=asked["id"], result={"success": True})
    assert asked["params"]["uri"].endswith("B602.en.md")
    result = (await server.answer(answer))["result"]
    assert "CWE-78" in result["markdown"]
    unknown = params | {"arguments": ["B999"]}
    assert (await server.ask("workspace/executeCommand", unknown))["result"] is None


async def test_settings_choose_what_is_shown_and_how(server: WireClient) -> None:
    settings = {"analysis": {"levels": {"B404": "off", "B602": "hint"}}}
    await server.initialize(capabilities=PULLS, initializationOptions=settings)
    server.open(TEXT)
    assert [(each["code"], each["severity"]) for each in (await pull(server))["items"]] == [
        ("B602", 4)
    ]


async def test_a_project_cannot_switch_checks_off(server: WireClient, tmp_path: Path) -> None:
    (tmp_path / ".hanare.toml").write_text('[analysis]\nenabled = false\nlevels = {B602 = "off"}\n')
    (tmp_path / ".bandit").write_text("[bandit]\nskips = B602\n")
    await server.initialize(capabilities=PULLS, rootUri=tmp_path.as_uri())
    server.open(TEXT)
    assert codes((await pull(server))["items"]) == ["B404", "B602"]
    await server.shown_like("analysis.enabled: only your own settings may say this")


async def test_another_language_and_a_secret(server: WireClient) -> None:
    await server.initialize(capabilities=PULLS)
    uri = "file:///work/a.js"
    key = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
    server.open(f"const t = '{key}';\neval(t + location.hash);\n", "javascript", uri)
    found = (await pull(server, uri))["items"]
    assert any(each["code"].startswith("HSC") for each in found)
    assert any(each["code"].startswith("HJS") for each in found)
    assert key not in str(found)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not Windows'")
async def test_a_killed_process_is_replaced(server: WireClient) -> None:
    await server.initialize(capabilities=PULLS)
    server.open(TEXT)
    await pull(server)
    (process,) = [
        child
        for child in psutil.Process(server.process.pid).children()
        if "hanare.analysis.process" in child.cmdline()
    ]
    os.kill(process.pid, signal.SIGKILL)
    server.change(TEXT + "\n", 2)
    assert codes((await pull(server))["items"]) == ["B404", "B602"]


async def test_no_process_outlives_the_server(server: WireClient) -> None:
    await server.initialize(capabilities=PULLS)
    server.open(TEXT)
    await pull(server)
    children = psutil.Process(server.process.pid).children()
    assert len(children) == 1
    assert await server.leave() == 0
    assert psutil.wait_procs(children, timeout=10)[1] == []
