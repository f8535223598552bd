"""textDocument/inlineCompletion."""

from __future__ import annotations

from lsprotocol import types

from hanare.server import convert
from hanare.server.language_server import HanareServer


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    # Without options pygls serves the method but does not advertise it.
    options = types.InlineCompletionOptions()
    server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, options)(on_inline_completion)


async def on_inline_completion(
    ls: HanareServer, params: types.InlineCompletionParams
) -> types.InlineCompletionList | None:
    """Answer with ghost text, or null; `hanare/status` then says why."""
    trigger = convert.trigger(params.context)
    query = ls.session.query(params.text_document.uri, params.position, trigger)
    suggestion = await ls.session.suggest(query) if query else None
    if query is None or suggestion is None:
        return None
    return convert.inline_completion(query.document, suggestion, ls.session.documents.encoding)
