"""Which tree a document has, and on which thread it is made."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from hanare.completion.trees import Trees
from hanare.syntax import tree as syntax_tree
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot


class Watched:
    """Trees by a clock that says how long a parse took, with a record of what was parsed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        """What each parse takes."""
        self.previous: list[SyntaxTree | None] = []
        """What each parse began with."""
        self.threads = 0
        """How often a thread was asked for."""
        self._now = 0.0
        self.trees = Trees(self._clock)
        parse, to_thread = SyntaxTree.parse, asyncio.to_thread

        def watched(
            text: str, language: str, previous: SyntaxTree | None = None
        ) -> SyntaxTree | None:
            self.previous.append(previous)
            self._now += self.seconds
            return parse(text, language, previous)

        async def counted(*work: Any) -> Any:
            self.threads += 1
            return await to_thread(*work)

        monkeypatch.setattr(SyntaxTree, "parse", staticmethod(watched))
        monkeypatch.setattr(asyncio, "to_thread", counted)

    def _clock(self) -> float:
        return self._now

    async def __call__(
        self, text: str, language: str = "python", uri: str = "file:///a"
    ) -> SyntaxTree | None:
        return await self.trees.tree(DocumentSnapshot(uri, 0, text, language))


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


async def test_the_same_text_has_the_same_tree(watched: Watched) -> None:
    first = await watched("x = 1\n")
    assert first is not None
    assert await watched("x = 1\n") is first
    assert len(watched.previous) == 1


async def test_an_edited_text_is_parsed_from_the_last_tree(watched: Watched) -> None:
    first = await watched("x = 1\n")
    second = await watched("x = 12\n")
    assert second is not None
    assert second.text == "x = 12\n"
    await watched("x = 123\n")
    assert watched.previous == [None, first, second]


async def test_documents_have_trees_of_their_own(watched: Watched) -> None:
    first = await watched("x = 1\n", uri="file:///a")
    second = await watched("x = 1\n", uri="file:///b")
    assert second is not first
    assert await watched("x = 1\n", uri="file:///a") is first
    assert watched.previous == [None, None]


async def test_another_language_is_parsed_from_nothing(watched: Watched) -> None:
    await watched("x = 1\n", "python")
    tree = await watched("x = 1\n", "ruby")
    assert tree is not None
    assert tree.language == "ruby"
    assert watched.previous == [None, None]


async def test_without_a_grammar_there_is_none_and_nothing_is_parsed(watched: Watched) -> None:
    assert await watched("x = 1\n" * 10_000, "plaintext") is None
    assert (watched.previous, watched.threads) == ([], 0)


async def test_a_text_that_is_too_large_has_none_until_it_is_smaller(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syntax_tree, "LARGEST", 10)
    first = await watched("x = 1\n")
    assert await watched("x = 1\n" * 2) is None
    assert await watched("x = 12\n")
    assert watched.previous == [None, first, first]


@pytest.mark.parametrize(
    ("parses", "in_threads"),
    [
        # A first parse by the length of the text ...
        ([(10, 0.001)], [False]),
        ([(40_000, 0.010)], [True]),
        # ... and the next by what the first took, which was a whole one,
        ([(40_000, 0.010), (40_001, 0.001)], [True, False]),
        ([(10, 0.100), (11, 0.100)], [False, True]),
        # ... and then by what the last took.
        ([(10, 0.001), (11, 0.006), (12, 0.001), (13, 0.001)], [False, False, True, False]),
    ],
)  # fmt: skip
async def test_what_takes_long_is_parsed_in_a_thread(
    watched: Watched, parses: list[tuple[int, float]], in_threads: list[bool]
) -> None:
    found = []
    for length, seconds in parses:
        before, watched.seconds = watched.threads, seconds
        await watched("x" * length)
        found.append(watched.threads > before)
    assert found == in_threads


@pytest.mark.parametrize(("seconds", "in_thread"), [(0.001, False), (0.100, True)])
async def test_work_on_variants_goes_where_a_parse_would(
    watched: Watched, seconds: float, in_thread: bool
) -> None:
    watched.seconds = seconds
    await watched("x = 1\n")
    worker = await watched.trees.work("file:///a", threading.current_thread)
    assert (worker is not threading.current_thread()) is in_thread


@pytest.mark.parametrize(("seconds", "quick"), [(0.01, True), (0.2, False)])
async def test_variants_are_not_parsed_where_that_takes_too_long(
    watched: Watched, seconds: float, quick: bool
) -> None:
    assert watched.trees.is_quick("file:///a")  # nothing is known of it
    watched.seconds = seconds
    await watched("x = 1\n")
    await watched("x = 12\n")
    assert watched.trees.is_quick("file:///a") is quick


async def test_work_on_an_unknown_document_is_done_at_once(watched: Watched) -> None:
    worker = await watched.trees.work("file:///a", threading.current_thread)
    assert worker is threading.current_thread()


async def test_work_may_fail(watched: Watched) -> None:
    def fail() -> None:
        raise LookupError

    watched.seconds = 0.1
    await watched("x = 1\n")
    with pytest.raises(LookupError):
        await watched.trees.work("file:///a", fail)


async def test_a_forgotten_document_is_parsed_from_nothing(watched: Watched) -> None:
    await watched("x = 1\n")
    watched.trees.forget("file:///a")
    watched.trees.forget("file:///unknown")
    await watched("x = 1\n")
    assert watched.previous == [None, None]
