"""Assignments in Python, and what works like one."""

from __future__ import annotations

import pytest

from hanare.analysis.finding import Level
from hanare.analysis.matching.assignments import AssignmentMatcher, AssignmentTable
from hanare.analysis.source import Source

NAME: dict[str, object] = {"targets": ["DEBUG"], "value": {"is": ["True"]}}
METHOD: dict[str, object] = {"targets": ["a.Session().verify"], "value": {"is": ["False"]}}
ANY: dict[str, object] = {"targets": ["*.verify"], "value": {"is": ["False"]}}
MODULE: dict[str, object] = {"targets": ["ssl.context"], "value": {"is": ["ssl.unchecked"]}}
ITEM: dict[str, object] = {"targets": ["*[KEY]"], "value": {"matches": "^0$"}}
NAMED: dict[str, object] = {"named": "(^|_)password$", "value": {"matches": "."}}
MADE: dict[str, object] = {"named": "token$", "value": {"calls": ["random.choice"]}}


def only(*forms: str) -> dict[str, object]:
    """Return a matcher for passwords in some forms."""
    return {**NAMED, "forms": forms}


FOUND = {
    "a name": (NAME, "DEBUG = True", "DEBUG = True"),
    "a name with a type": (NAME, "DEBUG: bool = True", "DEBUG: bool = True"),
    "in a class": (NAME, "class A:\n    DEBUG = True", "DEBUG = True"),
    "in a chain": (NAME, "x = DEBUG = True", "DEBUG = True"),
    "by a variable": (NAME, "yes = True\nDEBUG = yes", "DEBUG = yes"),
    "in half a file": (NAME, "def f(:\nDEBUG = True\n", "DEBUG = True"),
    "an attribute of what is made": (
        METHOD, "import a\ns = a.Session()\ns.verify = False", "s.verify = False",
    ),
    "an attribute of an attribute": (
        METHOD,
        "import a\nclass B:\n  def f(self):\n    self.s = a.Session()\n    self.s.verify = False",
        "self.s.verify = False",
    ),
    "an attribute of anything": (ANY, "f().verify = False", "f().verify = False"),
    "an attribute of a module": (
        MODULE, "import ssl as s\ns.context = s.unchecked", "s.context = s.unchecked",
    ),
    "an item": (ITEM, "os.environ['KEY'] = '0'", "os.environ['KEY'] = '0'"),
    "an item in other quotes": (ITEM, 'environ["KEY"] = "0"', 'environ["KEY"] = "0"'),
    "a pattern": (NAMED, "db_password = 'x'", "db_password = 'x'"),
    "a pattern for an attribute": (NAMED, "self.password = 'x'", "self.password = 'x'"),
    "a pattern for an item": (NAMED, "a['password'] = 'x'", "a['password'] = 'x'"),
    "a pattern and a call": (MADE, "token = f(random.choice(x) for _ in y)",
                             "token = f(random.choice(x) for _ in y)"),
    "a walrus": (only("walrus"), "if (password := 'x'): ...", "password := 'x'"),
    "a default of a lambda": (only("lambda"), "lambda a, password='x': 1", "password='x'"),
    "a default of a coroutine": (
        only("async"), "async def f(a, password='x'): ...", "password='x'",
    ),
    "a default of a coroutine with a type": (
        only("async"), "async def f(*, password: str = 'x'): ...", "password: str = 'x'",
    ),
    "a result": (only("return"), "def password():\n    a = 1\n    return 'x'", "return 'x'"),
}  # fmt: skip

LEFT = {
    "another name": (NAME, "DEBUGGING = True"),
    "another value": (NAME, "DEBUG = False"),
    "a comparison": (NAME, "DEBUG == True"),
    "a keyword": (NAME, "f(DEBUG=True)"),
    "an attribute of that name": (NAME, "a.DEBUG = True"),
    "in a string": (NAME, "'DEBUG = True'"),
    "only a type": (NAME, "DEBUG: bool\nTrue"),
    "an attribute of something else": (METHOD, "import a\ns = a.Other()\ns.verify = False"),
    "an attribute of what is unknown": (METHOD, "import a\na.Session\ns.verify = False"),
    "a name like any attribute": (ANY, "verify = False"),
    "an attribute of another module": (MODULE, "import ssl\nx.context = ssl.unchecked"),
    "another item": (ITEM, "environ['KEYS'] = '0'\nKEY"),
    "an item by a variable": (ITEM, "environ[KEY] = '0'"),
    "not by the pattern": (NAMED, "passwords = 'x'"),
    "another call": (MADE, "token = secrets.choice(x)\nrandom.choice"),
    "another form": (only("walrus"), "password = 'x'"),
    "a default of a function": (only("async"), "def f(password='x'): ..."),
    "a coroutine's inner function": (
        only("async"), "async def f():\n    def g(password='x'): ...",
    ),
    "without its word": ({**NAME, "any_word": ["django"]}, "DEBUG = True"),
}  # fmt: skip


def hits(matcher: dict[str, object], code: str) -> list[str]:
    table = AssignmentTable([("R", AssignmentMatcher.model_validate(matcher))])
    return [code[hit.span.start : hit.span.end] for hit in table.find(Source(code, "python"))]


@pytest.mark.parametrize(("matcher", "code", "found"), FOUND.values(), ids=FOUND)
def test_found(matcher: dict[str, object], code: str, found: str) -> None:
    assert hits(matcher, code) == [found]


@pytest.mark.parametrize(("matcher", "code"), LEFT.values(), ids=LEFT)
def test_left_alone(matcher: dict[str, object], code: str) -> None:
    assert hits(matcher, code) == []


def test_each_rule_finds_an_assignment_once_and_the_first_matcher_counts() -> None:
    sure = AssignmentMatcher(targets=("x",), confidence=Level.HIGH)
    table = AssignmentTable([("R", sure), ("R", AssignmentMatcher(targets=("x",))), ("S", sure)])
    found = list(table.find(Source("x = 1", "python")))
    assert [(hit.rule, hit.confidence) for hit in found] == [("R", Level.HIGH), ("S", Level.HIGH)]


def test_secrets_are_marked() -> None:
    code = "password = 'abc'"
    table = AssignmentTable([("R", AssignmentMatcher.model_validate({**NAMED, "is_secret": True}))])
    (hit,) = table.find(Source(code, "python"))
    assert [code[each.start : each.end] for each in hit.secrets] == ["'abc'"]


HOSTILE = {
    "walrus in walrus": "(password := " * 10_000,
    "defaults in defaults": "lambda password=" * 10_000,
    "a chain": "password = " * 10_000 + "'x'",
    "many": "password = 'x'\n" * 10_000,
    "an item of an item": "a" + "['password']" * 10_000 + " = 'x'",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_is_looked_at_once(code: str) -> None:
    forms = {"forms": ["plain", "annotated", "walrus", "lambda", "async"]}
    assert len(hits({**NAMED, **forms}, code)) <= 10_000
