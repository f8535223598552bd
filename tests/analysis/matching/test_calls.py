"""Calls in Python, by what their names mean and what they are given."""

from __future__ import annotations

import pytest

from hanare.analysis.finding import Level
from hanare.analysis.matching.calls import CallMatcher, CallTable
from hanare.analysis.source import Source

SHELL: dict[str, object] = {"names": ["os.system"]}
VERIFY: dict[str, object] = {"names": ["a.get"], "when": [{"keyword": "v", "is": ["False"]}]}
METHOD: dict[str, object] = {"names": ["a.Session().get"]}
ANY: dict[str, object] = {"names": ["*.chmod"], "but": ["os.chmod"]}
DISGUISED: dict[str, object] = {"names": ["os.system", "eval"], "indirect": True}


def when(**condition: object) -> dict[str, object]:
    """Return a matcher for `f` with one condition."""
    return {"names": ["f"], "when": [condition]}


def unless(**condition: object) -> dict[str, object]:
    """Return a matcher for `f` without one condition."""
    return {"names": ["f"], "unless": [condition]}


FOUND = {
    "by name": (SHELL, "os.system(x)"),
    "by an import": (SHELL, "from os import system\nsystem(x)"),
    "by a new name": (SHELL, "from os import system as s\ns(x)"),
    "by a new name in brackets": (SHELL, "from os import (system as s)\ns(x)"),
    "by an assignment": (SHELL, "import os\ns = os.system\ns(x)"),
    "by an assignment of an imported name": (SHELL, "from os import system\ns = system\ns(x)"),
    "as a decorator": (SHELL, "@os.system\ndef f(): ..."),
    "as a decorator with arguments": (SHELL, "@os.system(x)\ndef f(): ..."),
    "in a call": (SHELL, "print(os.system(x))"),
    "in an f-string": (SHELL, "f'{os.system(x)}'"),
    "in half a file": (SHELL, "def f(:\n    x = [\n    os.system(x)"),
    "over lines": (SHELL, "os.system(\n    x,\n)"),
    "a method": (METHOD, "import a\ns = a.Session()\ns.get(x)"),
    "a method at once": (METHOD, "import a\na.Session().get(x)"),
    "any method": (ANY, "path.chmod(x)"),
    "any method, even of a call": (ANY, "Path(x).chmod(x)"),
    "an alias": (DISGUISED, "import os\ns = os.system\ns(x)"),
    "an alias of the module": (DISGUISED, "import os\no = os\no.system(x)"),
    "an alias in a tuple of arguments": (
        DISGUISED,
        "from functools import partial\nrun = partial(eval)\nrun(x)",
    ),
    "getattr": (DISGUISED, 'import os\ngetattr(os, "system")(x)'),
    "getattr, spaced": (DISGUISED, "import os\ngetattr(os,  'system' )(x)"),
    "__import__": (DISGUISED, '__import__("os").system(x)'),
    "import_module": (
        DISGUISED,
        'import importlib\nimportlib.import_module("os").system(x)',
    ),
    "the builtins' module": (DISGUISED, "import builtins\nbuiltins.eval(x)"),
    "from the builtins' module": (DISGUISED, "from builtins import eval as e\ne(x)"),
    "a keyword": (VERIFY, "a.get(x, v=False)"),
    "a keyword from a dictionary": (VERIFY, 'a.get(x, **{"v": False})'),
    "a keyword from a dictionary in a variable": (VERIFY, 'o = {"v": False}\na.get(x, **o)'),
    "a keyword from a call of dict": (VERIFY, "a.get(x, **dict(v=False))"),
    "a keyword whose value is in a variable": (VERIFY, "no = False\na.get(x, v=no)"),
    "a position": (when(at=1, **{"is": ["False"]}), "f(x, False)"),
    "a position or a keyword": (when(at=1, keyword="v", **{"is": ["False"]}), "f(v=False)"),
    "a number in another notation": (when(at=0, **{"is": ["0"]}), "f(0x0)"),
    "a meaning": (when(at=0, **{"is": ["ssl.NO"]}), "from ssl import NO as n\nf(n)"),
    "a string": (when(at=0, matches="^ab?$"), "f('ab')"),
    "a string in pieces": (when(at=0, matches="^ab$"), "f('a' 'b')"),
    "raw bytes": (when(at=0, matches=r"^\\d$"), r"f(rb'\d')"),
    "an item of a list": (when(at=0, matches="^b$"), "f(['a', 'b'])"),
    "an item of a tuple": (when(at=0, matches="^$"), "f(('', 80))"),
    "what a dictionary holds": (
        when(keyword="o", key="v", **{"is": ["False"]}), "f(o={'v': False})",
    ),
    "bits": (when(at=0, bits=2), "f(0o777)"),
    "too small": (when(at=0, below=10), "f(9)"),
    "no constant": (when(at=0, constant=False), "f(x)"),
    "an f-string is no constant": (when(at=0, constant=False), "f(f'{x}')"),
    "text put together": (when(at=0, computed=True), "f('a' + x)"),
    "text put together by format": (when(at=0, computed=True), "f('{}'.format(x))"),
    "text put together by %": (when(at=0, computed=True), "f('%s' % x)"),
    "a mention": (when(mentions="^pw$"), "f('%s', a.pw)"),
    "a mention in an f-string": (when(mentions="^pw$"), "f(f'{pw}')"),
    "a mention, encoded": (when(mentions="^pw$"), "f(pw.encode())"),
    "missing": (when(keyword="v", missing=True), "f(x)"),
    "missing by position": (when(at=1, keyword="v", missing=True), "f(x)"),
    "given": (when(keyword="v"), "f(v=x)"),
    "an alias named like another": (
        {"names": ["os.system", "a.run"], "indirect": True},
        "import os\nrun = os.system\nrun(x)",
    ),
    "unless, not met": (unless(at=0, constant=True), "f(x)"),
}  # fmt: skip

LEFT = {
    "another name": (SHELL, "os.systems(x)"),
    "another module": (SHELL, "import my\nmy.system(x)"),
    "a parameter": (SHELL, "import os\ndef f(os): os.system(x)"),
    "no call": (SHELL, "os.system"),
    "in a comment": (SHELL, "# os.system(x)"),
    "in a string": (SHELL, "'os.system(x)'"),
    "a method of something else": (METHOD, "import a\ns = a.Other()\ns.get(x)"),
    "a method of what is unknown": (METHOD, "import a\na.Session\ns.get(x)"),
    "a function named like any method": (ANY, "chmod(x)"),
    "but one": (ANY, "import os\nos.chmod(x)"),
    "but one, renamed": (ANY, "import os as o\no.chmod(x)"),
    "no disguise": (DISGUISED, "import os\nos.system(x)\nprint(os.system)"),
    "an import is no disguise": (DISGUISED, "from os import system as s\ns(x)\nprint(s)"),
    "a method of that name": (DISGUISED, "import builtins\nmodel.eval(x)"),
    "another value": (VERIFY, "a.get(x, v=True)"),
    "an unknown value": (VERIFY, "a.get(x, v=y)"),
    "one of two values": (VERIFY, "no = False\nno = True\na.get(x, v=no)"),
    "a parameter's value": (VERIFY, "no = False\ndef f(no): a.get(x, v=no)"),
    "an unknown dictionary": (VERIFY, "v = 1\na.get(x, **o)"),
    "a later keyword wins": (VERIFY, 'a.get(x, **{"v": False}, v=True)'),
    "another position": (when(at=1, **{"is": ["False"]}), "f(False, x)"),
    "a position behind a star": (when(at=1, **{"is": ["False"]}), "f(*x, False)"),
    "another meaning": (when(at=0, **{"is": ["ssl.NO"]}), "NO = 1\nf(NO)"),
    "another string": (when(at=0, matches="^ab?$"), "f('abc')"),
    "an f-string": (when(at=0, matches="^a"), "f(f'a{x}')"),
    "unlike": (when(at=0, matches="a", unlike="b"), "f('ab')"),
    "no string": (when(at=0, unlike="b"), "f(x)"),
    "no item of a list": (when(at=0, matches="^c$"), "f(['a', 'b'])"),
    "not under that key": (when(keyword="o", key="v", **{"is": ["False"]}), "f(o={'w': False})"),
    "no dictionary": (when(keyword="o", key="v", **{"is": ["False"]}), "f(o=False)"),
    "other bits": (when(at=0, bits=2), "f(0o755)"),
    "large enough": (when(at=0, below=10), "f(10)"),
    "no number": (when(at=0, below=10), "f(x)"),
    "a constant": (when(at=0, constant=False), "f('x')"),
    "no text": (when(at=0, computed=True), "f(a + b)"),
    "mentioned in a call": (when(mentions="^pw$"), "f(len(pw))"),
    "not missing": (when(keyword="v", missing=True), "f(v=1)"),
    "perhaps not missing": (when(keyword="v", missing=True), "f(**o)"),
    "perhaps not missing by position": (when(at=1, missing=True), "f(*a)"),
    "missing, although given": (when(keyword="v"), "f(x)"),
    "unless, met": (unless(at=0, constant=True), "f('x')"),
    "the constant is in a variable": (unless(at=0, constant=True), "x = 'a'\nf(x)"),
    "written out": (when(keyword="v", expanded=True, **{"is": ["True"]}), "f(v=True)"),
    "without its word": ({"names": ["f"], "any_word": ["flask"]}, "f(x)"),
    "with another's word": ({"names": ["f"], "no_word": ["flask"]}, "import flask\nf(x)"),
    "without its text": ({"names": ["f"], "any_text": [")+"]}, "f(x)"),
}  # fmt: skip


def hits(matcher: dict[str, object], code: str) -> list[str]:
    table = CallTable([("R", CallMatcher.model_validate(matcher))])
    return [code[hit.span.start : hit.span.end] for hit in table.find(Source(code, "python"))]


@pytest.mark.parametrize(("matcher", "code"), FOUND.values(), ids=FOUND)
def test_found_once(matcher: dict[str, object], code: str) -> None:
    assert len(hits(matcher, code)) == 1


@pytest.mark.parametrize(("matcher", "code"), LEFT.values(), ids=LEFT)
def test_left_alone(matcher: dict[str, object], code: str) -> None:
    assert hits(matcher, code) == []


def test_the_span_is_the_call_in_code_points() -> None:
    assert hits(SHELL, "名前 = '😀'\nos.system(\n    名前,\n)\n") == ["os.system(\n    名前,\n)"]


def test_each_rule_finds_a_call_once_and_the_first_matcher_counts() -> None:
    sure = CallMatcher(names=("f",), confidence=Level.HIGH)
    table = CallTable([("R", sure), ("R", CallMatcher(names=("f",))), ("S", sure)])
    found = list(table.find(Source("f(x)", "python")))
    assert [(hit.rule, hit.confidence) for hit in found] == [("R", Level.HIGH), ("S", Level.HIGH)]


def test_secrets_are_marked() -> None:
    matcher = when(at=0, matches=".", is_secret=True)
    code = "key = 'abc'\nf(key)\nf('def')"
    table = CallTable([("R", CallMatcher.model_validate(matcher))])
    secrets = [hit.secrets for hit in table.find(Source(code, "python"))]
    assert [[code[each.start : each.end] for each in some] for some in secrets] == [
        ["'abc'"],
        ["'def'"],
    ]


HOSTILE = {
    "calls in calls": "f(" * 20_000,
    "calls in calls, closed": "f(" * 20_000 + ")" * 20_000,
    "calls of calls": "f" + "(x)" * 20_000,
    "methods of methods": "a" + ".get()" * 20_000,
    "many arguments": "f(" + "x, " * 20_000 + ")",
    "many keywords": "f(" + "v=x, " * 20_000 + ")",
    "many calls": "f(x)\n" * 20_000,
    "a long string": "f('" + "(a+" * 20_000 + "')",
    "a long sum": "f(" + "'a' + " * 20_000 + "x)",
    "a dictionary of dictionaries": "f(**" + "{'v': " * 20_000,
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_is_looked_at_once(code: str) -> None:
    matchers = [when(at=0, matches="^x$"), when(keyword="v", **{"is": ["False"]}), METHOD]
    matchers += [when(at=0, computed=True), DISGUISED, when(mentions="^pw$")]
    table = CallTable([("R", CallMatcher.model_validate(each)) for each in matchers])
    assert len(list(table.find(Source(code, "python")))) <= 20_000
