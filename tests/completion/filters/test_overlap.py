"""What the document has already after the cursor."""

from __future__ import annotations

from completion.filters.marked import KEPT, Case, by_rule, table

OVERLAP = {
    "a bracket": ("python", "print(‸)", "name)", "name"),
    "two brackets of three": ("python", "f(g(‸))", "x))", "x"),
    "its own stays, the user's goes": ("python", "print(‸)", "str(x))", "str(x)"),
    "a list": ("python", "x = [‸]", "1, 2]", "1, 2"),
    "a quote": ("python", 'x = "‸"', 'abc"', "abc"),
    "quote and bracket": ("python", 'print("‸")', 'hello")', "hello"),
    "a bracket in a string": ("python", "print(‸)", '":)")', '":)"'),
    "an f-string": ("python", 'x = f"{‸}"', 'name}"', "name"),
    "semicolon too": ("typescript", "foo(‸);", "a, b);", "a, b"),
    "a word": ("python", "return ‸value", "value", "<repeats-suffix>"),
    "the rest": ("python", "x = ‸ + 1", "y + 1", "y"),
    "a part of the rest": ("go", "x := ‸ + yy", "a + y", "a"),
    "the head of a block": ("c", "if (foo(‸)) {", "a)) {", "a"),
    "only what is there": ("python", "f(‸)", ")", "<repeats-suffix>"),
    "lines before a word": ("python", "f(‸, 1)", "x\n    y = 2", "x"),
    "an object": ("typescript", "f({‸})", "a: 1})", "a: 1"),
    "several lines": ("typescript", "f(() => {‸})", "\n  g();\n})", "\n  g();\n"),
    "Japanese": ("python", 'print("‸")', 'こんにちは")', "こんにちは"),
    "Windows lines": ("python", "print(‸)\r\nx = 1\r\n", "name)", "name"),
    "without a grammar": ("nonesuch", "print(‸)", "str(x))", "str(x)"),
}

NO_OVERLAP = {
    "nothing follows": ("python", "print(‸", "name)"),
    "its own bracket": ("python", "print(‸)", "str(x)"),
    "an index of its own": ("python", "a[‸]", "items[0]"),
    "its own quotes": ("python", "f('‸')", "a"),
    "its own string": ("python", "f(‸)", "'a'"),
    "a bracket that is missing": ("c", "int f() {\n  if (foo(‸) {\n  }\n}", "x)"),
    "the end of a word": ("python", "pa‸s", "s"),
    "half an operator": ("c", "if (x ‸= y) {", "="),
    "lines before a bracket": ("typescript", "f({‸})", "\n  a: 1,\n"),
    "another rest": ("python", "x = ‸ + 1", "y * 2"),
    "without a grammar": ("nonesuch", "print(‸)", "str(x)"),
}

NEXT_LINES = {
    "the next line": ("python", "def f():\n    ret‸\n    return x", "urn x", "<repeats-suffix>"),
    "the next line, indented otherwise": (
        "python", "if x:\n    i‸\n        if y:\n            pass\n", "f y:", "<repeats-suffix>",
    ),
    "after a break": ("python", "a = 1‸\nb = 2\n", "\nb = 2", "<repeats-suffix>"),
    "after a blank line": ("python", "a = 1\n‸\n\nb = 2\n", "b = 2", "<repeats-suffix>"),
    "several": ("go", "‸\nx := foo()\ny := bar()\n", "x := foo()\ny := bar()", "<repeats-suffix>"),
    "several, the last one begun": (
        "go", "‸\nx := foo()\ny := bar()\n", "x := foo()\ny := b", "<repeats-suffix>",
    ),
    "the tail": (
        "java", "void f() {\n  ‸\n  done();\n}", "start();\n  done();", "start();",
    ),
    "a tail of lines": (
        "python", "if x:\n    ‸\n    foo()\n    bar()\n", "baz()\n    foo()\n    bar()", "baz()",
    ),
    "a bracket": ("c", "int f() {\n  ‸\n}\n", "return 1;\n}", "return 1;"),
    "tabs": ("go", "func f() {\n\t‸\n\treturn nil\n}\n", "x()\n\treturn nil", "x()"),
    "Windows lines": ("python", "‸\r\nfoo = 1\r\n", "foo = 1", "<repeats-suffix>"),
    "Japanese": ("python", "‸\n名前 = 取得()\n", "名前 = 取得()", "<repeats-suffix>"),
}  # fmt: skip

OTHER_LINES = {
    "another line": ("python", "‸\nb = 2\n", "a = 1"),
    "the same at another depth": (
        "python",
        "def f():\n    if x:\n        ‸\n    return None\n",
        "return None",
    ),
    "its own bracket": ("c", "void f() {\n  ‸\n}\n", "if (x) {\n    y();\n  }"),
    "a bracket like the next line's": ("c", "void f() {\n  x‸\n}\n", "();"),
    "a row of numbers": ("c", "int a[] = {\n  ‸\n  0, 0,\n};\n", "0, 0,"),
    "text follows": ("python", "f(‸)\nx\n", "x"),
    "the first of two": ("python", "‸\nfoo = 1\nbar = 2\n", "foo = 1\nbaz = 3"),
    "nothing below": ("python", "foo = 1\n‸", "foo = 2"),
}


@table(OVERLAP)
def test_what_follows_is_not_said_again(case: Case) -> None:
    assert by_rule("suffix-overlap", case) == case.shown


@table({name: (*case, KEPT) for name, case in NO_OVERLAP.items()})
def test_what_is_missing_is_said(case: Case) -> None:
    assert by_rule("suffix-overlap", case) == case.shown


@table(NEXT_LINES)
def test_next_lines_are_not_said_again(case: Case) -> None:
    assert by_rule("duplicate-lines", case) == case.shown


@table({name: (*case, KEPT) for name, case in OTHER_LINES.items()})
def test_lines_that_are_not_the_next_stay(case: Case) -> None:
    assert by_rule("duplicate-lines", case) == case.shown
