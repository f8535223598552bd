"""Rules on whole lines: where a block ends, indentation, and lines said again."""

from __future__ import annotations

from completion.filters.marked import KEPT, Case, by_rule, table

SCOPE = {
    "dedent": ("python", "def f():‸", "\n    x = 1\ny = 2", "\n    x = 1"),
    "dedent in a class": (
        "python", "class A:\n    def f(self):\n        ‸", "x = 1\n    def g(self):", "x = 1",
    ),
    "after a closing line": (
        "c", "int f() {‸", "\n  return 1;\n}\n\nint g() {\n  return 2;\n}", "\n  return 1;\n}",
    ),
    "tabs": ("go", "func f() {‸", "\n\tx()\n}\nfunc g() {", "\n\tx()\n}"),
    "one blank wide": ("python", "if x:‸", "\n y = 1\nz = 2", "\n y = 1"),
    "three blanks wide": ("python", "if x:\n   ‸", "y = 1\n   z = 2\nw = 3", "y = 1\n   z = 2"),
    "five blanks wide": ("lua", "if x then‸", "\n     y()\nend\nz()", "\n     y()\nend"),
    "another construct": ("python", "def f():‸", "\n    x\nelse:\n    y", "\n    x"),
    "Windows lines": ("python", "if x:‸\r\n", "\r\n    y = 1\r\nz = 2", "\r\n    y = 1"),
    "Japanese": ("python", "def 挨拶():‸", "\n    print('やあ')\n\n挨拶()", "\n    print('やあ')"),
}  # fmt: skip

IN_SCOPE = {
    "blank lines": ("python", "def f():‸", "\n    x = 1\n\n\n    y = 2"),
    "deeper lines": ("python", "def f():‸", "\n    if x:\n        y = 2\n    return"),
    "a closing line": ("c", "int f() {‸", "\n  return 1;\n}"),
    "else": ("python", "if x:‸", "\n    y = 1\nelse:\n    y = 2"),
    "} else {": ("java", "if (x) {‸", "\n  y();\n} else if (z) {\n  w();\n} else {\n  v();\n}"),
    "else below a bracket": ("csharp", "if (x) {‸", "\n  y();\n}\nelse {\n  z();\n}"),
    "except and finally": (
        "python", "try:‸", "\n    x()\nexcept E:\n    y()\nfinally:\n    z()",
    ),
    "a string over lines": ("python", "def f():‸", '\n    x = """\nSELECT 1\n"""\n    return x'),
    "the preprocessor": ("c", "int f() {‸", "\n#ifdef X\n  x();\n#endif\n  return 1;"),
    "a single line": ("python", "x = 1\n‸", "y = 2\nz = 3"),
    "one level of tabs": ("go", "func f() {‸", "\n\tif x {\n\t\ty()\n\t}\n}"),
    "rescue": ("ruby", "def f‸", "\n  x\nrescue E\n  y\nend"),
}  # fmt: skip

INDENTATION = {
    "said twice": ("python", "def f():\n    ‸", "    return 1", "return 1"),
    "said twice with tabs": ("go", "func f() {\n\t‸\n}", "\treturn 1", "return 1"),
    "said twice, odd": ("python", "if x:\n   ‸", "   y = 1\n   z = 2", "y = 1\n   z = 2"),
    "the whole of a deeper line": (
        "python", "def f():\n    if x:\n        ‸", "        return 1", "return 1",
    ),
    "below a complete line": ("java", "class A {\n  int x;\n  ‸\n}", "  int y;", "int y;"),
    "Windows lines": ("python", "def f():\r\n    ‸\r\n", "    return 1", "return 1"),
    "blanks for tabs": (
        "go", "func f() {\n\tx()\n}\n\nfunc g() {‸\n}", "\n    if x {\n        y()\n    }",
        "\n\tif x {\n\t\ty()\n\t}",
    ),
    "two blanks for tabs": (
        "go", "func f() {\n\tx()\n}\n\nfunc g() {‸\n}", "\n  if x {\n    y()\n  }",
        "\n\tif x {\n\t\ty()\n\t}",
    ),
    "tabs for blanks": (
        "c", "int f() {\n  x();\n}\n\nint g() {‸\n}", "\n\tif (x) {\n\t\ty();\n\t}",
        "\n  if (x) {\n    y();\n  }",
    ),
    "odd blanks for tabs": (
        "go", "func f() {\n\tx()\n}\n\nfunc g() {‸\n}", "\n    f(a,\n      b)",
        "\n\tf(a,\n\t  b)",
    ),
}  # fmt: skip

INDENTED_WELL = {
    "a line that is not indented yet": ("python", "def f():\n‸", "    return 1"),
    "in the middle of indentation": ("python", "def f():\n    if x:\n    ‸", "    return 1"),
    "below an open bracket": ("python", "foo(a,\n  ‸", "  b)"),
    "a branch without a brace": ("c", "int f() {\n  if (x)\n  ‸\n}", "  return 1;"),
    "odd widths": ("python", "if x:‸", "\n   y = 1\n   if z:\n        w = 2"),
    "tabs in a document of tabs": ("go", "func f() {\n\tx()\n‸\n}", "\ty()\n\tz()"),
    "blanks in a document of blanks": ("python", "if x:\n    y()\n‸", "    z()\n    w()"),
    "the first indented line": ("python", "if x:‸", "\n\ty = 1"),
    "a document of both": ("c", "int f() {\n  if (x) {\n\ty();\n  }\n  ‸\n}", "z();\n\tw();"),
    "inside of a string": ("python", 'x = """\n    ‸\n"""', "    SELECT"),
    "a comment's stars": ("java", "class A {\n\tint x;\n\t‸\n}", "/**\n\t * Say.\n\t */"),
}

ECHO = {
    "the line above": ("python", "foo(a)\n‸", "foo(a)", "<repeats-above>"),
    "typed in part": ("python", "value = get()\nval‸", "ue = get()", "<repeats-above>"),
    "the editor's bracket": ("python", "print(x)\nprint(‸)", "x", "<repeats-above>"),
    "the head of the block": ("python", "def f(x):\n    ‸", "def f(x):", "<repeats-above>"),
    "two lines above": ("go", "a := f()\nb := g()\n‸", "a := f()\nb := g()", "<repeats-above>"),
    "and goes on": ("python", "import os\n‸", "import os\nimport re", "<repeats-above>"),
    "tabs": ("go", "func f() {\n\tx.run()\n\t‸\n}", "x.run()", "<repeats-above>"),
    "Windows lines": ("python", "foo(a)\r\n‸", "foo(a)", "<repeats-above>"),
    "Japanese": ("python", "名前 = 取得()\n‸", "名前 = 取得()", "<repeats-above>"),
}

NO_ECHO = {
    "another line": ("python", "foo(a)\n‸", "foo(b)"),
    "closing lines": ("c", "int f() {\n  if (x) {\n  }\n}\n‸", "}"),
    "a row of numbers": ("c", "int a[] = {\n  0, 0,\n  ‸\n};", "0, 0,"),
    "rows that differ": ("python", "x = [\n    ('a', 1),\n    ‸\n]", "('b', 1),"),
    "the end of another block": (
        "python",
        "def f():\n    if x:\n        return None\n    ‸",
        "return None",
    ),
    "a block in a block": ("python", "try:\n    ‸", "try:"),
    "brackets in brackets": ("python", "x = [\n    [\n        ‸", "["),
    "ends": ("ruby", "def f\n  if x\n    y\n  end\n‸", "end"),
    "the first line": ("python", "‸", "import os"),
}

REPETITION = {
    "a word": ("python", "x = ‸", "foo" * 8, "<repetitive>"),
    "after a beginning": ("python", "x = ‸", "a + " + "very long " * 6, "a +"),
    "long pieces": ("python", "x = ‸", "1\ny = " + "some_function_of_x(" * 4, "1\ny ="),
    "lines": ("python", "‸", "foo()\nfoo()\nfoo()\nbar()", "foo()"),
    "lines with blank ones": ("python", "x = 1\n‸", "y()\n\nz()\n\nz()\n\nz()", "y()\n\nz()"),
    "runs of lines": ("go", "‸", "a := f()\nb := g()\na := f()\nb := g()", "a := f()\nb := g()"),
    "tabs": ("go", "func f() {‸\n}", "\n\tx.y()\n\tx.y()\n\tx.y()\n\tx.y()", "\n\tx.y()"),
    "Windows lines": ("python", "‸", "foo()\r\nfoo()\r\nfoo()\r\n", "foo()"),
    "Japanese": ("python", "x = ‸", "'" + "とても" * 7, "'"),
}

NO_REPETITION = {
    "two lines": ("python", "‸", "foo()\nfoo()"),
    "zeros": ("c", "int a[] = {‸};", "0, 0, 0, 0, 0, 0, 0, 0, 0"),
    "a rule": ("python", "# ‸", "-" * 60),
    "rows of zeros": ("c", "int a[] = {\n‸};", "  0, 0,\n  0, 0,\n  0, 0,\n  0, 0,"),
    "closing lines": ("c", "‸", "    }\n  }\n}"),
    "equal closing lines": ("typescript", "‸", "})\n})\n})"),
    "rows that differ": ("python", "‸", "add(1)\nadd(2)\nadd(3)"),
    "a run of one": ("python", "‸", "if a:\n    b()\nif c:\n    b()"),
}


@table(SCOPE)
def test_a_block_ends(case: Case) -> None:
    assert by_rule("scope", case) == case.shown


@table({name: (*case, KEPT) for name, case in IN_SCOPE.items()})
def test_a_block_goes_on(case: Case) -> None:
    assert by_rule("scope", case) == case.shown


@table(INDENTATION)
def test_indentation_is_mended(case: Case) -> None:
    assert by_rule("indentation", case) == case.shown


@table({name: (*case, KEPT) for name, case in INDENTED_WELL.items()})
def test_indentation_stays(case: Case) -> None:
    assert by_rule("indentation", case) == case.shown


@table(ECHO)
def test_lines_above_are_not_said_again(case: Case) -> None:
    assert by_rule("echo", case) == case.shown


@table({name: (*case, KEPT) for name, case in NO_ECHO.items()})
def test_lines_may_be_alike(case: Case) -> None:
    assert by_rule("echo", case) == case.shown


@table(REPETITION)
def test_repetition_is_cut(case: Case) -> None:
    assert by_rule("repetition", case) == case.shown


@table({name: (*case, KEPT) for name, case in NO_REPETITION.items()})
def test_regular_code_stays(case: Case) -> None:
    assert by_rule("repetition", case) == case.shown
