"""Texts that do not parse: what is lost is the broken statement, and it is said."""

from __future__ import annotations

import platform
import random
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

from hanare.analysis.engines.bandit import BanditOutcome
from hanare.analysis.results import Why
from hanare.analysis.source import Source

from analysis.engines.bandit.marked import outcome_of, places, table, unmarked

BROKEN = {
    "a bracket": "x = f(\n‹eval(a)›\n",
    "a bracket in a function": "def f():\n    x = g(1,\n    ‹eval(a)›\ndef g():\n    ‹eval(b)›\n",
    "a string": "x = 'a\n‹eval(a)›\n",
    "a string of lines that is not closed": (
        'def f():\n    """Text.\n\n    More.\n    ‹eval(a)›\n'
        'def g():\n    """Text."""\n    ‹eval(b)›\n'
    ),
    "a string of lines that is not opened": (
        'def f():\n    Text.\n\n    More.\n    """\n    ‹eval(a)›\n'
        'def g():\n    """Text."""\n    ‹eval(b)›\n'
    ),
    "a name": "import os\nos.\n‹eval(a)›\n",
    "an assignment": "if a:\n    b =\n    ‹eval(a)›\nelse:\n    ‹eval(b)›\n",
    "the head of a function": (
        "class A:\n    def f(self, a\n        ‹eval(a)›\n    def g():\n        ‹eval(b)›\n"
    ),
    "the head of a class": "class A(B\n    def f():\n        ‹eval(a)›\n",
    "a head of lines": "def f(\n    a,\n    b=[\n):\n    ‹eval(a)›\n",
    "the head of a loop": "def f():\n    for a in\n        ‹eval(a)›\n    ‹eval(b)›\n",
    "a head with a word only": "def f():\n    whi\n        ‹eval(a)›\n    ‹eval(b)›\n",
    "a head that is gone": "def f():\n    a = ‹eval(a)›\n\n        ‹eval(b)›\n    ‹eval(c)›\n",
    "a body that is gone": "def f():\ndef g():\n    ‹eval(a)›\n",
    "a try": "tr\n    ‹eval(a)›\nexcept A:\n    ‹eval(b)›\n",
    "an except": "try:\n    ‹eval(a)›\nexcept (A:\n    ‹eval(b)›\nfinally:\n    ‹eval(c)›\n",
    "an elif": "if a:\n    ‹eval(a)›\nelif b\n    ‹eval(b)›\nelse:\n    ‹eval(c)›\n",
    "a decorator": (
        "class A:\n    @f(\n    def f():\n        ‹eval(a)›\n"
        "    @g\n    def g():\n        ‹eval(b)›\n"
    ),
    "a case": "match a:\n    case 1 +:\n        ‹eval(a)›\n    case 2:\n        ‹eval(b)›\n",
    "a bracket too many": "‹eval(a)›\nf(1))\n‹eval(b)›\n",
    "an indentation": "def f():\n    a = 1\n      b = 2\n    ‹eval(a)›\n",
    "tabs": "def f():\n\tx = (\n\t‹eval(a)›\n\tdef g(:\n\t\t‹eval(b)›\n",
    "Windows lines": "x = f(\r\n‹eval(a)›\r\ndef f(:\r\n  ‹eval(b)›\r\n",
    "other letters": "é = f(\n'é', ‹eval('é')›\n",
    "Python 2": (
        "print 'a'\ntry:\n    raise A, b\nexcept A, b:\n    ‹eval(a)›\nexec 'c'\n‹eval(b)›\n"
    ),
    "a conflict": "<<<<<<< ours\n‹eval(a)›\n=======\n‹eval(b)›\n>>>>>>> theirs\n",
    "a prompt": ">>> a\n‹eval(a)›\n",
    "nothing but an error": ")\n",
    "no text of Python": "<html>\n<body onload='x'>\n&nbsp;\n",
}

FALSE = {
    "a lost statement is no `pass`": "try:\n    a\nexcept Exception:\n    b = (\nc = 1\n",
    "what is in a string is not code": 'def f():\n    x = """\neval(a)\n"""\n    y = (\n',
    "arguments are no assignments": "x = fo\n    a, password='b')\n",
}

NESTED = {
    "brackets": "x = " + "(" * 1_000 + ")" * 1_000 + "\neval(a)\n",
    "lists of lists": "x = " + "[" * 5_000 + "]" * 5_000 + "\neval(a)\n",
    "lambdas": "x = " + "lambda: " * 3_000 + "1\neval(a)\n",
    "powers": "x = " + "a**" * 5_000 + "b\neval(a)\n",
    "blocks": "\n".join(" " * depth + "if a:" for depth in range(200)) + "\neval(a)\n",
    "f-strings": "x = " + "f'{" * 300 + "}'" * 300 + "\neval(a)\n",
}


@table(BROKEN)
def test_what_is_whole_is_looked_into(case: str) -> None:
    text, marked = unmarked(case)
    outcome = outcome_of(text)
    assert places(text, outcome.detections) == marked
    assert outcome.problem is not None
    assert outcome.problem.why is Why.SYNTAX


@table(FALSE)
def test_what_is_lost_is_not_made_up(case: str) -> None:
    assert not outcome_of(case).detections


@table(NESTED)
def test_what_the_parser_cannot_nest_is_left_out(case: str) -> None:
    outcome = outcome_of(case)
    assert [each.rule for each in outcome.detections] == ["B307"]
    assert outcome.problem is not None


def test_the_problem_names_line_and_interpreter_but_no_text() -> None:
    outcome = outcome_of("a = 1\nhunter2 = = 'hunter2'\n")
    assert outcome.problem is not None
    version = platform.python_version()
    assert str(outcome.problem.detail) == f"line 2: invalid syntax (Python {version})"
    assert _why("x = " + "(" * 300) is Why.NESTED
    assert _why("x = " + "lambda: " * 9_000 + "1") is Why.NESTED


def _why(text: str) -> Why | None:
    outcome: BanditOutcome = outcome_of(text)
    return outcome.problem.why if outcome.problem is not None else None


@pytest.mark.slow
def test_a_line_that_is_cut_costs_hardly_a_finding() -> None:
    drawing = random.Random(7)
    paths = sorted(Path(sysconfig.get_path("stdlib")).glob("*/*.py"))
    drawing.shuffle(paths)
    whole, kept, buffers, broken = 0, 0, 0, 0
    while buffers < 200:
        text = paths.pop().read_bytes().decode(errors="replace").replace("\r\n", "\n")
        before = _lines_of_findings(text)
        if before.total() < 3:
            continue
        lines = text.split("\n")
        for number in drawing.choices([at for at, line in enumerate(lines) if line.strip()], k=4):
            cut = lines[number][: drawing.randrange(len(lines[number]))]
            buffer = "\n".join([*lines[:number], cut, *lines[number + 1 :]])
            buffers += 1
            broken += _why(buffer) is Why.SYNTAX
            whole += before.total()
            kept += (before & _lines_of_findings(buffer)).total()
    assert broken > 50
    assert kept / whole >= 0.95


def _lines_of_findings(text: str) -> Counter[tuple[str, int]]:
    lines = Source(text, "python").lines
    return Counter(
        (each.rule, lines.line_of(each.span.start)) for each in outcome_of(text).detections
    )
