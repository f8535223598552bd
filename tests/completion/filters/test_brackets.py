"""Closing brackets that close nothing."""

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
