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
