"""Whatever a real model says at random places in any language, nothing broken is shown."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hanare.completion import filters
from hanare.completion.completer import InlineCompleter
from hanare.completion.extent import decide
from hanare.completion.filters.syntax import adds_no_errors
from hanare.completion.service import open_inline
from hanare.completion.types import Outcome, Query
from hanare.config.settings import Settings
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot

from syntax import golden

QWEN = "qwen2.5-coder-0.5b-instruct"
MARKERS = ("<|", "|>", "```")
CLOSERS = frozenset(")]}>\"'`,;: \t")
CURSORS = 2
"""In each language's sample; more than that are for a morning, not for every test run."""


def queries(cursors: int, seed: int) -> Iterator[Query]:
    """Yield questions at random cursors, half of them with the rest of the line taken away."""
    for sample in golden.SAMPLES:
        text, _ = golden.at_mark(golden.read(sample)[0])
        chance = random.Random(f"{seed}:{sample.stem}")
        for number in range(cursors):
            offset = chance.randrange(len(text) + 1)
            document = DocumentSnapshot(f"file:///{number}/{sample.stem}", 0, text, sample.stem)
            if number % 2:
                end = document.lines.end(document.lines.line_of(offset))
                cut = text[:offset] + text[end:]
                document = DocumentSnapshot(document.uri, 0, cut, sample.stem)
            yield Query(document, offset)


def faults(query: Query, outcome: Outcome) -> Iterator[str]:
    """Say what is wrong with a suggestion."""
    assert outcome.suggestion
    shown, text = outcome.suggestion.text, query.document.text
    lines = query.document.lines
    rest = text[query.offset : lines.end(lines.line_of(query.offset))].rstrip()
    where = f"{query.document.language}:{query.offset}: {shown!r}"
    if any(marker in shown and marker not in text for marker in MARKERS):
        yield f"control token in {where}"
    if rest.strip() and not set(rest) <= CLOSERS and shown.endswith(rest):
        yield f"repeats the rest of the line, {where}"
    tree = SyntaxTree.parse(text, query.document.language)
    extent = decide(query.document, query.offset, tree)
    if not adds_no_errors(shown, filters.Around(query.document, query.offset, extent, tree)):
        yield f"syntax is worse after {where}"


async def ask(completer: InlineCompleter, cursors: int, seed: int) -> tuple[int, list[str]]:
    """Return how much was shown, and all faults."""
    shown = 0
    found: list[str] = []
    for query in queries(cursors, seed):
        outcome = await completer.complete(query)
        completer.forget(query.document.uri)
        if outcome.suggestion:
            shown += 1
            found += faults(query, outcome)
    return shown, found


@pytest.mark.model
@pytest.mark.slow
async def test_random_cursors(model_path: Callable[[str], Path]) -> None:
    path = model_path(QWEN)
    settings = Settings.model_validate(
        {
            "model": {"path": str(path), "id": QWEN},
            "completion": {"min_confidence": 0, "window_characters": 400},
        }
    )
    completer, engine = open_inline(settings, time.perf_counter)
    try:
        shown, found = await ask(completer, CURSORS, seed=2026)
    finally:
        completer.close()
        await engine.close()
    assert not found
    assert shown >= len(golden.SAMPLES)  # else the test has seen too little
