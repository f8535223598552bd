"""textDocument/hover: the help of the findings under the pointer, without a network."""

from __future__ import annotations

from lsprotocol import types

from hanare.server import convert
from hanare.server.language_server import HanareServer


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(types.TEXT_DOCUMENT_HOVER)(on_hover)


def on_hover(ls: HanareServer, params: types.HoverParams) -> types.Hover | None:
    """Answer with the help of what is found there, or null."""
    document = ls.session.snapshot(params.text_document.uri)
    if document is None:
        return None
    encoding = ls.session.documents.encoding
    offset = convert.offset(document, params.position, encoding)
    found = ls.diagnoser.findings(document)
    under = [each for each in found if each.span.start <= offset < max(each.span.end, 1)]
    return convert.hover(document, under, ls.wording.language, encoding) if under else None
