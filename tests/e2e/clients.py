"""A client as an editor is one: pytest-lsp's, with inline completion."""

from __future__ import annotations

from typing import Any

import pytest_lsp
from lsprotocol import types

from e2e.wire import SERVER

# Ours go by the name of the editor they imitate; no bundled one knows inline completion yet.
INLINE = types.InlineCompletionClientCapabilities(dynamic_registration=False)


def make_client() -> pytest_lsp.LanguageClient:
    """Return pytest-lsp's client, which also takes registrations."""
    client = pytest_lsp.make_test_lsp_client()
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(_on_register)
    return client


def _on_register(params: types.RegistrationParams) -> None:
    """Accept: what was registered is seen by what the server does with it."""


CONFIG = pytest_lsp.ClientServerConfig(server_command=SERVER, client_factory=make_client)


def capabilities(
    editor: str = "visual_studio_code", *encodings: str, inline: bool = True
) -> types.ClientCapabilities:
    """Return what `editor` can do; `encodings` are those it offers, in its order."""
    chosen = pytest_lsp.client_capabilities(editor)
    assert chosen.text_document
    chosen.text_document.inline_completion = INLINE if inline else None
    if encodings:
        chosen.general = chosen.general or types.GeneralClientCapabilities()
        chosen.general.position_encodings = list(encodings)
    return chosen


def open_document(
    client: pytest_lsp.LanguageClient, uri: str, text: str, language: str = "python"
) -> None:
    item = types.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def inline_params(uri: str, position: types.Position) -> types.InlineCompletionParams:
    context = types.InlineCompletionContext(types.InlineCompletionTriggerKind.Automatic)
    return types.InlineCompletionParams(context, types.TextDocumentIdentifier(uri), position)


async def status(client: pytest_lsp.LanguageClient) -> Any:
    """Ask `hanare/status`; the result has attributes by the names in its documentation."""
    return await client.protocol.send_request_async("hanare/status", {})  # type: ignore[no-untyped-call]  # pytest-lsp's own
