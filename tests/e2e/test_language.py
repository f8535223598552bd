"""The server speaks the client's language."""

from __future__ import annotations

import pytest

from e2e.wire import WireClient

ENGLISH = "Hanare's settings have problems:", "must be a whole number"
JAPANESE = "Hanare の設定に問題があります:", "整数にしてください"


@pytest.mark.parametrize(
    ("locale", "words"),
    [("ja", JAPANESE), ("ja-JP", JAPANESE), ("en", ENGLISH), ("jam", ENGLISH), (None, ENGLISH)],
)
async def test_messages_are_in_the_language_of_the_client(
    wire: WireClient, locale: str | None, words: tuple[str, str]
) -> None:
    head, why = words
    problem = f"initializationOptions: completion.max_tokens: {why}"
    options = {"completion": {"maxTokens": "many"}}
    await wire.initialize(initializationOptions=options, locale=locale)
    await wire.shown(f"{head}\n{problem}")
    assert (await wire.status())["problems"] == [problem]
    assert await wire.leave() == 0


@pytest.mark.parametrize(
    ("locale", "answer"),
    [
        ("ja", "解析するものがありません。\n先にフォルダーかファイルを開いてください。"),
        ("en", "There is nothing to analyse.\nOpen a folder or a file first."),
    ],
)
async def test_a_failed_command_is_answered_in_it(
    wire: WireClient, locale: str, answer: str
) -> None:
    await wire.initialize(locale=locale)
    wanted = {"command": "hanare.analyze", "arguments": [{"scope": "workspace"}]}
    failed = await wire.ask("workspace/executeCommand", wanted)
    assert failed["error"]["message"] == answer


@pytest.mark.parametrize(("locale", "word"), [("ja", "内部エラー"), ("en", "Internal error")])
async def test_a_defect_is_answered_in_it(wire: WireClient, locale: str, word: str) -> None:
    wire.expects_defect = True
    await wire.initialize(locale=locale)
    wire.open("text", language="breaks")
    failed = await wire.answer(wire.request_inline())
    assert failed["error"]["message"].startswith(word)
