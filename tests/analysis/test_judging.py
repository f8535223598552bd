"""Which comment suppresses which finding, and which comments suppress nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hanare.analysis.completing import complete
from hanare.analysis.finding import Detection, Finding, Origin, Span
from hanare.analysis.judging import Judged, judge
from hanare.analysis.results import Suppression
from hanare.analysis.source import Source
from hanare.analysis.suppressions import EXPIRED, UNKNOWN, UNUSED, suppressions

_DAY = date(2027, 3, 31)
_RULES = {"f(": "HPY101", "g(": "HPY102", "h(": "HPY103"}
"""What is found at a call of these names, in these tests."""


def found(text: str) -> tuple[tuple[Finding, ...], list[Suppression]]:
    """The findings at calls of `f`, `g` and `h`, each as long as its brackets, and the comments."""
    source = Source(text, "python")
    detections = []
    for call, rule in _RULES.items():
        start = text.find(call)
        while start >= 0:
            end = text.index(")", start) + 1
            detections.append(Detection(rule, Span(start, end), Origin.RULES))
            start = text.find(call, end)
    comments, wrong = suppressions(source)
    return complete(source, [*detections, *wrong]), comments


def judged(text: str, *, today: date = _DAY, nosec: bool = True, whole: bool = True) -> list[str]:
    """Each finding's rule and line; in brackets if it is suppressed."""
    findings, comments = found(text)
    rows = judge(findings, comments, today, nosec=nosec, whole=whole)
    return [_shown(row) for row in rows]


def _shown(row: Judged) -> str:
    shown = f"{row.finding.rule}:{row.finding.start.line}"
    return f"({shown})" if row.suppression else shown


JUDGED: dict[str, tuple[str, list[str]]] = {
    "nothing": ("f()\n", ["HPY101:1"]),
    "the rule that is named": (
        "f(); g()  # hanare: ignore[HPY101]: why\n", ["(HPY101:1)", "HPY102:1"],
    ),
    "all rules that are named": (
        "f(); g()  # hanare: ignore[HPY101,HPY102]: why\n", ["(HPY101:1)", "(HPY102:1)"],
    ),
    "one of the rules that are named": (
        "f()  # hanare: ignore[HPY101,HPY102]: why\n", ["(HPY101:1)"],
    ),
    "another rule": (
        "f()  # hanare: ignore[HPY102]: why\n", ["HPY101:1", f"{UNUSED}:1"],
    ),
    "another line": (
        "f()\na()  # hanare: ignore[HPY101]: why\n", ["HPY101:1", f"{UNUSED}:2"],
    ),
    "what begins in the line": (
        "f(\n1)\na(f(  # hanare: ignore[HPY101]: why\n2), f(\n3))\n",
        ["HPY101:1", "(HPY101:3)", "(HPY101:4)"],
    ),
    "what ends in a line in the midst": (
        "a(f(\n1), # hanare: ignore[HPY101]: why\nf(\n2))\n", ["(HPY101:1)", "HPY101:3"],
    ),
    "what goes on through a line in the midst": (
        "f(a,\n1, # hanare: ignore[HPY101]: why\n2)\n", ["HPY101:1", f"{UNUSED}:2"],
    ),
    "twice in a line": (
        "f(); f()  # hanare: ignore[HPY101]: why\n", ["(HPY101:1)", "(HPY101:1)"],
    ),
    "two comments for one finding are both of use": (
        "# hanare: ignore[HPY101]: why\nf()  # nosec\n", ["(HPY101:2)"],
    ),
    "a comment in vain beside one of use": (
        "f()  # nosec  # hanare: ignore[HPY102]: why\n", ["(HPY101:1)", f"{UNUSED}:1"],
    ),
    "all rules, by a bare nosec": ("f(); g()  # nosec\n", ["(HPY101:1)", "(HPY102:1)"]),
    "a bare nosec in vain": ("a()  # nosec\n", [f"{UNUSED}:1"]),
    "an unknown rule suppresses nothing": (
        "f()  # nosec B999\n", ["HPY101:1", f"{UNKNOWN}:1"],
    ),
    "prose suppresses nothing": (
        "f()  # nosec - reviewed by alice\n", ["HPY101:1", f"{UNKNOWN}:1"],
    ),
    "what is wrong with a comment cannot be suppressed": (
        "# hanare: ignore[HSU102]: why\nf()  # nosec B999\n",
        [f"{UNUSED}:1", "HPY101:2", f"{UNKNOWN}:2"],
    ),
    "a head, not what is in the body": (
        "if f():  # hanare: ignore[HPY101]: why\n    f()\n", ["(HPY101:1)", "HPY101:2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_suppressed(name: str) -> None:
    text, expected = JUDGED[name]
    assert judged(text) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, ["(HPY101:1)"]),
        (0, ["(HPY101:1)"]),
        (1, ["HPY101:1", f"{EXPIRED}:1"]),
        (400, ["HPY101:1", f"{EXPIRED}:1"]),
    ],
)
def test_a_comment_holds_to_the_end_of_its_last_day(days: int, expected: list[str]) -> None:
    text = f"f()  # hanare: ignore[HPY101] until={_DAY.isoformat()}: why\n"
    assert judged(text, today=_DAY + timedelta(days)) == expected


def test_an_expired_comment_leaves_the_others_what_they_are() -> None:
    text = "f()  # nosec  # hanare: ignore[HPY101] until=2001-01-01: why\n"
    assert judged(text) == ["(HPY101:1)", f"{EXPIRED}:1"]


def test_nosec_need_not_count() -> None:
    text = "f()  # nosec\ng()  # hanare: ignore[HPY102]: why\na()  # nosec\n"
    assert judged(text, nosec=False) == ["HPY101:1", "(HPY102:2)"]


def test_of_a_text_seen_in_part_nothing_is_said_to_be_unused() -> None:
    text = "a()  # nosec\nf()  # hanare: ignore[HPY101] until=2001-01-01: why\n"
    assert judged(text, whole=False) == ["HPY101:2", f"{EXPIRED}:2"]


def test_who_suppressed_it_and_why() -> None:
    findings, comments = found("f()  # hanare: ignore[HPY101] by=alice until=2027-03-31: it is 1\n")
    (row,) = judge(findings, comments, _DAY, nosec=True, whole=True)
    assert row.suppression is not None
    said = (row.suppression.reason, row.suppression.author, row.suppression.until)
    assert said == ("it is 1", "alice", _DAY)


def test_the_first_of_several_comments_is_the_one_that_is_named() -> None:
    findings, comments = found(
        "# hanare: ignore[HPY101]: one\nf()  # hanare: ignore[HPY101]: two\n"
    )
    (row,) = judge(findings, comments, _DAY, nosec=True, whole=True)
    assert row.suppression is not None
    assert row.suppression.reason == "one"


def test_many_comments_and_many_findings_are_not_compared_with_each_other() -> None:
    findings, comments = found("f()  # nosec\n")
    count = 20_000  # compared with each other they would take minutes
    rows = judge(findings * count, comments * count, _DAY, nosec=True, whole=True)
    assert sum(row.suppression is not None for row in rows) == count
