"""The newest syntax tree of each document."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from hanare.syntax.grammars import has_grammar
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

_ON_LOOP_SECONDS = 0.005
"""A parse that takes longer goes to a thread, so that keystrokes are read meanwhile."""
_CHECKED_SECONDS = 0.05
"""Where a reparse takes longer, checking a suggestion, a dozen of them, would keep it too long."""
_USUAL_SECONDS = 1.5e-7
"""For a character, when a document is parsed for the first time (measured: 1.6e-7)."""

_MOST_VARIANTS = 16
_VARIANTS_LOOKED_AT = 5
"""Parses that checking a suggestion takes: one where all is well, a dozen where it is refused."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Known:
    tree: SyntaxTree
    seconds: float
    """What the last reparse took; a guess before there was one."""
    variants: Variants


class Variants:
    """Trees of what a document would become, the last few.

    While the user types through a suggestion, every keystroke asks about the same outcome.
    """

    def __init__(self) -> None:
        self._trees: dict[str, SyntaxTree] = {}

    def of(self, tree: SyntaxTree, edit: Edit) -> SyntaxTree:
        """Return the tree of the text of `tree` after `edit`."""
        text = edit.apply(tree.text)
        known = self._trees.pop(text, None)
        if known is None or known.language != tree.language:
            known = tree.with_text(text)
        self._trees[text] = known  # it becomes the last, the newest
        if len(self._trees) > _MOST_VARIANTS:
            del self._trees[next(iter(self._trees))]
        return known


class Trees:
    """Parses documents when their tree is asked for, from the last one where there is one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def tree(self, document: DocumentSnapshot) -> SyntaxTree | None:
        """Return the document's tree; None where its language has no grammar or it is too large."""
        if not has_grammar(document.language):
            return None
        known = self._known.get(document.uri)
        if known and known.tree.language != document.language:
            known = None
        if known and known.tree.text == document.text:
            return known.tree
        previous = known.tree if known else None
        expected = known.seconds if known else len(document.text) * _USUAL_SECONDS
        started = self._clock()
        if expected > _ON_LOOP_SECONDS:
            tree = await asyncio.to_thread(
                SyntaxTree.parse, document.text, document.language, previous
            )
        else:
            tree = SyntaxTree.parse(document.text, document.language, previous)
        if tree is not None:
            # What the next one takes, after an edit, is most often a tenth of the first.
            took = self._clock() - started
            seconds = took if previous else took / 10
            variants = known.variants if known else Variants()
            self._known[document.uri] = _Known(tree, seconds, variants)
        return tree

    def variants(self, uri: str) -> Variants:
        """Return the trees of what a document would become.

        Where they are made in threads, of which a cancelled one goes on, each has its own.
        """
        known = self._known.get(uri)
        return known.variants if known and not self._needs_thread(known) else Variants()

    def is_quick(self, uri: str) -> bool:
        """Whether variants of a document can be parsed while somebody waits."""
        known = self._known.get(uri)
        return known is None or known.seconds <= _CHECKED_SECONDS

    async def work(self, uri: str, work: Callable[[], _Result]) -> _Result:
        """Do what parses variants of a document, where that holds nobody up."""
        known = self._known.get(uri)
        if known and self._needs_thread(known):
            return await asyncio.to_thread(work)
        return work()

    def _needs_thread(self, known: _Known) -> bool:
        return known.seconds * _VARIANTS_LOOKED_AT > _ON_LOOP_SECONDS

    def forget(self, uri: str) -> None:
        """Drop a document's tree."""
        self._known.pop(uri, None)
