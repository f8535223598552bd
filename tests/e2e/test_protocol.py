"""Every request is answered exactly once, whatever the client does."""

from __future__ import annotations

from typing import Any

import pytest

from e2e.wire import URI, WireClient, inline

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
INTERNAL_ERROR, NOT_INITIALIZED, CANCELLED = -32603, -32002, -32800


async def test_before_initialize_nothing_is_served(wire: WireClient) -> None:
    assert (await wire.ask("hanare/status"))["error"]["code"] == NOT_INITIALIZED
    wire.open("ignored")
    assert "result" in await wire.initialize()
    msg_id = wire.request_inline()
    assert (await wire.answer(msg_id))["result"] == {"items": []}
    assert (await wire.status())["reason"] == "no-document"


async def test_initialize_is_served_once(wire: WireClient) -> None:
    await wire.initialize()
    again = await wire.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    assert again["error"]["code"] == INVALID_REQUEST


async def test_an_initialize_that_cannot_be_read_may_be_repeated(wire: WireClient) -> None:
    assert (await wire.ask("initialize", {}))["error"]["code"] == INVALID_PARAMS
    assert "result" in await wire.initialize()


async def test_after_shutdown_nothing_is_served(wire: WireClient) -> None:
    await wire.initialize()
    await wire.ask("shutdown")
    for method in ("hanare/status", "shutdown", "unknown"):
        assert (await wire.ask(method))["error"]["code"] == INVALID_REQUEST


async def test_unknown_method(wire: WireClient) -> None:
    await wire.initialize()
    for params in (None, {}, [1], {"a": {"class": 1, "type_name": "1 2"}}):
        answer = await wire.ask("unknown/method", params)
        assert answer["error"]["code"] == METHOD_NOT_FOUND, params
        wire.notify("unknown/notification", params)
        wire.notify("$/unknown", params)
    await wire.status()
    shown = [m for m in wire.received if m.get("method") == "window/showMessage"]
    assert [m["params"]["message"][:6] for m in shown] == ["opened"]


BAD_PARAMS: list[Any] = [
    None,
    {},
    [],
    "text",
    {"textDocument": {"uri": URI}},
    inline() | {"position": {"line": -1, "character": 0}},
    inline() | {"position": {"line": 2**40, "character": 0}},
    inline() | {"position": {"line": "first", "character": 0}},
    inline() | {"context": {"triggerKind": 99}},
]


async def test_bad_params(wire: WireClient) -> None:
    await wire.initialize()
    for params in BAD_PARAMS:
        answer = await wire.ask("textDocument/inlineCompletion", params)
        assert answer["error"]["code"] == INVALID_PARAMS, params


async def test_notifications_that_cannot_be_read_are_skipped(wire: WireClient) -> None:
    await wire.initialize()
    wire.notify("textDocument/didOpen", {"textDocument": 3})
    wire.notify("textDocument/didChange")
    wire.notify("$/cancelRequest", {})
    wire.open("abcdef")
    answer = await wire.answer(wire.request_inline(0, 3))
    assert answer["result"]["items"][0]["insertText"] == "abc[abc|def]"


async def test_a_nested_jsonrpc_key_is_just_a_key(wire: WireClient) -> None:
    await wire.initialize()
    answer = await wire.ask("hanare/status", {"deep": [{"jsonrpc": "2.0", "id": 1}]})
    assert answer["result"]["state"] in {"waiting", "open"}


NO_REQUESTS = [
    (b"{", PARSE_ERROR),
    (b"\xff\xfe", PARSE_ERROR),
    (b"[" * 100_000, PARSE_ERROR),
    (b"3", INVALID_REQUEST),
    (b"[]", INVALID_REQUEST),
    (b"{}", INVALID_REQUEST),
    (b'{"jsonrpc": "1.0", "id": null, "method": "hanare/status"}', INVALID_REQUEST),
    (b'{"jsonrpc": "2.0", "id": null, "method": "hanare/status"}', INVALID_REQUEST),
    (b'{"jsonrpc": "2.0", "id": [], "method": "hanare/status"}', INVALID_REQUEST),
    (b'{"jsonrpc": "2.0", "method": 3}', INVALID_REQUEST),
]


async def test_what_is_no_request(wire: WireClient) -> None:
    await wire.initialize()
    for body, _ in NO_REQUESTS:
        wire.send_bytes(body)
    assert "state" in await wire.status()
    refusals = [m["error"]["code"] for m in wire.answers(None)]
    assert refusals == [code for _, code in NO_REQUESTS]


async def test_responses_that_nobody_waits_for(wire: WireClient) -> None:
    await wire.initialize()
    wire.send(id="unknown", result=1)
    wire.send(id=None, error={"code": PARSE_ERROR, "message": "?"})
    assert "state" in await wire.status()
    assert not [m for m in wire.received if m.get("id", 0) is None]


async def test_text_ids(wire: WireClient) -> None:
    await wire.initialize()
    wire.send(id="a", method="hanare/status")
    assert "result" in await wire.until(lambda m: m.get("id") == "a")


async def test_a_second_request_with_an_id_in_use(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    msg_id = wire.request_inline()
    await wire.shown("waiting at 0")
    wire.send(id=msg_id, method="hanare/status")
    assert (await wire.answer(None))["error"]["code"] == INVALID_REQUEST
    wire.notify("$/cancelRequest", {"id": msg_id})
    await wire.answer(msg_id)
    await wire.status()
    assert [m["error"]["code"] for m in wire.answers(msg_id)] == [CANCELLED]


@pytest.mark.parametrize("started", [True, False])
async def test_a_cancelled_request_is_answered_once(wire: WireClient, started: bool) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    msg_id = wire.request_inline(0, 2)
    if started:
        await wire.shown("waiting at 2")
    wire.notify("$/cancelRequest", {"id": msg_id})
    wire.notify("$/cancelRequest", {"id": msg_id})
    await wire.answer(msg_id)
    if started:
        await wire.shown("cancelled at 2")
    await wire.status()
    assert [m["error"]["code"] for m in wire.answers(msg_id)] == [CANCELLED]


async def test_cancelling_what_is_answered_or_unknown_does_nothing(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("abcdef")
    msg_id = wire.request_inline(0, 3)
    await wire.answer(msg_id)
    wire.notify("$/cancelRequest", {"id": msg_id})
    wire.notify("$/cancelRequest", {"id": "unknown"})
    await wire.status()
    assert len(wire.answers(msg_id)) == 1


async def test_a_newer_request_supersedes_an_older_one(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    older = wire.request_inline(0, 1)
    await wire.shown("waiting at 1")
    newer = wire.request_inline(0, 2)
    assert (await wire.answer(older))["result"] is None
    assert (await wire.status())["reason"] == "superseded"
    await wire.shown("cancelled at 1")
    await wire.shown("waiting at 2")
    assert wire.answers(newer) == []


async def test_documents_do_not_supersede_each_other(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    wire.open("abcdef", uri="file:///work/b.py")
    first = wire.request_inline(0, 1)
    await wire.shown("waiting at 1")
    other = await wire.answer(wire.request_inline(0, 3, uri="file:///work/b.py"))
    assert other["result"]["items"]
    assert wire.answers(first) == []


async def test_an_answer_to_a_document_that_changed_is_dropped(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    msg_id = wire.request_inline(0, 1)
    await wire.shown("waiting at 1")
    change = {"text": "other text"}
    document = {"uri": URI, "version": 2}
    wire.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
    assert (await wire.answer(msg_id))["result"] is None
    assert (await wire.status())["reason"] == "superseded"


async def test_closing_a_document_ends_its_request(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    msg_id = wire.request_inline(0, 1)
    await wire.shown("waiting at 1")
    wire.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert (await wire.answer(msg_id))["result"] is None
    await wire.shown(f"forgot {URI}")


async def test_shutdown_answers_what_is_in_progress(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="waits")
    msg_id = wire.request_inline()
    await wire.shown("waiting at 0")
    assert await wire.leave() == 0
    assert [m["error"]["code"] for m in wire.answers(msg_id)] == [CANCELLED]


async def test_an_expected_failure_is_a_reason(wire: WireClient) -> None:
    await wire.initialize()
    wire.open("text", language="fails")
    assert (await wire.answer(wire.request_inline()))["result"] == {"items": []}
    assert (await wire.status())["reason"] == "engine-down"


async def test_a_message_that_has_no_length_ends_the_connection(wire: WireClient) -> None:
    await wire.initialize()
    assert wire.process.stdin
    wire.process.stdin.write(b"Content-Type: text\r\n\r\n")
    assert await wire.ended() == 1


async def test_a_defect_is_answered_without_its_insides(wire: WireClient) -> None:
    wire.expects_defect = True
    await wire.initialize()
    wire.open("the-users-text", language="breaks")
    error = (await wire.answer(wire.request_inline()))["error"]
    assert error["code"] == INTERNAL_ERROR
    assert "data" not in error
    assert "the-users-text" not in error["message"]
    assert "state" in await wire.status(), "the session goes on"
    await wire.leave()
    log = await wire.errors()
    assert "RuntimeError" in log
    assert "the-users-text" not in log
