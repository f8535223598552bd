"""Regular expressions on lines."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.hit import Hit
from hanare.analysis.matching.lines import LineMatcher, LineTable
from hanare.analysis.source import Source

A_NUMBER = {"pattern": r"\bA\s+(?P<finding>\d+)", "anchors": ("A",)}


def _find(text: str, language: str = "dockerfile", **fields: Any) -> list[str]:
    matcher = LineMatcher.model_validate(A_NUMBER | fields)
    hits = LineTable([("X1", matcher)]).find(Source(text, language))
    return [text[hit.span.start : hit.span.end] for hit in hits]


CASES: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "the group": ({}, "A 1", ["1"]),
    "the whole match": ({"pattern": r"A\s+\d+"}, "x A 1 y", ["A 1"]),
    "each line once": ({}, "A 1 A 2\nA 3", ["1", "3"]),
    "no anchor": ({"anchors": ("B",)}, "A 1", []),
    "an anchor in a longer word only": ({}, "AA 1", []),
    "an anchor in another line": ({"pattern": "1"}, "A\n1", []),
    "all ends of lines": ({}, "A 1\r\nA 2\rA 3\n", ["1", "2", "3"]),
    "no ends of lines": ({"pattern": "A.+"}, "A\f1\u20282", ["A\f1\u20282"]),
    "comments": ({}, "# A 1\n  # A 2\nA 3 # A 4", ["3"]),
    "the last": ({"last": True}, "A 1\nA 2\n# A 3", ["2"]),
    "a remedy later": ({"unless_after": "^B"}, "A 1\nB\nA 2", ["2"]),
    "a remedy in a comment": ({"unless_after": "B"}, "A 1\n# B", ["1"]),
    "a remedy for the last": ({"last": True, "unless_after": "^B"}, "A 1\nA 2\nB", []),
    "wide characters before": ({}, "名前 😀 A 1", ["1"]),
    "the beginning of a long line": ({}, "A 1" + " " * 5_000 + "\nA 2", ["1", "2"]),
    "the end of a long line": ({}, " " * 5_000 + "A 1\nA 2", ["2"]),
}


@pytest.mark.parametrize(("fields", "text", "found"), CASES.values(), ids=CASES)
def test_lines(fields: dict[str, Any], text: str, found: list[str]) -> None:
    assert _find(text, **fields) == found


def test_what_begins_a_comment_is_the_languages() -> None:
    assert _find("// A 1\n# A 2\nA 3", "go") == ["2", "3"]


def test_hits_carry_what_the_matcher_says() -> None:
    matcher = LineMatcher(pattern=r"A\s+(?P<secret>\d+)", anchors=("A",), confidence=Level.LOW)
    hits = LineTable([("X1", matcher)]).find(Source("x\nA 12 y", "dockerfile"))
    assert list(hits) == [Hit("X1", Span(2, 6), Level.LOW, (Span(4, 6),))]


@pytest.mark.parametrize("fields", [{"anchors": ()}, {"unknown": 1}])
def test_matchers_that_make_no_sense(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _find("A 1", **fields)


MATCHERS = {
    f"{rule.id}, {number}": matcher
    for rule in rules().values()
    for number, matcher in enumerate(rule.line, 1)
}


@pytest.mark.parametrize("matcher", MATCHERS.values(), ids=MATCHERS)
def test_all_patterns_compile(matcher: LineMatcher) -> None:
    for pattern in (matcher.pattern, matcher.unless_after):
        re.compile(pattern)
