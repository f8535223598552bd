"""What a client can say about suggestions, and what it is told about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from e2e.wire import OPENED, URI, Message, WireClient, inline

INVALID_PARAMS = -32602
WANTS_STATUS = {"experimental": {"hanare": {"status": True}}}
OTHER = "file:///work/b.py"


async def items(wire: WireClient, params: Message) -> list[Message]:
    answer = await wire.ask("textDocument/inlineCompletion", params)
    found: list[Message] = answer["result"]["items"]
    return found


def position(line: int, character: int) -> Message:
    return {"line": line, "character": character}


def by_hand(character: int, **context: Any) -> Message:
    return inline(0, character) | {"context": {"triggerKind": 1} | context}


async def command(wire: WireClient, name: str, *arguments: Any) -> Message:
    return await wire.ask(
        "workspace/executeCommand", {"command": name, "arguments": list(arguments)}
    )


async def last_reason(wire: WireClient, uri: str | None = None) -> Any:
    params = {"textDocument": {"uri": uri}} if uri else {}
    return (await wire.ask("hanare/lastReason", params))["result"]


def messages(wire: WireClient) -> list[str]:
    """What the scripted completer has said so far."""
    shown = [m for m in wire.received if m.get("method") == "window/showMessage"]
    return [m["params"]["message"] for m in shown]


# --- items ---


async def test_alternatives_are_for_who_asks_and_each_is_there_once(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("x = ", language="inserts")
    assert [i["insertText"] for i in await items(wire, by_hand(4))] == ["[ = |]", "1", "2"]
    assert [i["insertText"] for i in await items(wire, inline(0, 4))] == ["[ = |]"]


async def test_a_selected_item_is_continued_in_its_range(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("self.na = 1", language="inserts")
    selected = {"range": {"start": position(0, 5), "end": position(0, 7)}, "text": "name"}
    found = await items(wire, by_hand(7, selectedCompletionInfo=selected))
    assert [i["insertText"] for i in found] == [
        "name[ame| = ] = 1", "name1 = 1", "name2 = 1",
    ]  # fmt: skip
    assert found[0]["filterText"] == found[0]["insertText"]
    assert found[0]["range"] == {"start": position(0, 5), "end": position(0, 11)}
    # The document is what it was, and so is the next request.
    assert (await items(wire, inline(0, 7)))[0]["insertText"] == "na[.na| = ] = 1"


async def test_an_answer_for_a_selected_item_is_dropped_when_the_document_changes(
    wire: WireClient,
) -> None:
    await wire.initialize()
    wire.open("self.na", language="waits")
    selected = {"range": {"start": position(0, 5), "end": position(0, 7)}, "text": "name"}
    msg_id = wire.request(
        "textDocument/inlineCompletion", by_hand(7, selectedCompletionInfo=selected)
    )
    await wire.shown("waiting at 9")
    wire.change("self.nam", 2)
    assert (await wire.answer(msg_id))["result"] is None
    assert (await last_reason(wire))["code"] == "superseded"


async def test_an_answer_is_not_moved_to_what_was_typed_meanwhile(wire: WireClient) -> None:
    """Not even where that begins the suggestion: the client's next request gets the rest."""
    await wire.initialize()
    wire.open("x = ", language="waits")
    msg_id = wire.request_inline(0, 4)
    await wire.shown("waiting at 4")
    wire.change("x = [", 2)  # as the suggestion begins
    assert (await wire.answer(msg_id))["result"] is None
    assert (await wire.status())["acceptance"]["offered"] == 0


async def test_nothing_is_an_empty_list(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("x = ", language="empty")
    assert await items(wire, inline(0, 4)) == []


# --- acceptance ---


async def test_commands_are_advertised(wire: WireClient) -> None:
    capabilities = (await wire.initialize())["result"]["capabilities"]
    commands = capabilities["executeCommandProvider"]["commands"]
    assert sorted(commands) == [
        "hanare.analyze",
        "hanare.didAccept",
        "hanare.explain",
        "hanare.fixWithModel",
        "hanare.models",
        "hanare.pauseDocument",
        "hanare.settings",
        "hanare.showRule",
    ]
    assert capabilities["textDocumentSync"]["save"] is True
    assert capabilities["workspace"]["workspaceFolders"] == {
        "supported": True, "changeNotifications": True,
    }  # fmt: skip


async def test_what_became_of_a_suggestion_is_counted(wire: WireClient) -> None:
    await wire.initialize(initializationOptions={"log": {"level": "info"}})
    wire.open("名前 = 😀", language="inserts")
    first, *_ = await items(wire, by_hand(2))
    assert first["insertText"] == "名前[名前| = ] = 😀"
    (offer_id,) = first["command"]["arguments"]
    assert (first["command"]["command"], first["command"]["title"]) == ("hanare.didAccept", "")
    wire.notify("hanare/didShow", {"id": offer_id})
    wire.notify("hanare/didPartiallyAccept", {"id": offer_id, "acceptedLength": 4, "kind": "word"})
    counts = (await wire.status())["acceptance"]
    assert counts == {
        "offered": 1, "shown": 1, "accepted": 0, "accepted_partially": 1, "accepted_characters": 2,
    }  # fmt: skip
    assert (await command(wire, "hanare.didAccept", offer_id))["result"] is None
    counts = (await wire.status())["acceptance"]
    assert (counts["accepted"], counts["accepted_characters"]) == (1, 8)
    await wire.leave()
    log = await wire.errors()
    assert "accepted: 6 characters, source engine" in log
    assert "名前" not in log


async def test_reports_on_what_is_unknown_are_ignored(wire: WireClient) -> None:
    await wire.initialize()
    assert (await command(wire, "hanare.didAccept", "unknown"))["result"] is None
    wire.notify("hanare/didShow", {"id": "unknown"})
    wire.notify("hanare/didShow", {"id": 3})
    wire.notify("hanare/didShow")
    wire.notify("hanare/didPartiallyAccept", {"id": "unknown", "acceptedLength": 1})
    wire.notify("hanare/didPartiallyAccept", {"id": "unknown", "acceptedLength": -1})
    wire.notify("hanare/didMoveCursor", {"textDocument": {"uri": URI}})
    assert set((await wire.status())["acceptance"].values()) == {0}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("hanare.didAccept", []),
        ("hanare.didAccept", ["1", "2"]),
        ("hanare.pauseDocument", []),
        ("hanare.pauseDocument", [3]),
        ("hanare.pauseDocument", [URI, "yes"]),
        ("hanare.pauseDocument", [URI, True, 1]),
        ("hanare.unknown", []),
    ],
)
async def test_commands_that_make_no_sense(
    wire: WireClient, name: str, arguments: list[Any]
) -> None:
    await wire.initialize()
    assert (await command(wire, name, *arguments))["error"]["code"] == INVALID_PARAMS


# --- pausing ---


async def test_a_paused_document_is_left_alone(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("x = ")
    assert (await command(wire, "hanare.pauseDocument", URI))["result"] is True
    await wire.shown(f"forgot {URI}")
    wire.change("x = y", 2)
    wire.notify("hanare/didMoveCursor", {"textDocument": {"uri": URI}, "position": position(0, 1)})
    assert await items(wire, inline(0, 4)) == []
    status = await wire.status()
    assert (status["reason"], status["paused"]) == ("paused", 1)
    assert not {"edited /work/a.py 2", "cursor at 1"} & set(messages(wire))
    wire.open("x = ", uri=OTHER)
    assert await items(wire, inline(0, 4, uri=OTHER)), "the others go on"
    assert (await command(wire, "hanare.pauseDocument", URI))["result"] is False
    await wire.shown("edited /work/a.py 2")
    assert await items(wire, inline(0, 4))
    assert (await wire.status())["paused"] == 0


async def test_pausing_ends_the_request_in_progress(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("x = ", language="waits")
    msg_id = wire.request_inline(0, 4)
    await wire.shown("waiting at 4")
    await command(wire, "hanare.pauseDocument", URI, True)
    assert (await wire.answer(msg_id))["result"] is None
    await wire.shown("cancelled at 4")


async def test_pausing_ends_with_the_document(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("x = ")
    for paused in (True, True, False, False, True):
        answer = await command(wire, "hanare.pauseDocument", URI, paused)
        assert answer["result"] is paused
    wire.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert (await wire.status())["paused"] == 0
    assert (await command(wire, "hanare.pauseDocument", URI))["result"] is None
    wire.open("x = ")
    assert await items(wire, inline(0, 4))


async def test_a_paused_document_stays_so_when_another_completer_is_opened(
    wire: WireClient,
) -> None:
    await wire.initialize()
    await wire.shown(OPENED)
    wire.open("x = ")
    await command(wire, "hanare.pauseDocument", URI, True)
    settings = {"hanare": {"completion": {"maxTokens": 14}}}
    wire.notify("workspace/didChangeConfiguration", {"settings": settings})
    await wire.shown("opened with 14 tokens")
    await wire.status()
    opened = messages(wire).index("opened with 14 tokens")
    assert "edited /work/a.py 1" not in messages(wire)[opened:]


# --- why nothing? ---


async def test_the_last_reason_of_a_document_and_of_all(wire: WireClient) -> None:
    await wire.initialize()
    assert await last_reason(wire) is None
    wire.open("x = ")
    wire.change("x = 1", 5)
    wire.open("y", language="empty", uri=OTHER)
    await items(wire, inline(0, 4))
    await items(wire, inline(0, 1, uri=OTHER))
    of_all, of_first = await last_reason(wire), await last_reason(wire, URI)
    assert (of_all["code"], of_all["document"], of_all["version"]) == ("empty", OTHER, 1)
    assert of_all["explanation"]["en"] == "The model had nothing to add here."
    assert of_all["explanation"]["ja"].endswith("。")
    assert 0 <= of_all["seconds_ago"] <= of_first["seconds_ago"]
    assert (of_first["reason"], of_first["detail"]) == ("shown:/work/a.py", "/work/a.py")
    assert of_first["version"] == 5
    wire.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert await last_reason(wire, URI) is None
    assert (await last_reason(wire, OTHER))["code"] == "empty"
    reasons = (await wire.status())["reasons"]
    assert reasons == {"shown": 1, "empty": 1}


async def test_a_document_that_is_not_open_has_no_reason_of_its_own(wire: WireClient) -> None:
    await wire.initialize()
    await items(wire, inline())
    assert await last_reason(wire, URI) is None
    last = await last_reason(wire)
    assert (last["code"], last["document"], last["version"]) == ("no-document", URI, None)


@pytest.mark.parametrize("params", [{"textDocument": {}}, {"textDocument": URI}, [1], "x"])
async def test_a_question_that_cannot_be_read(wire: WireClient, params: Any) -> None:
    await wire.initialize()
    assert (await wire.ask("hanare/lastReason", params))["error"]["code"] == INVALID_PARAMS


# --- the status ---


def announced(wire: WireClient) -> list[Message]:
    found = [m for m in wire.received if m.get("method") == "hanare/didChangeStatus"]
    return [m["params"] for m in found]


async def test_the_status_is_announced_when_it_changes(wire: WireClient) -> None:
    await wire.initialize(capabilities=WANTS_STATUS)
    await wire.shown(OPENED)
    wire.open("x = ", language="empty")
    for _ in range(3):
        await items(wire, inline(0, 4))
    await command(wire, "hanare.pauseDocument", URI)
    await items(wire, inline(0, 4))
    wire.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    await wire.status()
    start: Message = {
        "state": "open", "engine": "stopped", "reason": None, "document": None, "paused": [],
    }  # fmt: skip
    empty = start | {"reason": "empty", "document": URI}
    assert announced(wire) == [
        start,
        empty,
        empty | {"paused": [URI]},
        empty | {"paused": [URI], "reason": "paused"},
        empty | {"reason": "paused"},
    ]


async def test_that_there_are_no_suggestions_is_announced_at_once(wire: WireClient) -> None:
    off = {"completion": {"enabled": False}}
    await wire.initialize(capabilities=WANTS_STATUS, initializationOptions=off)
    await wire.until(lambda m: m.get("method") == "hanare/didChangeStatus")
    assert [each["state"] for each in announced(wire)] == ["off"]


async def test_the_engine_is_announced(wire: WireClient) -> None:
    await wire.initialize(capabilities=WANTS_STATUS)
    wire.open("x = ", language="loads")
    await items(wire, inline(0, 4))
    await wire.status()
    assert list(dict.fromkeys(each["engine"] for each in announced(wire))) == [
        "stopped",
        "starting",
    ]


async def test_a_superseded_request_is_not_announced(wire: WireClient) -> None:
    await wire.initialize(capabilities=WANTS_STATUS)
    wire.open("x = ", language="waits")
    older = wire.request_inline(0, 1)
    await wire.shown("waiting at 1")
    wire.request_inline(0, 2)
    await wire.answer(older)
    await wire.shown("waiting at 2")
    assert "superseded" not in [each["reason"] for each in announced(wire)]


async def test_a_client_that_does_not_ask_is_not_told(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("x = ", language="loads")
    await items(wire, inline(0, 4))
    await wire.leave()
    methods = {m.get("method") for m in wire.received}
    assert methods == {None, "window/showMessage"}


async def test_loading_and_indexing_are_shown(wire: WireClient) -> None:
    await wire.initialize(capabilities={"window": {"workDoneProgress": True}})
    wire.open("x = ", language="loads")
    wire.request_inline(0, 4)
    for _ in range(2):
        request = await wire.asked("window/workDoneProgress/create")
        wire.send(id=request["id"], result=None)

    def begins(message: str) -> Any:
        return lambda m: m.get("params", {}).get("value", {}).get("message") == message

    await wire.until(begins("loading model … 40 %"))
    await wire.until(begins("indexing … 120 of 400 files"))


# --- files ---


async def test_changed_files_are_passed_on(wire: WireClient) -> None:
    await wire.initialize()
    await wire.shown(OPENED)
    wire.open("x = ")
    wire.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": OTHER, "type": 1}]})
    await wire.status()
    assert messages(wire).count("files changed") == 2


async def test_changes_that_no_index_knows_are_not_passed_on(wire: WireClient) -> None:
    await wire.initialize(rootUri="file:///node_modules/work")
    await wire.shown(OPENED)
    folder = "file:///node_modules/work"
    paths = ("build.log", "a.json", ".git/index", "node_modules/b.js", "sub/__pycache__/c.py")
    changes = [{"uri": f"{folder}/{path}", "type": 2} for path in paths]
    wire.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    await wire.status()
    assert "files changed" not in messages(wire)
    changes.append({"uri": f"{folder}/a.py", "type": 3})
    wire.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    await wire.status()
    assert messages(wire).count("files changed") == 1


async def test_the_client_is_asked_to_watch_files(wire: WireClient) -> None:
    watching = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    await wire.initialize(capabilities=watching)
    request = await wire.asked("client/registerCapability")
    (registered,) = request["params"]["registrations"]
    assert registered["method"] == "workspace/didChangeWatchedFiles"
    assert registered["registerOptions"] == {"watchers": [{"globPattern": "**/*"}]}
    wire.send(id=request["id"], error={"code": -32603, "message": "no"})
    assert (await wire.status())["problems"] == []


async def test_folders_are_passed_on(wire: WireClient, tmp_path: Path) -> None:
    one, two = ({"uri": (tmp_path / name).as_uri(), "name": name} for name in ("one", "two"))
    remote = {"uri": "vscode-remote://host/three", "name": "three"}
    await wire.initialize(workspaceFolders=[one, remote])
    wire.open("x = ", language="folders")
    assert (await items(wire, inline(0, 4)))[0]["insertText"] == "['one']"
    event = {"event": {"added": [two], "removed": []}}
    wire.notify("workspace/didChangeWorkspaceFolders", event)
    await wire.shown("folders ['one', 'two']")
    settings = {"hanare": {"completion": {"maxTokens": 14}}}
    wire.notify("workspace/didChangeConfiguration", {"settings": settings})
    await wire.shown("opened with 14 tokens")
    assert (await items(wire, inline(0, 4)))[0]["insertText"] == "['one', 'two']"
