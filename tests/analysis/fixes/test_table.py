"""What the table of fixes says, and what it does with texts that are not what they should be."""

from __future__ import annotations

import time

import pytest

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Span
from hanare.analysis.fixes.bandit_rules import FIXES as OF_BANDIT
from hanare.analysis.fixes.table import FIXES, Mender, fix_for
from hanare.analysis.source import Source

from analysis.fixes.mending import BANDITS, find_fix

HOSTILE = {
    "nested calls": "yaml.load(" * 2_000 + ")" * 2_000,
    "nested brackets": "yaml.load(" + "(" * 2_000 + ")" * 2_000 + ")",
    "many arguments": "yaml.load(" + "a, " * 20_000 + ")",
    "many names": "import xml.dom.minidom as yaml\n" + "yaml.load(a)\n" * 20_000,
    "many imports": "import yaml\n" * 20_000 + "yaml.load(a)",
    "blanks": "c.execute(f'''SELECT a" + " " * 50_000 + "FROM {a}''')",
    "marks": "c.execute(f'''SELECT '" + "(, =" * 20_000 + "{a}''')",
}


def test_rules_exist() -> None:
    assert OF_BANDIT.keys() <= BANDITS
    assert FIXES.keys() - OF_BANDIT.keys() <= rules().keys()


@pytest.mark.parametrize("text", ["«»", "«a»", "x = «(»", "# «yaml.load(f)»", "'«yaml.load(f)»'"])
@pytest.mark.parametrize("rule", sorted(OF_BANDIT))
def test_what_is_no_finding_has_no_fix(rule: str, text: str) -> None:
    assert find_fix(rule, text) is None


def test_errors_around_forbid_a_fix() -> None:
    assert find_fix("B506", "import yaml\nx = [«yaml.load(f)», = 0.0.0.0 +]") is None


def test_errors_elsewhere_do_not() -> None:
    assert find_fix("B506", "import yaml\nx = «yaml.load(f)»\n\n)\n") is not None


def test_a_rule_without_fixes_has_none() -> None:
    assert find_fix("B101", "«assert a»") is None


def test_a_language_without_a_grammar_has_none() -> None:
    assert fix_for(Source("yaml.load(f)", "nonesuch"), "B506", Span(0, 12)) is None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_cost_little(text: str) -> None:
    source = Source(text, "python")
    mender = Mender(source)
    assert source.tree is not None
    step = max(len(text) // 8, 1)
    begun = time.process_time()
    for rule in OF_BANDIT:
        for start in range(0, len(text), step):
            mender.fix(rule, Span(start, min(start + 12, len(text))))
    # Some 300 findings, a few milliseconds each where code nests thousands deep.
    assert time.process_time() - begun < 5
