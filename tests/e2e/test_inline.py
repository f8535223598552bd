"""Inline completion through a real client: positions in every encoding, in every text."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types

from e2e.clients import CONFIG, capabilities, inline_params, open_document, status

FOLDER = types.WorkspaceFolder("file:///work", "work")
TEXTS = {
    "empty": "",
    "one-line": "abc",
    "crlf": "def f():\r\n    return 1\r\n",
    "cr": "one\rtwo\r",
    "mixed": "a\r\nb\rc\nd\n\r",
    "tabs": "if x:\n\t\treturn\n",
    "japanese": "名前 = '離れ'\nか\u3099 = 1\n",
    "emoji": "s = '😀👩\u200d💻'  # 😀\nx = '😀'\n",
    "form-feed": "import os\n\f\nclass A:\n    pass\x0b\n",
    "separators": "a = 'x\u2028y\u2029z\x85'\nb = 1\n",
}


def position(text: str, offset: int, encoding: str) -> types.Position:
    """Return a position as the specification words it, one line and one unit at a time."""
    before = re.split(r"\r\n|\r|\n", text[:offset])
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    encoded = before[-1].encode(f"{encoding}-le" if unit > 1 else encoding)
    return types.Position(len(before) - 1, len(encoded) // unit)


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]  # pytest-lsp's own
    config=CONFIG, params=["utf-8", "utf-16", "utf-32"]
)
async def client(
    lsp_client: pytest_lsp.LanguageClient, request: pytest.FixtureRequest
) -> AsyncIterator[None]:
    offered = [request.param, "utf-16"]
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities("visual_studio_code", *offered), workspace_folders=[FOLDER]
        )
    )
    assert result.capabilities.position_encoding == request.param
    assert result.capabilities.inline_completion_provider == types.InlineCompletionOptions()
    assert result.capabilities.completion_provider is None
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def encoding(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params["client"])


async def test_every_cursor_in_every_text(client: pytest_lsp.LanguageClient, encoding: str) -> None:
    for name, text in TEXTS.items():
        uri = f"file:///work/{name}.py"
        open_document(client, uri, text)
        for offset in range(len(text) + 1):
            if text[offset - 1 : offset + 1] == "\r\n":
                continue  # between the two there is no position
            here = position(text, offset, encoding)
            answer = await client.text_document_inline_completion_async(inline_params(uri, here))
            line_end = re.compile(r"[\r\n]|\Z").search(text, offset)
            assert line_end
            assert isinstance(answer, types.InlineCompletionList)
            word = re.search(r"\w*\Z", text[:offset])
            assert word
            (item,) = answer.items
            assert item.insert_text == f"{word[0]}[{text[:offset][-3:]}|{text[offset:][:3]}]"
            assert item.filter_text == item.insert_text
            assert item.range == types.Range(
                position(text, word.start(), encoding),
                position(text, line_end.start(), encoding),
            ), (name, offset)


async def test_edits_reach_the_right_place(
    client: pytest_lsp.LanguageClient, encoding: str
) -> None:
    """Each edit is made of the text before it, over characters that count differently."""
    uri = "untitled:Untitled-1"
    text = "s = '😀'\f\r\n名 = 1\r\n"
    open_document(client, uri, text)
    edits = [
        (6, 6, "😀"),
        (8, 9, ""),  # the form feed
        (8, 10, "\r"),  # instead of \r\n
        (9, 10, "か\u3099"),
        (0, 1, "\r\n"),
        (6, 8, ""),
    ]
    for version, (start, end, new) in enumerate(edits, 2):
        change = types.TextDocumentContentChangePartial(
            types.Range(position(text, start, encoding), position(text, end, encoding)), new
        )
        document = types.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        text = text[:start] + new + text[end:]
        offset = min(start + len(new), len(text))
        if text[offset - 1 : offset + 1] == "\r\n":
            offset -= 1
        params = inline_params(uri, position(text, offset, encoding))
        answer = await client.text_document_inline_completion_async(params)
        assert isinstance(answer, types.InlineCompletionList)
        suggested = f"[{text[:offset][-3:]}|{text[offset:][:3]}]"
        assert str(answer.items[0].insert_text).endswith(suggested)


async def test_typing_in_a_long_file(client: pytest_lsp.LanguageClient, encoding: str) -> None:
    uri = "file:///work/long.py"
    lines = [f"x{number} = '名前 😀'\n" for number in range(50_000)]
    open_document(client, uri, "".join(lines))
    for version, char in enumerate("# typed", 2):
        at = types.Position(25_000, version - 2)
        change = types.TextDocumentContentChangePartial(types.Range(at, at), char)
        document = types.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    for line, insert_text in [
        (25_000, "typed[ped|x25]"),
        (25_001, "[😀'\n|x25]"),
        (50_000, "[😀'\n|]"),
        (99_999, "[😀'\n|]"),
    ]:
        column = len("# typed") if line == 25_000 else 0
        params = inline_params(uri, types.Position(line, column))
        answer = await client.text_document_inline_completion_async(params)
        assert isinstance(answer, types.InlineCompletionList)
        assert answer.items[0].insert_text == insert_text


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///work/sub/a%20b.py", "sub/a b.py"),
        ("file:///elsewhere/a.py", "/elsewhere/a.py"),
        ("untitled:Untitled-1", "Untitled-1"),
        ("vscode-notebook-cell:/work/n.ipynb#W0sZmlsZQ%3D%3D", "n.ipynb"),
    ],
)
async def test_documents_are_named_for_readers(
    client: pytest_lsp.LanguageClient, uri: str, path: str
) -> None:
    open_document(client, uri, "abc")
    await client.text_document_inline_completion_async(inline_params(uri, types.Position(0, 3)))
    assert (await status(client)).reason == f"shown:{path}"


async def test_an_unknown_document_has_no_suggestions(client: pytest_lsp.LanguageClient) -> None:
    params = inline_params("file:///work/never-opened.py", types.Position(0, 0))
    answer = await client.text_document_inline_completion_async(params)
    assert isinstance(answer, types.InlineCompletionList)
    assert not answer.items
    assert (await status(client)).reason == "no-document"
