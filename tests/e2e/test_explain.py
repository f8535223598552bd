"""Explanations over LSP: the real server, a scripted model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from e2e.conftest import Serve
from e2e.wire import URI, Message, WireClient

TEXT = """\
import subprocess


def greet(name):
    if not name:
        raise ValueError('名前')
    return 'hello ' + name


def run(command):
    face = '😀'; subprocess.run(command, shell=True)
"""
SCRIPT = """\
seconds_per_token = {pace}
[[answers]]
after = '''{after}'''
says = '''{says}'''
"""
GREET: Message = {
    "start": {"line": 4, "character": 4},
    "end": {"line": 4, "character": 4},
}
SAYS = "says hello to `name`, and <b>raises</b> `TypeError`. See [this](http://example.com/x)."

Start = Callable[..., Any]


@pytest.fixture
def start(serve: Serve) -> Start:
    async def run(
        says: str, after: str = "`greet` ", pace: float = 0.0, **params: Any
    ) -> WireClient:
        client = await serve(SCRIPT.format(after=after, says=says, pace=pace))
        await client.initialize(**params)
        client.open(TEXT)
        return client

    return run


def command(**argument: Any) -> Message:
    return {"command": "hanare.explain", "arguments": [{"uri": URI, **argument}]}


async def explained(client: WireClient, **argument: Any) -> Message:
    answer = await client.ask("workspace/executeCommand", command(**argument))
    assert "result" in answer, answer
    return dict(answer["result"])


def streamed(client: WireClient, token: str) -> str:
    """What a client shows that follows the notifications of a token."""
    text = ""
    for message in client.received:
        if message.get("method") != "$/progress" or message["params"]["token"] != token:
            continue
        value = message["params"]["value"]
        assert value["kind"] == "hanare.explain"
        text = value["replace"] if "replace" in value else text + value["append"]
    return text


async def test_a_symbol_is_explained_as_it_is_said(start: Start) -> None:
    client = await start(SAYS)
    result = await explained(client, kind="symbol", range=GREET, stream="t1")
    markdown = result["markdown"]
    assert "- Parameters: `name`\n" in markdown
    assert "- Raises: `ValueError` (L6)\n" in markdown
    assert (
        "`greet` says hello to `name`, and \\<b>raises\\</b> `TypeError`⟨?⟩. See this." in markdown
    )
    assert result["notes"] == [
        "Not in the code: `TypeError`.",
        "Links and addresses that the model wrote were removed.",
    ]
    assert result["finished"]
    assert streamed(client, "t1") == markdown
    parts = [m for m in client.received if m.get("method") == "$/progress"]
    assert len(parts) > 5


async def test_without_a_stream_nothing_is_sent_but_the_answer(start: Start) -> None:
    client = await start(SAYS)
    assert "says hello" in (await explained(client, kind="symbol", range=GREET))["markdown"]
    assert not [m for m in client.received if m.get("method") == "$/progress"]


async def test_a_cancel_ends_it_and_the_engine_is_free(start: Start) -> None:
    # The prompt has its pace too: a token is a byte.
    client = await start(" ".join(map(str, range(1000, 1900))), pace=0.002)
    asked = client.request(
        "workspace/executeCommand", command(kind="symbol", range=GREET, stream="t")
    )
    await client.until(
        lambda m: m.get("method") == "$/progress" and "1001" in str(m["params"]["value"])
    )
    client.notify("$/cancelRequest", {"id": asked})
    answer = await client.answer(asked)
    assert answer["error"]["code"] == -32800
    sent = len([m for m in client.received if m.get("method") == "$/progress"])
    await client.status()
    await client.status()
    assert len([m for m in client.received if m.get("method") == "$/progress"]) <= sent + 1


async def test_the_client_s_language_is_spoken(start: Start) -> None:
    client = await start("名前を受け取り、挨拶を返します。", after="`greet` は、", locale="ja")
    markdown = (await explained(client, kind="symbol", range=GREET))["markdown"]
    assert "- 引数: `name`" in markdown
    assert "`greet` は、名前を受け取り、挨拶を返します。" in markdown


async def test_a_finding_is_explained_by_its_help_first(start: Start) -> None:
    after = "`face = '😀'; subprocess.run(command, shell=True)`, "
    pulls: Message = {"textDocument": {"diagnostic": {}}}
    client = await start("is perfectly safe.", after=after, capabilities=pulls)
    answer = await client.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    (found,) = [each for each in answer["result"]["items"] if each["code"] == "B602"]
    result = await explained(client, kind="finding", range=found["range"], rule="B602")
    assert "B602 · CWE-78" in result["markdown"]
    assert "perfectly safe" not in result["markdown"]
    assert "The model denied the finding" in result["notes"][0]


async def test_a_docstring_is_an_edit(start: Start) -> None:
    says = (
        "Say hello.\n\nArgs:\n    name: Who.\n    nobody: No.\n\n"
        "Raises:\n    ValueError: Without.\n"
    )
    versioned = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
    client = await start(says, after='assistant\n"""', capabilities=versioned)
    result = await explained(client, kind="docstring", range=GREET)
    (change,) = result["edit"]["documentChanges"]
    (edit,) = change["edits"]
    assert edit["range"]["start"] == edit["range"]["end"] == {"line": 4, "character": 4}
    assert edit["newText"] == (
        '"""Say hello.\n\n    Args:\n        name: Who.\n\n'
        '    Raises:\n        ValueError: Without.\n    """\n    '
    )


async def test_the_pointer_finds_what_was_explained(start: Start) -> None:
    client = await start(SAYS)
    place = {"textDocument": {"uri": URI}, "position": {"line": 3, "character": 6}}
    assert (await client.ask("textDocument/hover", place))["result"] is None
    await explained(client, kind="symbol", range=GREET)
    hover = (await client.ask("textDocument/hover", place))["result"]
    assert "says hello" in hover["contents"]["value"]
    client.change("\n" + TEXT, 2)
    below = place | {"position": {"line": 4, "character": 6}}
    moved = (await client.ask("textDocument/hover", below))["result"]["contents"]["value"]
    assert moved.removeprefix(hover["contents"]["value"]).strip() == (
        "*Since then the code has moved: L4 is L5 now.*"
    )
    client.change(TEXT.replace("hello", "bye"), 3)
    assert (await client.ask("textDocument/hover", place))["result"] is None


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"kind": "symbol", "uri": "file:///none.py"}, "file:///none.py is not open."),
        ({"kind": "error"}, "There is nothing to explain."),
        ({"kind": "finding", "rule": "B101"}, "There is no finding B101 here."),
        ({"kind": "symbol"}, "There is no definition at this place."),
    ],
)
async def test_what_cannot_be_explained_is_said(
    start: Start, argument: Message, message: str
) -> None:
    client = await start(SAYS)
    answer = await client.ask("workspace/executeCommand", command(**argument))
    assert message in answer["error"]["message"]


async def test_any_diagnostic_can_be_explained(start: Start) -> None:
    client = await start("there is no such name.", after="The message means that ")
    place = {"start": {"line": 6, "character": 11}, "end": {"line": 6, "character": 18}}
    found = {"range": place, "message": "undefined name", "source": "other"}
    params = {"textDocument": {"uri": URI}, "range": place, "context": {"diagnostics": [found]}}
    (action,) = (await client.ask("textDocument/codeAction", params))["result"]
    assert action["title"] == "Explain this message"
    answer = await client.ask("workspace/executeCommand", action["command"])
    assert "The message means that there is no such name." in answer["result"]["markdown"]
