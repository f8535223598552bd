"""textDocument/inlineCompletion.

Where there is nothing to suggest the answer is an empty list; `hanare/lastReason` says why. Null
is only for a request that was superseded. Neovim keeps what it shows when it gets null, which is
right while a newer request is on its way and wrong otherwise; other clients make no difference.
"""

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
    """Answer with ghost text."""
    session, trigger = ls.session, convert.trigger(params.context)
    selected = params.context.selected_completion_info
    question = session.ask(params.text_document.uri, params.position, trigger, selected)
    if question is None:
        return types.InlineCompletionList([])
    offers = await session.suggest(question)
    if offers is None:
        return None
    return convert.inline_completion(question.document, offers, session.documents.encoding)
