from __future__ import annotations

import pytest

from hanare.bench.code_lines import CodeLines
from hanare.bench.corpus import SourceFile

SUFFIX = {"python": "py", "typescript": "ts", "go": "go", "java": "java", "c": "h"}


def read(text: str, language: str) -> CodeLines:
    return CodeLines.read(SourceFile("package", f"code.{SUFFIX[language]}", text))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "value = 1\n", []),
        ("python", "values = 1\n", ["values = 1"]),
        ("python", "import os, sys", ["import os, sys"]),
        ("python", "# a comment of words\n", []),
        ("python", "values = 1  # why it is one\n", []),
        ("python", "values = 10  \n", []),
        ("python", "value = 10 + \\\n    other_value\n", ["other_value"]),
        ("python", '"""A module of words."""\n', []),
        ("python", '"""A module\nvalues = 1\n"""\n', []),
        ("python", 'value = """one\nvalues = 1\n""".strip()\n', []),
        ("python", 'f"""{one}\n{value + other}\n"""\n', []),
        ("python", 'f"{value} and {other!r:>{width}}"\n', []),
        ("python", 'f"{value} {other}{third}"\n', []),
        ("python", 'print(f"{value}")\n', ['print(f"{value}")']),
        ("python", 'x = (\n    "one", "two",\n    "three": 3,\n)\n', ['"three": 3,']),
        ("python", "if value:\r\n    return_it()\r\n", ["if value:", "return_it()"]),
        ("python", "値 = 長い名前の関数()\n", ["値 = 長い名前の関数()"]),
        ("python", "first = 10\n\x0c\nsecond = 2\n", ["first = 10", "second = 2"]),
        ("typescript", "/**\n * words here\n */\nlet value = 1;\n", ["let value = 1;"]),
        ("typescript", "let value = `\nwords here\n`;\n", []),
        ("typescript", "send(\n  `words ${value.name} here`,\n);\n", []),
        ("typescript", "let value = 1; // a comment\n", []),
        ("go", "if name == \"a\" {\n\tvalues = 1\n}\n", ['if name == "a" {', "values = 1"]),
        ("go", "const text = `\nvalues = 1\n`\n", []),
        ("java", 'String text = """\n  values = 1;\n  """;\nint value;\n', ["int value;"]),
        ("c", 'extern "C" {\nint value;\n}\n', ['extern "C" {', "int value;"]),
        ("c", "#define SIZE 3\n#include <stdio.h>\n", ["#define SIZE 3"]),
    ],
)  # fmt: skip
def test_lines_that_count(language: str, text: str, expected: list[str]) -> None:
    code = read(text, language)
    assert [code.lines.line_text(row).strip() for row in code.fillable()] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "import a\nfrom b import (\n    c,\n)\nd = 1\n", [0, 1, 2, 3]),
        ("typescript", 'import {\n  a,\n} from "./a";\nlet b = a;\n', [0, 1, 2]),
        ("go", 'package a\n\nimport (\n\t"fmt"\n)\n', [3]),
        ("java", "package a;\nimport b.C;\nclass D {}\n", [1]),
        ("c", '#include "a.h"\nint b;\n', [0]),
    ],
)
def test_imports(language: str, text: str, expected: list[int]) -> None:
    assert set(expected) <= read(text, language).imports()
    last = text.count("\n") - 1
    assert last in expected or language == "go" or last not in read(text, language).imports()


TWO = "one();\n    two();"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "def f():\n    one()\n    two()\n", ["one()\n    two()"]),
        ("python", "def f():\n    one()\n", []),
        ("python", "def f(): one(); two()\n", []),
        ("python", "def f():\n    one()  # why\n    two()\n", []),
        ("python", 'def f():\n    """Words."""\n    two()\n', []),
        ("python", 'def f():\n    one("""\n    """)\n', []),
        ("python", "for a in b:\n    one()\n\n    two()\n", ["one()\n\n    two()"]),
        ("python", "class A:\n    one = 1\n    two = 2\n", []),
        ("python", "def f():\n" + "    one()\n" * 12, ["one()\n    " * 11 + "one()"]),
        ("python", "def f():\n" + "    one()\n" * 13, []),
        ("typescript", f"function f() {{\n    {TWO}\n}}\n", [TWO]),
        ("typescript", f"if (a) {{\n    {TWO}\n}}\n", [TWO]),
        ("typescript", "function f() { one(); two();\n}\n", []),
        ("go", f"func f() {{\n    {TWO}\n}}\n", [TWO]),
        ("java", f"class A {{\n  void f() {{\n    {TWO}\n  }}\n}}\n", [TWO]),
        ("c", f"void f(void) {{\n    {TWO}\n}}\n", [TWO]),
        ("c", f"void f(void)\n{{\n    {TWO}\n}}\n", [TWO]),
        ("c", f"void f(void) {{\r\n    {TWO}\r\n}}\r\n", [TWO]),
    ],
)
def test_bodies(language: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in read(text, language).bodies()] == expected


def test_no_grammar_is_said() -> None:
    with pytest.raises(ValueError, match=r"notes\.txt cannot be parsed"):
        CodeLines.read(SourceFile("package", "notes.txt", "words"))
