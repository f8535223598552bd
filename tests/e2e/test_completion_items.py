"""The completion list, for editors without ghost text whose user wants it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types

from e2e.clients import CONFIG, capabilities, open_document

WANTED = {"completion": {"asCompletionItems": True}}


@pytest_lsp.fixture(config=CONFIG)  # type: ignore[untyped-decorator]  # pytest-lsp's own
async def client(lsp_client: pytest_lsp.LanguageClient) -> AsyncIterator[None]:
    yield
    await lsp_client.shutdown_session()


@pytest.mark.parametrize(
    ("options", "inline", "offered"),
    [(WANTED, False, True), (WANTED, True, False), ({}, False, False)],
    ids=["wanted", "has-inline", "not-wanted"],
)
async def test_when_they_are_offered(
    client: pytest_lsp.LanguageClient, options: object, inline: bool, offered: bool
) -> None:
    result = await client.initialize_session(
        types.InitializeParams(capabilities("emacs", inline=inline), initialization_options=options)
    )
    assert (result.capabilities.completion_provider is not None) == offered


async def test_the_item_replaces_the_word_before_the_cursor(
    client: pytest_lsp.LanguageClient,
) -> None:
    await client.initialize_session(
        types.InitializeParams(capabilities("emacs", inline=False), initialization_options=WANTED)
    )
    uri = "file:///work/a.py"
    open_document(client, uri, "名前 = foo.bar(1)\n")
    answer = await client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(0, 12))
    )
    assert isinstance(answer, types.CompletionList)
    assert answer.is_incomplete
    (item,) = answer.items
    assert item.label == "bar[bar|(1)]"
    assert item.filter_text == "bar[bar|(1)]"
    assert item.text_edit == types.TextEdit(
        types.Range(types.Position(0, 9), types.Position(0, 15)), "bar[bar|(1)]"
    )
    assert item.detail == "Hanare"
    assert item.preselect


async def test_nothing_to_offer(client: pytest_lsp.LanguageClient) -> None:
    await client.initialize_session(
        types.InitializeParams(capabilities("emacs", inline=False), initialization_options=WANTED)
    )
    document = types.TextDocumentIdentifier("file:///work/never-opened.py")
    params = types.CompletionParams(document, types.Position(0, 0))
    assert await client.text_document_completion_async(params) is None
