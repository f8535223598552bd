"""From what engines detect to findings."""

from __future__ import annotations

import pytest

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.completing import complete
from hanare.analysis.finding import Detection, FlowStep, Level, Origin, Place, Span, Step
from hanare.analysis.source import Source
from hanare.wording import verbatim

_RULE = "HPY101"


def detection(text: str, piece: str, rule: str = _RULE) -> Detection:
    start = text.index(piece)
    return Detection(rule, Span(start, start + len(piece)), Origin.RULES)


# What is found, and where: line and column from 1, in characters as a reader counts them.
PLACES: dict[str, tuple[str, str, tuple[int, int, int, int]]] = {
    "the first line": ("f(x)\n", "f(x)", (1, 1, 1, 5)),
    "a later one": ("a\nb\n  f(x)\n", "f(x)", (3, 3, 3, 7)),
    "several lines": ("a\nf(\n  x,\n)\n", "f(\n  x,\n)", (2, 1, 4, 2)),
    "behind Japanese": ("名前 = f(x)\n", "f(x)", (1, 6, 1, 10)),
    "behind what takes two units": ("'😀' + f(x)\n", "f(x)", (1, 7, 1, 11)),
    "Windows lines": ("a\r\nb\r\nf(x)\r\n", "f(x)", (3, 1, 3, 5)),
    "old Mac lines": ("a\rb\rf(x)\r", "f(x)", (3, 1, 3, 5)),
    "what is no line break": ("a\x0b\x0c\x85\u2028 f(x)\n", "f(x)", (1, 7, 1, 11)),
    "up to a line break": ("f(x)\ng\n", "f(x)\n", (1, 1, 2, 1)),
    "the end of a text": ("a\nf(x)", "f(x)", (2, 1, 2, 5)),
    "behind a mark in front": ("\ufefff(x)\n", "f(x)", (1, 2, 1, 6)),
}


@pytest.mark.parametrize("name", PLACES)
def test_places_are_as_people_count(name: str) -> None:
    text, piece, expected = PLACES[name]
    (finding,) = complete(Source(text, "python"), [detection(text, piece)])
    assert (finding.start, finding.end) == (Place(*expected[:2]), Place(*expected[2:]))
    assert text[finding.span.start : finding.span.end] == piece


def test_what_an_engine_leaves_open_is_the_rule_s_own() -> None:
    (finding,) = complete(Source("f(x)", "python"), [Detection(_RULE, Span(0, 4), Origin.TAINT)])
    rule = rules()[_RULE]
    told = (finding.severity, finding.confidence, finding.cwe, finding.message, finding.origin)
    title = helps()[_RULE].title.en
    assert told == (rule.severity, rule.confidence, rule.cwe, title, Origin.TAINT)


def test_what_an_engine_says_is_kept() -> None:
    flow = (Step(Span(2, 3), verbatim("in")),)
    said = Detection(_RULE, Span(0, 4), Origin.RULES, "said", Level.LOW, Level.HIGH, (), flow)
    (finding,) = complete(Source("f(x)", "python"), [said])
    assert (finding.message, finding.severity, finding.confidence) == ("said", "low", "high")
    assert finding.flow == (FlowStep(Place(1, 3), Place(1, 4), verbatim("in")),)


def test_each_is_told_once_in_order_of_appearance() -> None:
    text = "f(g(x))\n"
    inner, outer = detection(text, "g(x)"), detection(text, "f(g(x))")
    other = detection(text, "g(x)", "HPY102")
    found = complete(Source(text, "python"), [inner, other, outer, inner])
    assert [(each.rule, each.span.start) for each in found] == [
        (_RULE, 0), (_RULE, 2), ("HPY102", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "shown"), [("src/a.py", 2), ("tests/a.py", 1), ("src/test_a.py", 1), ("", 2)]
)
def test_what_is_usual_in_tests_is_not_told_of_them(path: str, shown: int) -> None:
    usual = next(rule.id for rule in rules().values() if not rule.in_tests)
    serious = next(rule.id for rule in rules().values() if rule.in_tests)
    text = "f(x)"
    found = complete(
        Source(text, "python", path),
        [detection(text, "f", usual), detection(text, "x", serious)],
    )
    assert len(found) == shown


def test_a_secret_is_shown_by_none_of_its_neighbours() -> None:
    text = 'a = 1\nf("swordfish", g("swordfish2"), """sword\nfish3""")\nb = 2\n'
    secrets = [
        Span(text.index(each), text.index(each) + len(each))
        for each in ("swordfish", "swordfish2", "sword\nfish3")
    ]
    whole = detection(text, text[6:-7])
    found = complete(
        Source(text, "python"),
        [whole, *(Detection("HSC101", each, Origin.SECRETS, secrets=(each,)) for each in secrets)],
    )
    assert len(found) == 4
    for finding in found:
        assert "sword" not in repr(finding)
        assert "fish" not in repr(finding)
    assert found[0].excerpt == 'f("***", g("***"), """***\n***""")'


def test_secrets_far_away_are_of_no_account() -> None:
    line = 'key = "swordfish"\n'
    count = 20_000  # each with each, they would take minutes
    detections = []
    for number in range(count):
        span = Span(number * len(line) + 7, number * len(line) + 16)
        detections.append(Detection("HSC101", span, Origin.SECRETS, secrets=(span,)))
    found = complete(Source(line * count, "plaintext"), detections)
    assert {each.excerpt for each in found} == {'key = "***"'}
