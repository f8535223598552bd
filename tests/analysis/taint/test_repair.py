"""Half-typed code, made whole enough to be followed."""

from __future__ import annotations

import ast
import inspect

import pytest

from hanare.analysis.taint.repair import repaired

from analysis.taint.following import in_view, rules

BROKEN = {
    "an open bracket": ("x = f(a\ny = 1\n", "       \ny = 1\n"),
    "two": ("x = f(a, [b\ny = 1\n", "           \ny = 1\n"),
    "in a block": ("if a:\n    f(a\n    b()\n", "if a:\n       \n    b()\n"),
    "before another block": ("if a:\n    f(a\nb()\n", "if a:\n       \nb()\n"),
    "over lines": ("x = f(\n    a,\n    b\ny = 1\n", "      \n      \n     \ny = 1\n"),
    "a string": ('x = "a\ny = 1\n', "      \ny = 1\n"),
    "a string in brackets": ("x = f('a)\ny = 1\n", "         \ny = 1\n"),
    "the head of a function": (
        "def long_name(a\n    return 1\n",
        "if 1:          \n    return 1\n",
    ),
    "a head without a colon": ("class A\n    x = 1\n", "if 1:  \n    x = 1\n"),
    "a head without a block": ("def long_name(a\nx = 1\n", "               \nx = 1\n"),
    "a head before a condition": (
        "def long_name(a\n    if a:\n        b()\n",
        "if 1:          \n    if a:\n        b()\n",
    ),
    "a head before a decorator": (
        "class LongName(a\n    @abc\n    def f(self): pass\n",
        "if 1:           \n    @abc\n    def f(self): pass\n",
    ),
    "the end of the text": ("x = 1\ny = f(a", "x = 1\n       "),
    "Windows lines": ("x = f(a\r\ny = 1\r\n", "       \r\ny = 1\r\n"),
    "Japanese": ("x = f('名前'\ny = 1\n", "          \ny = 1\n"),
}

WHOLE = {
    "nothing": "",
    "plain": "x = 1\n",
    "brackets over lines": "x = f(\n    a,\n    b,\n)\n",
    "a closing bracket at the margin": "x = [\n    1,\n]\ny = 1\n",
    "a comment at the margin in brackets": "x = [\n# a\n    1,\n]\n",
    "a condition in brackets": "x = [\n    a\n    for a in b\n    if a\n]\n",
    "keyword arguments": "f(\n    a=1,\n    b=2,\n)\n",
    "arguments with blanks": "f(a,\n  b = 1,\n  c = 2)\n",
    "parameters with blanks": "def f(a,\n      b = 1) -> c:\n    pass\n",
    "brackets in strings": "x = '('\ny = \"[\"\nz = '''{'''\n",
    "brackets in comments": "x = 1  # (\ny = 2\n",
    "a long string": 'x = """\ndef f(\n"""\ny = 1\n',
    "quotes in a long string": 'x = """a "b" \'c\n"""\ny = 1\n',
    "an escaped quote": "x = 'a\\'('\ny = 1\n",
    "a string over lines": "x = 'a\\\nb'\ny = 1\n",
    "a string at the margin in brackets": "x = f(\n    '''\na\n''',\n    b,\n)\n",
    "a head over lines": "if (\n    a\n    and b\n):\n    pass\n",
    "a closing bracket too many": "x = 1)\ny = 2\n",
    "a block in one line": "if a: b()\nelse: c()\n",
    "a dictionary": "x = {\n    'a': 1,\n    'b': 2,\n}\n",
}


@pytest.mark.parametrize(("text", "whole"), BROKEN.values(), ids=BROKEN)
def test_statements_without_an_end_are_blanked(text: str, whole: str) -> None:
    assert repaired(text) == whole


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_whole_statements_stay(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize("module", [ast, inspect, pytest], ids=lambda module: module.__name__)
def test_real_code_stays(module: object) -> None:
    text = inspect.getsource(module)  # type: ignore[arg-type]
    assert repaired(text) == text


# The first of each would take hours if it were not read once.
@pytest.mark.parametrize(
    "text",
    [
        '"' + '\\"' * 200_000,
        "'" + "\\'" * 200_000,
        '"""' + '\\"""' * 200_000,
        "'''" + "\\'''" * 200_000,
        "(" * 400_000,
        "x = (" + "\n    1," * 100_000,
        "x = (" + " " * 200_000 + "\n    1," * 50_000,
        "if a" + ":" * 300_000 + "(\n" + "    if b" + ": " * 100_000,
        "\\" * 300_000,
        "f(\n" * 100_000,
    ],
    ids=[
        "escaped quotes", "escaped single quotes", "escaped long quotes",
        "escaped long single quotes", "brackets", "a long list", "after many blanks", "colons",
        "backslashes", "calls",
    ],
)  # fmt: skip
def test_hostile_text_is_read_once(text: str) -> None:
    assert len(repaired(text)) == len(text)


HALF_TYPED = {
    "a call before": "z = a(\nos.system(x)",
    "a string before": "z = 'abc\nos.system(x)",
    "a dictionary before": "z = {'a': [1, 2\nos.system(x)",
    "a head before": "if (a\n    b()\nos.system(x)",
    "a function before": "def inner(a, b\n    return a\nos.system(x)",
    "a call after": "os.system(x)\nz = a(",
    "in a block": "if a:\n    z = a(\n    os.system(x)",
}


@pytest.mark.parametrize("body", HALF_TYPED.values(), ids=HALF_TYPED)
def test_data_are_followed_through_half_typed_code(body: str) -> None:
    (found,) = in_view(body)
    assert rules([found]) == {"HPY601"}
