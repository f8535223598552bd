from __future__ import annotations

import re
from collections import Counter

import pytest

from hanare.bench.explain.cases import (
    NEAR_CHARACTERS,
    ExplainCase,
    Fact,
    Kind,
    compiled,
    explain_cases,
)
from hanare.bench.explain.judge import judge, stated
from hanare.bench.explain.source import Exhibit, LeftOut, find

CASES = explain_cases()
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)

LINES = range(8, 71)
FACTS = range(4, 8)


def exhibit(case: ExplainCase) -> Exhibit:
    """Skip what this version of a package does not have, as the benchmark does."""
    found = find(case)
    if isinstance(found, LeftOut):
        pytest.skip(found.reason)
    return found


def test_there_are_enough_and_of_many_packages() -> None:
    assert len(CASES) >= 48
    assert len({case.package for case in CASES}) >= 12
    assert sum(case.language == "ja" for case in CASES) >= 14


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_facts_are_of_all_kinds() -> None:
    counts = Counter(fact.kind for case in CASES for fact in case.facts)
    assert min(counts[kind] for kind in Kind) >= 20


def test_most_are_found_here() -> None:
    left_out = [found for case in CASES if isinstance(found := find(case), LeftOut)]
    assert len(left_out) <= 8, left_out


@each_case
def test_sizes(case: ExplainCase) -> None:
    assert len(case.facts) in FACTS
    assert len({fact.what for fact in case.facts}) == len(case.facts)
    assert case.lines in LINES
    found = exhibit(case)
    if not found.changed:
        assert len(found.code.split("\n")) == case.lines


@each_case
def test_facts_are_true_of_the_code(case: ExplainCase) -> None:
    assert all(fact.code for fact in case.facts)
    assert exhibit(case).outdated == ()


@each_case
def test_a_good_explanation_states_all_facts_without_fault(case: ExplainCase) -> None:
    judgement = judge(case, exhibit(case).code, case.good)
    assert judgement.absent == ()
    assert judgement.names.invented == ()
    assert judgement.names.quoted > 0
    assert judgement.is_in_language
    assert judgement.chinese == ()
    assert not judgement.repeats
    assert judgement.leaks == ()


@each_case
def test_a_wrong_explanation_states_none(case: ExplainCase) -> None:
    assert stated(case, case.wrong) == ()


@each_case
def test_the_explanation_of_another_function_states_few(case: ExplainCase) -> None:
    others = [each for each in CASES if each.language == case.language and each != case]
    shares = [len(stated(case, other.good)) / len(case.facts) for other in others]
    assert sum(shares) / len(shares) < 0.2
    assert max(shares) < 0.8


@each_case
def test_the_code_itself_is_no_explanation(case: ExplainCase) -> None:
    assert stated(case, f"```python\n{exhibit(case).code}\n```") == ()


@pytest.mark.parametrize(
    ("pattern", "words", "matches"),
    [
        (r"\btimeout\b", "timeoutを指定します", True),
        (r"\btimeout\b", "the timeouts", False),
        ("{returns} ~ None", "returns `None`", True),
        ("{returns} ~ None", "None を返します", True),
        ("{returns} ~ None", "returns " + "x" * NEAR_CHARACTERS + " None", False),
        ("a1 ~ b2 ~ c3", "c3, then a1, then b2", True),
        ("a1 ~ b2 ~ c3", "c3, then a1", False),
        ("returns ~ list", "It returns. A list is read.", False),
        ("返 ~ 一覧", "返します。一覧は読みます。", False),
        ("tries", "entries", False),
        ("(?:tries|loops)", "entries", False),
        ("cache", "a_cache", True),
        ("{exists}", "nonexistent", False),
        ("{absent}", "it doesn't exist", True),
        ("{absent}", "存在しない場合", True),
        ("VALUE", "value", True),
    ],
)
def test_patterns(pattern: str, words: str, matches: bool) -> None:
    fact = Fact(Kind.RETURNS, "", (), (pattern,))
    assert fact.stated_by(words) == matches


def test_an_unknown_word_of_a_pattern_is_refused() -> None:
    with pytest.raises(KeyError):
        compiled("{nosuchword}")


def test_counts_in_braces_are_not_words() -> None:
    assert compiled("a{2}") == re.compile("(?:(?<![A-Za-z])a{2})", re.IGNORECASE | re.ASCII)
