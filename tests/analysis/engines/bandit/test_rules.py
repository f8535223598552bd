"""Bandit's rules in our catalogue: all of them, weighed as Bandit weighs their findings."""

from __future__ import annotations

import pytest

from hanare.analysis.catalogue import Rule, helps, rules
from hanare.analysis.engines.bandit.library import MANAGER
from hanare.analysis.finding import Detection

from analysis.engines.bandit.marked import outcome_of

RULES = {id_: rule for id_, rule in rules().items() if id_[0] == "B"}

GRADED = {"B103", "B608"}
"""Rules whose example is worse, or surer, than most of their findings."""


def _example(id_: str) -> Detection:
    return next(each for each in outcome_of(helps()[id_].bad).detections if each.rule == id_)


def test_there_is_a_rule_for_each_of_bandits_tests() -> None:
    assert RULES.keys() == {*MANAGER.plugins_by_id, *MANAGER.blacklist_by_id}
    assert len(RULES) == 75


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rules_are_for_python_and_have_names_of_their_own(rule: Rule) -> None:
    assert rule.languages == ("python",)
    assert [other.id for other in rules().values() if other.name == rule.name] == [rule.id]


@pytest.mark.parametrize("id_", sorted(RULES.keys() - GRADED))
def test_rules_are_weighed_as_their_findings(id_: str) -> None:
    found = _example(id_)
    assert (found.severity, found.confidence) == (RULES[id_].severity, RULES[id_].confidence)
