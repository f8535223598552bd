"""One text through all engines, and what is said if one of them cannot see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hanare.analysis import analyzer
from hanare.analysis.analyzer import Options, analyse
from hanare.analysis.engines import bandit, rules, secrets, taint
from hanare.analysis.finding import Origin
from hanare.analysis.results import Why
from hanare.analysis.source import Source
from hanare.syntax import grammars
from hanare.syntax.tree import LARGEST

# Something for each engine.
_TEXT = """\
import joblib, os, ssl
from flask import request

context = ssl._create_unverified_context()
token = "ghp_8kTzW3bQx7Rf2LmN5vYc9HsJ1dPqA4uE6gXo"
os.system(request.args["command"])
joblib.load(f)  # nosec B999
"""


def origins(
    text: str = _TEXT, language: str = "python", options: Options | None = None
) -> set[str]:
    result = analyse(Source(text, language, "a.py"), options or Options())
    return {str(finding.origin) for finding in result.findings}


def test_each_engine_is_asked() -> None:
    assert origins() == {"bandit", "rules", "taint", "secrets", "suppressions"}
    assert analyse(Source(_TEXT, "python"), Options()).why is None


def test_secrets_need_not_be_looked_for() -> None:
    assert Origin.SECRETS not in origins(options=Options(secrets=False))
    allowed = Options(allowed_secrets=("ghp_.*",))
    assert Origin.SECRETS not in origins(options=allowed)


def test_bandit_reads_python_only() -> None:
    assert Origin.BANDIT not in origins(language="ruby")


@pytest.mark.parametrize("engine", [bandit, rules, secrets, taint])
@pytest.mark.parametrize(
    ("failure", "why", "detail"),
    [
        (RuntimeError("swordfish"), Why.FAILED, "{}: RuntimeError"),
        (RecursionError(), Why.FAILED, "{}: RecursionError"),
        (MemoryError(), Why.MEMORY, "{}: out of memory"),
    ],
)
def test_a_defect_of_one_does_not_cost_what_the_others_find(
    engine: object,
    failure: BaseException,
    why: Why,
    detail: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*words: object) -> None:
        raise failure

    whole = origins()
    monkeypatch.setattr(engine, "detect", fail)
    result = analyse(Source(_TEXT, "python", "a.py"), Options())
    name = str(getattr(engine, "__name__", "")).rsplit(".", 1)[-1]
    assert (result.why, str(result.detail)) == (why, detail.format(name))
    lost = whole - {str(each.origin) for each in result.findings}
    assert lost == {name}
    # What a defect says may quote the text.
    assert "swordfish" not in caplog.text + repr(result)


NOT_WHOLE: dict[str, tuple[str, str, Why]] = {
    "code that is half typed": ("eval(x)\ndef f(:\n", "python", Why.SYNTAX),
    "code for another Python": ("print 'x'\neval(x)\n", "python", Why.SYNTAX),
    "more than is parsed": (
        "eval(x);\n" + "f(x);\n" * (LARGEST // 6), "javascript", Why.TOO_LARGE,
    ),
    "more than is parsed, Python": (
        "eval(x)\n" + "f(x)\n" * (LARGEST // 5), "python", Why.TOO_LARGE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_WHOLE)
def test_what_is_not_wholly_seen_is_said(name: str) -> None:
    text, language, why = NOT_WHOLE[name]
    result = analyse(Source(text, language), Options())
    assert result.why is why
    assert result.detail


WHOLE: dict[str, tuple[str, str]] = {
    "nothing": ("", "python"),
    "half typed, another language": ("func f( {\n", "go"),
    "much text of no rule's language": ("word\n" * (LARGEST // 4), "plaintext"),
    "much data": ("[" + "1,\n" * (LARGEST // 3) + "1]", "json"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_wholly_seen_is_not_complained_of(name: str) -> None:
    text, language = WHOLE[name]
    assert analyse(Source(text, language), Options()).why is None


def test_without_a_grammar_rules_see_nothing_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without: Callable[[str], bool] = lambda language: language != "ruby"  # noqa: E731
    monkeypatch.setattr(analyzer, "has_grammar", without)
    assert grammars.has_grammar("ruby")
    result = analyse(Source("x\n", "ruby"), Options())
    assert (result.why, str(result.detail)) == (Why.FAILED, "rules: no grammar of ruby")
    assert analyse(Source("x\n", "go"), Options()).why is None
