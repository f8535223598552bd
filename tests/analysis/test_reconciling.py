"""Of engines that speak of the same code, the one that says more is heard."""

from __future__ import annotations

import pytest

from hanare.analysis.analyzer import Options, analyse
from hanare.analysis.catalogue import rules
from hanare.analysis.source import Source

FLASK = "from flask import request\nimport os, sqlite3\ncursor = sqlite3.connect('x').cursor()\n"


def found(text: str) -> set[str]:
    return {each.rule for each in analyse(Source(text, "python"), Options()).findings}


@pytest.mark.parametrize(
    ("code", "there", "not_there"),
    [
        pytest.param(
            "def f():\n"
            "    cursor.execute('SELECT * FROM t WHERE a = ' + request.args['a'])\n",
            {"HPY605"}, {"B608"}, id="proved SQL injection",
        ),
        pytest.param(
            "def f(a):\n    cursor.execute('SELECT * FROM t WHERE a = ' + a)\n",
            {"B608"}, {"HPY605"}, id="suspected SQL injection",
        ),
        pytest.param(
            "TABLE = 't'\ndef f():\n"
            "    cursor.execute('SELECT a FROM ' + TABLE + ' WHERE a = 1')\n",
            set(), {"B608", "HPY605", "HPY606"}, id="SQL of constants",
        ),
        pytest.param(
            "password = 'kT9vX2mQ8rL4wZ7pB3nC6yD1'\n", {"B105"}, {"HSC141"},
            id="a password that is random",
        ),
    ],
)  # fmt: skip
def test_one_finding_for_one_thing(code: str, there: set[str], not_there: set[str]) -> None:
    rules_found = found(FLASK + code)
    assert there <= rules_found
    assert not rules_found & not_there


def test_rules_speak_instead_of_rules_that_exist() -> None:
    named = {id_ for rule in rules().values() for id_ in rule.instead_of}
    assert named <= rules().keys()
