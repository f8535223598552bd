"""textDocument/completion: the same suggestions, for editors without ghost text."""

from __future__ import annotations

from lsprotocol import types

from hanare.completion.types import Trigger
from hanare.config.settings import Settings
from hanare.server import convert
from hanare.server.language_server import HanareServer


def is_wanted(capabilities: types.ClientCapabilities, settings: Settings) -> bool:
    """Say whether to offer suggestions as completion items.

    Never beside inline completion, which would ask the model twice for the same thing.
    """
    document = capabilities.text_document
    has_inline = document is not None and document.inline_completion is not None
    return settings.completion.as_completion_items and not has_inline


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(types.TEXT_DOCUMENT_COMPLETION)(on_completion)


async def on_completion(
    ls: HanareServer, params: types.CompletionParams
) -> types.CompletionList | None:
    """Answer with one entry, or null."""
    # Typing an identifier is `CompletionTriggerKind.Invoked` as well: who asked, no one can tell.
    question = ls.session.ask(params.text_document.uri, params.position, Trigger.AUTOMATIC)
    offers = await ls.session.suggest(question) if question else None
    if question is None or not offers:
        return None
    return convert.completion(question.document, offers[0], ls.session.documents.encoding)
