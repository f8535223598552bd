"""Gathers, for a window, what the model should be shown of other files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from hanare.completion.types import Query
from hanare.context.related import Block, names_of_interest, pack
from hanare.context.snippets import similar
from hanare.context.window import Window
from hanare.index.lookup import Symbol, Wanted
from hanare.syntax.outline import imports
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot
from hanare.text.uris import path_of

_MOST_SYMBOLS = 24
_MOST_SNIPPETS = 1
_NEAR = 600
"""Characters before the cursor that a similar piece must resemble."""
_IMPORTS_LOOKED_AT = 20_000
"""Characters at the beginning of a file in which its imports are."""
_MOST_OPEN = 8
"""The most recently edited documents that are searched for similar pieces."""


class Definitions(Protocol):
    """Finds the workspace's definitions."""

    async def find(self, wanted: Wanted) -> list[Symbol]:
        """Return the definitions that a file is likely to use, the likeliest first."""
        ...


class Related:
    """Definitions from the workspace's index, similar pieces from the documents that are open."""

    def __init__(self, definitions: Definitions | None) -> None:
        self.wanted = True
        """Whether anything of other files is to be shown."""
        self._definitions = definitions
        self._recent: dict[str, tuple[str, DocumentSnapshot]] = {}

    def edited(self, path: str, document: DocumentSnapshot) -> None:
        """Take note of a document's newest text; `path` is how a reader would name it."""
        self._recent.pop(document.uri, None)  # it becomes the last, the most recent
        self._recent[document.uri] = (path, document)

    def forget(self, uri: str) -> None:
        """Take note that a document is closed."""
        self._recent.pop(uri, None)

    def keep(self, allowed: Callable[[str, DocumentSnapshot], bool]) -> None:
        """Forget all documents (path, document) but those that are allowed."""
        self._recent = {uri: known for uri, known in self._recent.items() if allowed(*known)}

    async def blocks(
        self, query: Query, tree: SyntaxTree | None, window: Window, characters: int
    ) -> tuple[Block, ...]:
        """Return what fits into `characters`, chosen for this window."""
        if not self.wanted:
            return ()
        symbols = await self._symbols(query, tree, window)
        others = [
            recent
            for uri, recent in self._recent.items()
            if uri != query.document.uri and recent[0]
        ]
        near = (window.head + window.tail)[-_NEAR:]
        # Reading large documents takes longer than a keystroke may.
        snippets = await asyncio.to_thread(
            similar, near, others[: -_MOST_OPEN - 1 : -1], _MOST_SNIPPETS
        )
        return pack(symbols, snippets, characters)

    async def _symbols(
        self, query: Query, tree: SyntaxTree | None, window: Window
    ) -> Sequence[Symbol]:
        if self._definitions is None or tree is None:
            return ()
        document = query.document
        # The first time the query is compiled, which takes longer than a keystroke may.
        found = await asyncio.to_thread(imports, tree, 0, _IMPORTS_LOOKED_AT)
        imported = [local for each in found for _, local in each.names if local != "*"]
        imported += [each.alias for each in found if each.alias]
        before = window.head + window.tail
        names = names_of_interest(imported, document.text, before, window.suffix)
        path = path_of(document.uri)
        wanted = Wanted(path, document.language, tuple(found), names, _MOST_SYMBOLS)
        return await self._definitions.find(wanted)
