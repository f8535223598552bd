"""What a fix may change: marked by `[` and `]` in texts in which `«` and `»` are a finding."""

from __future__ import annotations

import pytest

from hanare.analysis.finding import Span
from hanare.explain.fixes.region import MOST_LINES, Region, region_of
from hanare.syntax.tree import SyntaxTree

REGIONS = {
    "a function": ("python", "a = 1\n[def f(x):\n    return «eval(x)»]\nb = 2\n"),
    "a method": ("python", "class C:\n    a = 1\n\n[    def f(self, x):\n        «eval(x)»]\n"),
    "the innermost": (
        "python",
        "def f():\n[    def g(x):\n        return «eval(x)»]\n    return g\n",
    ),
    "decorators": ("python", "@a\nclass C:\n[    @b\n    def f(x):\n        «eval(x)»]\n"),
    "in a decorator": ("python", "[@a(«eval(x)»)\ndef f():\n    pass]\n"),
    "a statement": ("python", "a = 1\n[b = f(\n    «eval(c)»,\n)]\nd = 1\n"),
    "in an if": ("python", "if a:\n[    b = «eval(c)»]\n    d = 1\n"),
    "in a class": ("python", "class C:\n[    password = «'x'»]\n    d = 1\n"),
    "a neighbour": ("python", "a = 1\n[b = 1; c = «eval(d)»]\n"),
    "javascript": ("javascript", "let a;\n[function f(x) {\n  «eval(x)»;\n}]\nf();\n"),
    "a js method": ("javascript", "class C {\n[  f(x) {\n    «eval(x)»;\n  }]\n}\n"),
    "go": ("go", "package a\n\n[func f(x string) {\n\trun(«x»)\n}]\n"),
    "java": ("java", "class C {\n[  void f(String x) {\n    run(«x»);\n  }]\n}\n"),
    "shell": ("shellscript", "a=1\n[f() {\n  eval «$x»\n}]\nf\n"),
    "line ends": ("python", "a = 1\r\n[def f(x):\r\n    return «eval(x)»]\r\nb = 2\r\n"),
}


@pytest.mark.parametrize(("language", "marked"), REGIONS.values(), ids=REGIONS)
def test_the_smallest_definition_or_statement(language: str, marked: str) -> None:
    first, _, rest = marked.partition("[")
    inner, _, last = rest.rpartition("]")
    text = (first + inner + last).replace("«", "").replace("»", "")
    whole = first + inner + last
    span = Span(whole.index("«"), whole.index("»") - 1)
    tree = SyntaxTree.parse(text, language)
    assert tree is not None
    start = len(first)
    assert region_of(tree, span) == Region(start, start + len(inner) - 2)


def test_of_a_function_that_is_too_long_it_is_the_statement() -> None:
    lines = ["def f(x):", *("    a = 1" for _ in range(MOST_LINES)), "    eval(x)", ""]
    text = "\n".join(lines)
    tree = SyntaxTree.parse(text, "python")
    assert tree is not None
    at = text.index("eval")
    assert region_of(tree, Span(at, at + 7)) == Region(at - 4, at + 7)


def test_a_statement_that_is_too_long_is_left_alone() -> None:
    text = "a = [" + "\n1," * MOST_LINES + "eval(x)]\n"
    tree = SyntaxTree.parse(text, "python")
    assert tree is not None
    at = text.index("eval")
    assert region_of(tree, Span(at, at + 7)) is None


def test_lines_that_are_too_long_are_left_alone() -> None:
    text = "def f(x):\n    return " + "(" * 20_000 + "x" + ")" * 20_000 + "\n"
    tree = SyntaxTree.parse(text, "python")
    assert tree is not None
    at = text.index("x", 10)
    assert region_of(tree, Span(at, at + 1)) is None
