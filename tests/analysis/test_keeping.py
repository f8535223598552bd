"""Findings move with the text, and outlast its broken states."""

from __future__ import annotations

import pytest

from hanare.analysis.finding import Finding, Level, Origin, Place, Span
from hanare.analysis.keeping import merged, moved
from hanare.text.lines import LineIndex


def finding(text: str, code: str, fingerprint: str = "") -> Finding:
    """Return a finding about the first occurrence of `code`."""
    start = text.index(code)
    lines = LineIndex(text)
    places = [lines.position(at) for at in (start, start + len(code))]
    first, last = (Place(line + 1, column + 1) for line, column in places)
    return Finding(
        "B307", Level.MEDIUM, Level.HIGH, 95, "", Origin.BANDIT,
        Span(start, start + len(code)), first, last, fingerprint or code, code,
    )  # fmt: skip


OLD = "a = 1\nx = eval(a)\nb = 2\n"


@pytest.mark.parametrize(
    ("new", "line"),
    [
        pytest.param(OLD, 2, id="nothing changed"),
        pytest.param("\n" + OLD, 3, id="a line above"),
        pytest.param(OLD[6:], 1, id="a line less above"),
        pytest.param(OLD + "c = (\n", 2, id="something below"),
        pytest.param("a = 1\nxy = eval(a)\nb = 2\n", 2, id="before it in its line"),
        pytest.param("a = 1\nx = eval(ab)\nb = 2\n", None, id="inside it"),
        pytest.param("a = 1\nb = 2\n", None, id="it is gone"),
        pytest.param("", None, id="all is gone"),
    ],
)
def test_findings_move_with_their_code(new: str, line: int | None) -> None:
    found = moved([finding(OLD, "eval(a)")], OLD, LineIndex(new))
    assert [each.start.line for each in found] == ([line] if line else [])
    assert all(new[each.span.start : each.span.end] == "eval(a)" for each in found)


def test_what_is_out_of_sight_stays() -> None:
    one, other = finding(OLD, "eval(a)"), finding(OLD, "b = 2")
    assert merged([], [one, other]) == [one, other]


def test_what_is_seen_again_is_there_once() -> None:
    one = finding(OLD, "eval(a)")
    assert merged([one], [one]) == [one]


def test_what_moved_inside_its_line_is_there_once() -> None:
    one = finding(OLD, "eval(a)")
    fresh = finding("a = 1\nxyz = eval(a)\nb = 2\n", "eval(a)")
    assert merged([fresh], [one]) == [fresh]


def test_a_second_one_like_it_stays_too() -> None:
    text = "eval(a)\neval(a)\n"
    first = finding(text, "eval(a)")
    second = Finding(
        first.rule, first.severity, first.confidence, first.cwe, "", first.origin,
        Span(8, 15), Place(2, 1), Place(2, 8), first.fingerprint, "eval(a)",
    )  # fmt: skip
    assert merged([first], [first, second]) == [first, second]
