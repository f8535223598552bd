"""Completion items: what the completer is asked."""

from __future__ import annotations

from typing import cast

import pytest
from lsprotocol import types

from hanare.completion.types import Trigger
from hanare.server.handlers.completion import on_completion
from hanare.server.language_server import HanareServer

KINDS = types.CompletionTriggerKind


class Server:
    """A server, and its session, that has nothing to say."""

    def __init__(self) -> None:
        self.session = self
        self.asked: list[Trigger] = []

    def ask(self, uri: str, position: types.Position, trigger: Trigger) -> None:
        self.asked.append(trigger)


@pytest.mark.parametrize("kind", [None, *KINDS])
async def test_nobody_is_taken_to_have_asked(kind: KINDS | None) -> None:
    """Editors say `Invoked` when an identifier is typed, too."""
    server = Server()
    context = types.CompletionContext(kind) if kind else None
    document = types.TextDocumentIdentifier("file:///a.py")
    params = types.CompletionParams(document, types.Position(0, 0), context)
    assert await on_completion(cast("HanareServer", server), params) is None
    assert server.asked == [Trigger.AUTOMATIC]
