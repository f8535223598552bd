"""A fix by the local model, from the finding to the edit: the real server, a scripted model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from e2e.conftest import Serve
from e2e.wire import URI, Message, WireClient

TEXT = """\
import subprocess


def 固める(folder):
    '😀'; subprocess.run(f"tar cf a.tar {folder}", shell=True)
"""
RIGHT = """    '😀'; subprocess.run(["tar", "cf", "a.tar", folder])"""
WRONG = "    pass"
SCRIPT = """\
seconds_per_token = {pace}
[[answers]]
after = '''```python
def 固める(folder):
'''
says = '''{says}'''
[[answers]]
after = "processes.\\n"
says = '''{says}'''
"""

PULLS: Message = {"textDocument": {"diagnostic": {}}}
RESOLVES: Message = {
    "textDocument": {
        "diagnostic": {},
        "codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}},
    },
    "workspace": {
        "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}},
    },
}

Start = Callable[..., Any]


@pytest.fixture
def start(serve: Serve) -> Start:
    async def run(says: str, pace: float = 0.0, **params: Any) -> WireClient:
        client = await serve(SCRIPT.format(says=says, pace=pace))
        await client.initialize(**params)
        client.open(TEXT)
        return client

    return run


async def rules(client: WireClient) -> list[str]:
    answer = await client.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    return [each["code"] for each in answer["result"]["items"]]


async def actions(client: WireClient, rule: str) -> list[Message]:
    """The code actions on the finding of a rule."""
    answer = await client.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    (found,) = [each for each in answer["result"]["items"] if each["code"] == rule]
    params = {
        "textDocument": {"uri": URI},
        "range": found["range"],
        "context": {"diagnostics": [found]},
    }
    return list((await client.ask("textDocument/codeAction", params))["result"])


async def offered(client: WireClient, title: str = "Fix with local model: B602") -> Message:
    (action,) = [each for each in await actions(client, "B602") if each["title"] == title]
    return action


def after(edits: list[Message]) -> str:
    """The text after edits of whole lines, in UTF-16."""
    lines = TEXT.splitlines(keepends=True)
    for edit in reversed(edits):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["character"] == 0
        first, last, new = start["line"], end["line"], edit["newText"]
        if end["character"]:  # without the line break
            assert end["character"] == len(lines[last].rstrip("\n").encode("utf-16-le")) // 2
            last, new = last + 1, new + "\n"
        lines[first:last] = [new]
    return "".join(lines)


async def test_an_action_is_resolved_to_a_preview(start: Start) -> None:
    client = await start(RIGHT, capabilities=RESOLVES)
    action = await offered(client)
    assert "edit" not in action
    assert "command" not in action
    edit = (await client.ask("codeAction/resolve", action))["result"]["edit"]
    (change,) = edit["documentChanges"]
    assert change["textDocument"] == {"uri": URI, "version": 1}
    (annotation,) = edit["changeAnnotations"].values()
    assert annotation["needsConfirmation"] is True
    assert {each["annotationId"] for each in change["edits"]} == set(edit["changeAnnotations"])
    text = after(change["edits"])
    assert text == TEXT.rpartition("    ")[0] + RIGHT + "\n"
    client.change(text, 2)
    assert "B602" not in await rules(client)


async def test_without_resolving_a_command_applies_the_edit(start: Start) -> None:
    client = await start(RIGHT, capabilities=PULLS)
    action = await offered(client)
    request = client.request("workspace/executeCommand", action["command"])
    asked = await client.asked("workspace/applyEdit")
    (edits,) = asked["params"]["edit"]["changes"].values()
    client.send(id=asked["id"], result={"applied": True})
    answer = await client.answer(request)
    assert answer["result"] == {"applied": True, "reason": ""}
    client.change(after(edits), 2)
    assert "B602" not in await rules(client)


async def test_where_nothing_is_verified_the_user_is_told(start: Start) -> None:
    client = await start(WRONG, capabilities=RESOLVES, locale="ja")
    action = await offered(client, "ローカルモデルで修正する: B602")
    resolved = (await client.ask("codeAction/resolve", action))["result"]
    assert "edit" not in resolved
    await client.shown(
        "B602 の検証済みの修正は見つかりませんでした: 4 × 修正ではなくコードが削除されている"
    )


async def test_progress_is_shown_and_can_be_cancelled(start: Start) -> None:
    capabilities = RESOLVES | {"window": {"workDoneProgress": True}}
    client = await start(RIGHT, pace=0.05, capabilities=capabilities)
    request = client.request("codeAction/resolve", await offered(client))

    def is_begin(message: Message) -> bool:
        value = message.get("params", {}).get("value", {}) if message.get("method") else {}
        return value.get("kind") == "begin" and bool(value.get("cancellable"))

    answered: set[int] = set()
    while not any(map(is_begin, client.received)):
        await client.status()
        for message in client.received:
            if message.get("method") == "window/workDoneProgress/create":
                if message["id"] not in answered:
                    client.send(id=message["id"], result=None)
                answered.add(message["id"])
    (begin,) = filter(is_begin, client.received)
    assert begin["params"]["value"]["title"] == "Fix with local model: B602"
    token = begin["params"]["token"]
    client.notify("window/workDoneProgress/cancel", {"token": token})
    assert (await client.answer(request))["error"]["code"] == -32800
    await client.until(
        lambda m: (
            m.get("method") == "$/progress"
            and m["params"]["token"] == token
            and m["params"]["value"]["kind"] == "end"
        )
    )


async def test_a_request_can_be_cancelled(start: Start) -> None:
    client = await start(RIGHT, pace=0.05, capabilities=RESOLVES)
    request = client.request("codeAction/resolve", await offered(client))
    client.notify("$/cancelRequest", {"id": request})
    assert (await client.answer(request))["error"]["code"] == -32800


async def test_a_fix_of_a_changed_document_is_refused(start: Start) -> None:
    client = await start(RIGHT, capabilities=RESOLVES)
    action = await offered(client)
    client.change("\n" + TEXT, 2)
    assert (await client.ask("codeAction/resolve", action))["error"]["code"] == -32801


@pytest.mark.parametrize("data", [None, {}, {"uri": URI}, "x"])
async def test_strange_data_are_refused(start: Start, data: object) -> None:
    client = await start(RIGHT, capabilities=RESOLVES)
    answer = await client.ask("codeAction/resolve", {"title": "x", "data": data})
    assert answer["error"]["code"] == -32602
    command = {"command": "hanare.fixWithModel", "arguments": [data]}
    answer = await client.ask("workspace/executeCommand", command)
    assert answer["error"]["code"] == -32602


async def test_hints_are_not_offered_a_model(start: Start) -> None:
    client = await start(RIGHT, capabilities=RESOLVES)
    titles = [each["title"] for each in await actions(client, "B404")]
    assert titles
    assert not [each for each in titles if "model" in each]


async def test_without_completions_there_is_no_model(start: Start) -> None:
    settings = {"completion": {"enabled": False}}
    client = await start(RIGHT, capabilities=RESOLVES, initializationOptions=settings)
    titles = [each["title"] for each in await actions(client, "B602")]
    assert titles
    assert not [each for each in titles if "model" in each]
