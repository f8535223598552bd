"""Several fixes of one text: together where that is proved, and each left for a reason."""

from __future__ import annotations

from dataclasses import replace

from explain.fixes.cases import CHAT, analyser, result_of
from hanare.analysis.finding import Finding, Fix, Replacement
from hanare.analysis.results import FileResult
from hanare.analysis.source import Source
from hanare.explain.author import Author
from hanare.explain.fixes.mending import Consent, Mending
from hanare.explain.fixes.refusals import Refusal, Why
from hanare.wording import verbatim

from completion.engines import SayingEngine

TEXT = """\
import yaml
import requests


def load(stream):
    return eval(yaml.load(stream)) or eval(stream)


def get(url):
    return requests.get(url, verify=False, timeout=9)
"""
AFTER = """\
import ast
import yaml
import requests


def load(stream):
    return ast.literal_eval(yaml.safe_load(stream)) or ast.literal_eval(stream)


def get(url):
    return requests.get(url, timeout=9)
"""


def shown(result: FileResult) -> tuple[Finding, ...]:
    return result.findings


def begin(text: str, result: FileResult | None = None) -> Mending:
    result = result or result_of(text)
    return Mending(Source(text, "python", "app"), result, result.findings, analyser(), shown)


async def test_what_somebody_must_agree_to_waits_for_that() -> None:
    text = "import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x)\n"
    unasked = begin(text)
    await unasked.by_rule()
    assert unasked.source.text == text
    assert [each.rule for each in unasked.to_agree()] == ["B324"]
    agreed = begin(text)
    await agreed.by_rule(lambda finding, before, after: Consent.YES)
    assert "usedforsecurity=False" in agreed.source.text
    assert agreed.to_agree() == []


async def test_all_fixes_are_made() -> None:
    mending = begin(TEXT)
    await mending.by_rule()
    assert mending.source.text.split() == AFTER.split()
    assert sorted(each.rule for each in mending.fixed) == ["B307", "B307", "B501", "B506"]
    assert mending.left == []


async def test_what_spoils_something_is_left_and_costs_no_other_its_fix() -> None:
    result = result_of(TEXT)
    bad = next(each for each in result.findings if each.rule == "B501")
    edit = Replacement(bad.span, "exec(url)")
    worse = replace(bad, fix=Fix(verbatim("worse"), (edit,)))
    findings = tuple(worse if each is bad else each for each in result.findings)
    mending = begin(TEXT, replace(result, findings=findings))
    await mending.by_rule()
    # Once the text is analysed anew, the engines' own fix is known again.
    assert {each.rule for each in mending.fixed} >= {"B307", "B506"}
    assert "exec(url)" not in mending.source.text


async def test_a_single_fix_that_spoils_something_is_left() -> None:
    text = "def f(x):\n    return eval(x)\n"
    result = result_of(text)
    (found,) = result.findings
    worse = replace(found, fix=Fix(verbatim("worse"), (Replacement(found.span, "exec(x)"),)))
    mending = begin(text, replace(result, findings=(worse,)))
    await mending.by_rule()
    assert mending.source.text == text
    assert [each.refusals for each in mending.left] == [(Refusal(Why.NEW_FINDING, ("B102",)),)]


async def test_only_what_is_wanted_is_mended() -> None:
    result = result_of(TEXT)
    wanted = [each for each in result.findings if each.rule == "B506"]
    mending = Mending(Source(TEXT, "python", "app"), result, wanted, analyser(), shown)
    await mending.by_rule()
    assert mending.source.text == TEXT.replace("yaml.load", "yaml.safe_load")


async def test_of_two_alike_only_what_counts_is_mended() -> None:
    text = "def f(x):\n    y = eval(x)\n    return eval(x)\n"
    result = result_of(text)
    mending = Mending(
        Source(text, "python", "app"),
        result,
        result.findings[:1],
        analyser(),
        lambda found: found.findings[:1],
    )
    await mending.by_rule()
    assert "y = ast.literal_eval(x)" in mending.source.text
    assert "return eval(x)" in mending.source.text


async def test_each_change_is_asked_for() -> None:
    asked: list[str] = []

    def ask(finding: Finding, before: str, after: str) -> Consent:
        assert before != after
        asked.append(finding.rule)
        return [Consent.YES, Consent.NO, Consent.QUIT][len(asked) - 1]

    mending = begin(TEXT)
    await mending.by_rule(ask)
    assert len(asked) == 3
    assert [each.rule for each in mending.fixed] == asked[:1]
    assert [(each.finding.rule, each.refusals) for each in mending.left] == [
        (asked[1], ()), (asked[2], ()),
    ]  # fmt: skip
    assert mending.stopped


SQL = "def find(db, name):\n    return db.execute(\"SELECT a FROM b WHERE c = '%s'\" % name)\n"
LOW = "import random\n\n\ndef dice():\n    return random.randint(1, 6)\n"


async def test_a_model_mends_what_rules_cannot() -> None:
    says = '    return db.execute("SELECT a FROM b WHERE c = ?", (name,))'
    mending = begin(SQL)
    await mending.by_rule()
    await mending.by_model(Author(SayingEngine(says), CHAT))
    assert mending.source.text.endswith(says + "\n")
    assert [each.rule for each in mending.fixed] == ["B608"]


async def test_what_no_try_mends_is_left() -> None:
    mending = begin(SQL)
    await mending.by_model(Author(SayingEngine("    pass"), CHAT))
    assert mending.source.text == SQL
    assert [each.finding.rule for each in mending.left] == ["B608"]


async def test_a_model_is_not_asked_about_hints() -> None:
    engine = SayingEngine("    return 4")
    mending = begin(LOW)
    await mending.by_model(Author(engine, CHAT))
    assert engine.requests == []
    assert mending.source.text == LOW
