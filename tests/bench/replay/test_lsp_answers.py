from __future__ import annotations

from typing import Any

import pytest

from hanare.bench.replay.lsp_answers import account_of, insertion
from hanare.bench.replay.trace import Account, Source
from hanare.text.document import DocumentSnapshot
from hanare.text.units import Encoding


def item(text: object, start: int | None = None, end: int | None = None) -> dict[str, Any]:
    if start is None:
        return {"insertText": text}
    ends = [{"line": 1, "character": each} for each in (start, end)]
    return {"insertText": text, "range": dict(zip(("start", "end"), ends, strict=True))}


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (None, ""),
        ([], ""),
        ({"items": []}, ""),
        ([item("c(d)")], "c(d)"),
        ({"items": [item("c(d)"), item("e")]}, "c(d)"),
        ([item({"kind": "snippet", "value": "c(d)"})], "c(d)"),
        ([item("c(d)", 6, 6)], "c(d)"),
        # The line again, from its beginning, and up to its end.
        ([item("😀 = bc(d)", 0, 6)], "c(d)"),
        ([item("bc(d))", 5, 7)], "c(d)"),
        # Something else than an insertion.
        ([item("xc(d)", 5, 6)], ""),
        ([item("bc(d", 5, 7)], ""),
        ([item("b", 0, 7)], ""),
        ([item(")", 5, 7)], ""),
    ],
)
def test_insertions(result: Any, shown: str) -> None:
    document = DocumentSnapshot("a.py", 1, "a\n😀 = b)\n")
    offset = document.text.index(")")
    assert insertion(result, document, offset, Encoding.UTF16) == shown


LAST = {
    "reason": "shown",
    "source": "engine",
    "prompt_tokens": 100,
    "evaluated_tokens": 2,
    "generated_tokens": 7,
    "timings_ms": {"prefill": 20.0},
}


@pytest.mark.parametrize(
    ("status", "account"),
    [
        ({"reason": None, "last": None}, Account()),
        ({"reason": "shown"}, Account("shown")),
        ({"reason": "shown", "last": LAST}, Account("shown", "engine", 100, 2, 7, {"prefill": 20})),
    ],
)
def test_accounts(status: Any, account: Account) -> None:
    assert account_of(status) == account


@pytest.mark.parametrize(
    ("account", "source"),
    [
        (Account(), Source.UNKNOWN),
        (Account("shown"), Source.UNKNOWN),
        (Account("cached", "cache", 0, 0, 0), Source.CACHE),
        (Account("cached", "cache"), Source.CACHE),
        (Account("shown", "running", 100, 0, 0), Source.RUNNING),
        (Account("shown", "engine", 100, 8, 7), Source.WARM),
        (Account("shown", "engine", 100, 9, 7), Source.COLD),
        (Account("empty", None, 100, 100, 0), Source.COLD),
        (Account("not-triggered:mid-word", "", 0, 0, 0), Source.NOWHERE),
    ],
)
def test_sources(account: Account, source: Source) -> None:
    assert account.source is source
