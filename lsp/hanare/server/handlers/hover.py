"""textDocument/hover: the help of findings, and explanations that were given before.

Neither waits for anything: what is not known yet is explained by command only.
"""

from __future__ import annotations

from lsprotocol import types

from hanare.server import convert
from hanare.server.language_server import HanareServer


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(types.TEXT_DOCUMENT_HOVER)(on_hover)


def on_hover(ls: HanareServer, params: types.HoverParams) -> types.Hover | None:
    """Answer with what is known of that place, or null."""
    document = ls.session.snapshot(params.text_document.uri)
    if document is None:
        return None
    encoding = ls.session.documents.encoding
    offset = convert.offset(document, params.position, encoding)
    found = ls.diagnoser.findings(document)
    under = [each for each in found if each.span.start <= offset < max(each.span.end, 1)]
    if under:
        return convert.hover(document, under, ls.wording.language, encoding)
    known = ls.explained.under(document, offset, ls.explaining_language)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, known)) if known else None
