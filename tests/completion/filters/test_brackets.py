"""Closing brackets that close nothing, and opening ones that are not closed."""

from __future__ import annotations

from completion.filters.marked import KEPT, Case, by_all, by_rule, table

UNMATCHED = {
    "one too many": ("python", "x = foo(‸\n", "a, b))", "a, b)"),
    "nothing is open": ("python", "x = 1‸\n", ")", "<syntax-worse>"),
    "only what is there": ("python", "f(‸)\n", ")", "<repeats-suffix>"),
    "what the editor has closed": ("python", "foo(‸)\n", "a).bar(b)", "a"),
    "with code behind it": ("java", "class A { void f() { foo(‸) } }", "a, b); x", "a, b"),
    "the block's": ("c", "int f() {\n  ‸\n}\n", "return 1;\n}", "return 1;"),
    "two functions": ("go", "func f() {\n\t‸\n}\n", "x()\n}\n\nfunc g() {\n\ty()\n}", "x()"),
    "of the wrong kind": ("typescript", "const x = f(‸);\n", "[a, b})", "[a, b"),
    "a string's": ("python", 'x = "‸"\n', 'abc" + y', "abc"),
    "Japanese": ("python", "print(‸)\n", "名前))", "名前"),
    "Windows lines": ("python", "x = foo(‸\r\ny = 1\r\n", "a))", "a)"),
}

MATCHED = {
    "what is open": ("python", "x = foo(‸\n", "a, b)"),
    "two that are open": ("python", "x = foo(bar(‸\n", "a))"),
    "its own": ("python", "x = ‸\n", "foo(bar[0])"),
    "brackets in a string": ("python", "x = ‸\n", "':)'"),
    "brackets in a comment": ("c", "int x = ‸;\n", "1 /* :) */"),
    "the block's own end": ("c", "int f() {‸\n", "\n  return 1;\n}"),
    "one of two": ("c", "int f() {\n  if (foo(‸) {\n  }\n}\n", "x)"),
    "a block goes on": ("java", "class A { void f() {‸\n", "\n  if (x) {\n    y();\n  } else {"),
    "the head of a function": ("go", "func f(‸\n", "x int) error {"),
    "a head above other code": ("java", "class A {\n  void f(‸\n\n  int x;\n}", "int y) {"),
    "f-strings": ("python", "x = ‸\n", 'f"{a[0]} {b(1)}"'),
    "shell": ("shellscript", "x=‸\n", '"$(cat ${y})"'),
    "without a grammar": ("nonesuch", "x‸", "))"),
}

UNFINISHED = {
    "a block": ("go", "func f() {\n\t‸\n}\n", "x()\n\tif y {\n\t\tz()", "x()"),
    "its head": ("java", "class A { void f() {\n  ‸\n} }", "g();\n  for (;;) {", "g();"),
    "a block in a block": (
        "typescript",
        "function f() {\n  ‸\n}\n",
        "a();\n  if (b) {\n    if (c) {\n    }",
        "a();",
    ),
    "after a block that is finished": (
        "c",
        "int f() {\n  ‸\n}\n",
        "if (x) {\n    y();\n  }\n  while (z) {",
        "if (x) {\n    y();\n  }",
    ),
    "goes on with what was open": ("c", "if (x) {‸\n", "\n  g();\n} else {", "\n  g();"),
    "a call": ("python", "def f():\n    ‸\n", "x = 1\n    foo(\n        x,", "x = 1"),
    "after a blank line": ("go", "func f() {\n\t‸\n}\n", "x()\n\n\tif y {\n\t\tz()", "x()"),
}

FINISHED = {
    "a block": ("go", "func f() {\n\t‸\n}\n", "x()\n\tif y {\n\t\tz()\n\t}"),
    "one line": ("java", "class A { void f() {\n  ‸\n} }", "for (;;) {"),
    "nothing before it": ("c", "int f() {\n  ‸\n}\n", "while (z) {\n    y();"),
    "what was open before": ("python", "foo(‸\n", "\n    a,\n    b,\n)"),
    "brackets in strings": ("python", "def f():\n    ‸\n", "x = '('\n    y = '['"),
    "no brackets": ("ruby", "def f\n  ‸\nend\n", "a\n  if b"),
    "without a grammar": ("nonesuch", "‸\n", "a\nb {"),
}


@table(UNFINISHED)
def test_what_is_unfinished_is_cut(case: Case) -> None:
    assert by_rule("unfinished", case) == case.shown


@table({name: (*case, KEPT) for name, case in FINISHED.items()})
def test_what_is_finished_stays(case: Case) -> None:
    assert by_rule("unfinished", case) == case.shown


@table(UNMATCHED)
def test_is_cut(case: Case) -> None:
    assert by_rule("unmatched-closers", case) == case.shown


@table({name: (*case, KEPT) for name, case in MATCHED.items()})
def test_stays(case: Case) -> None:
    assert by_rule("unmatched-closers", case) == case.shown


@table({name: (*case, KEPT) for name, case in MATCHED.items()})
def test_is_nothing_to_the_other_rules(case: Case) -> None:
    if case.language != "nonesuch":
        assert by_all(case) == case.shown
