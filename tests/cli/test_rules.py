"""`hanare rules`: the list, and the help of one."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from hanare.analysis.catalogue import helps, rules
from hanare.cli.main import cli
from hanare.errors import ExitCode


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def told(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["rules", *arguments])
    assert "Traceback" not in result.output
    return result


def japanese(text: str) -> bool:
    return any("ぁ" <= each <= "ん" for each in text)


def test_all_rules_are_listed_once() -> None:
    result = told()
    assert result.exit_code == ExitCode.OK
    listed = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("│ ")]
    ids = [each for each in listed if each in rules()]
    assert ids == sorted(rules())


def test_everything_as_json() -> None:
    document = json.loads(told("--json").stdout)
    assert [each["id"] for each in document] == sorted(rules())
    for each in document:
        assert set(each["help"]) >= {"title", "what", "why", "fix", "bad", "good"}
        assert each["help"]["title"]["ja"]


@pytest.mark.parametrize("id_", sorted(rules()))
def test_each_rule_has_help_in_both_languages(id_: str) -> None:
    assert id_ in helps()
    english, other = told(id_, "--lang", "en").stdout, told(id_, "--lang", "ja").stdout
    assert id_ in english
    assert id_ in other
    assert f"CWE-{rules()[id_].cwe}" in english
    assert not japanese(english)
    assert japanese(other)


def test_one_rule_as_json() -> None:
    (row,) = json.loads(told("B602", "--json").stdout)
    assert (row["id"], row["cwe"], row["languages"]) == ("B602", 78, ["python"])


@pytest.mark.parametrize("id_", ["B999", "b602", "", "\x1b[31m", "../x"])
def test_a_rule_that_is_none(id_: str) -> None:
    result = told(id_)
    assert result.exit_code == ExitCode.USAGE
    assert "There is no rule" in result.stderr
    assert "`hanare rules` lists all of them." in result.stderr
    assert "\x1b" not in result.output
