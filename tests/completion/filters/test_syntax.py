"""Suggestions leave the syntax no worse than it was, and good ones are let through."""

from __future__ import annotations

import pytest

from completion.filters.marked import KEPT, Case, by_all, by_rule, table

WORSE = {
    "a wrong operator": ("python", "y = 1\n‸\n", "x = 1 ++* / 2", "<syntax-worse>"),
    "prose": ("go", "func f() {\n\t‸\n}\n", "This function does nothing.", "<syntax-worse>"),
    "an open string": ("python", "x = ‸\ny = 1\n", "'abc", "<syntax-worse>"),
    "a wrong last line": (
        "typescript", "function f() {\n  ‸\n}\n", "x();\n  y(]);\n  z z z(", "<syntax-worse>",
    ),
    "a last line that goes wrong": (
        "java", "class A {\n  void f() {\n    ‸\n  }\n}\n", "x();\n    int int = =;", "x();",
    ),
    "two statements": ("rust", "fn f() {\n    ‸\n}\n", "let x = 1 let y = 2;", "<syntax-worse>"),
    "half a block": ("ruby", "def f\n  ‸\nend\n", "end end", "<syntax-worse>"),
    "a key without a comma": ("json", "{‸}\n", '"b": 1 "c": 2', "<syntax-worse>"),
    "C's": ("c", "int f(void) {\n  ‸\n}\n", "x = = 1;", "<syntax-worse>"),
    "beside an error": ("python", "def f(:\n    pass\n\n‸\n", "x = 1 ) 2 (", "<syntax-worse>"),
}  # fmt: skip

# What is typed, and what is a good way to go on: the cursor's line and those below as they are
# while somebody types.
GOOD = {
    "python": (
        ("foo(‸\n", "a, b)"),
        ("foo(‸)\n", "a, b"),
        ("x = foo(‸\n", "a,"),
        ("if x‸\n", " == 1:"),
        ("if x‸:\n    pass\n", " == 1"),
        ("‸\n", "if x == 1:"),
        ("def f(self‸\n\nx = 1\n", ", a: int = 0) -> str:"),
        ("def f(self‸):\n", ", a: int = 0"),
        ("class A:\n    ‸\n", "def f(self) -> None:"),
        ("class A:\n    ‸\n\nclass B:\n    pass\n", "@property\n    def f(self) -> int:"),
        ("‸\n", "@dataclass"),
        ("try:\n    x()\n‸\n", "except ValueError as error:"),
        ("‸\n", "try:"),
        ("from a import ‸\n", "b, c"),
        ("imp‸\n", "ort os"),
        ("x = [‸\n", "y for y in z]"),
        ("x = {‸}\n", '"a": 1, "b": [2, 3]'),
        ("x = {\n    ‸\n}\n", '"a": 1,'),
        ("x = {\n    'a': ‸\n}\n", "[1, 2],"),
        ("print(f'‸')\n", "{x} is {y!r}"),
        ('print(f"‸\n', '{x}")'),
        ("x = foo(\n    ‸\n)\n", "a,\n    b,"),
        ("x = foo(\n    a,\n‸\n", "    b=[1, 2],\n)"),
        ("with open(‸\n", 'path, encoding="utf-8") as file:'),
        ("for i, x in ‸\n", "enumerate(xs):"),
        ("return‸\n", " [x for x in y if x]"),
        ("lam = lambda ‸\n", "x, y: x + y"),
        ("def f():\n    ‸\n", '"""Say what."""'),
        ('def f():\n    """‸"""\n', "Say what."),
        ("match x:\n    ‸\n", "case 1:\n        y()"),
        ("x = (a ‸\n     + c)\n", "- b"),
        ("async def f():\n    ‸\n", "async with a as b:"),
        ("挨拶 = ‸\n", '"こんにちは"'),
    ),
    "typescript": (
        ("foo(‸\n", "a, b);"),
        ("foo(‸)\n", "a, b"),
        ("const x = ‸\n", "await foo(a);"),
        ("if (x‸\n", " === 1) {"),
        ("if (x‸) {\n}\n", " === 1"),
        ("export function f(‸\n", "a: string, b?: number): void {"),
        ("export class A {\n  ‸\n}\n", "private readonly x: Map<string, number> = new Map();"),
        ("export class A {\n  constructor(‸\n}\n", "private x: string) {"),
        ("interface A {\n  ‸\n}\n", "x: string;"),
        ("import { ‸\n", 'a, b } from "./c";'),
        ("import { ‸ } from './c';\n", "a, b"),
        ("const x = {‸};\n", " a: 1, b: [2]"),
        ("const x = {\n  ‸\n};\n", "a: 1,"),
        ("items.map(‸)\n", "(item) => item.name"),
        ("items.map((item) => {‸\n", "\n  return item.name;\n});"),
        ("items‸\n", ".filter((x) => x)"),
        ("const x = items\n  ‸\n", ".map((x) => x.y)"),
        ("const x = a ‸\n", "&&"),
        ("switch (x) {\n  ‸\n}\n", 'case "a":'),
        ("type A = ‸\n", "{ kind: 'b' } | null;"),
        ("const x = `‸`;\n", "${a} ${b}"),
        ("x.then(‸\n", "() => {"),
        ("throw ‸\n", "new Error(`bad ${x}`);"),
    ),
    "go": (
        ("package a\n\nfunc f(‸\n", "x int) (string, error) {"),
        ("package a\n\nfunc f() {\n\t‸\n}\n", "if err != nil {"),
        ("package a\n\nfunc f() {\n\t‸\n}\n", "if err != nil {\n\t\treturn err\n\t}"),
        ("package a\n\nfunc f() {\n\tx, err := ‸\n}\n", 'os.Open("a")'),
        ("package a\n\nfunc f() {\n\tfmt.Println(‸\n}\n", '"a", x)'),
        ("package a\n\nfunc f() {\n\tfmt.Println(‸)\n}\n", '"a", x'),
        ("package a\n\nfunc f() {\n\tfor i := ‸\n}\n", "range xs {"),
        ("package a\n\nimport (\n\t‸\n)\n", '"fmt"'),
        ("package a\n\ntype A struct {‸\n", "\n\tB int\n}"),
        ("package a\n\ntype A ‸\n", "struct {"),
        ("package a\n\nfunc f() {\n\tx := A{‸}\n}\n", "B: 1, C: []int{2}"),
        ("package a\n\nfunc f() {\n\tgo func() {‸\n}\n", "\n\t\tx()\n\t}()"),
        ("package a\n\nfunc f() {\n\tswitch x {\n\t‸\n\t}\n}\n", "case 1:"),
        ("package a\n\nfunc f() {\n\tif a ‸\n}\n", "&&"),
        ("package a\n\nfunc f() {\n\tx = append(‸\n}\n", "x, y...)"),
    ),
    "java": (
        ("class A {\n  ‸\n}\n", "private final Map<String, List<Integer>> x = new HashMap<>();"),
        ("class A {\n  ‸\n}\n", "public void f(int x) {"),
        ("class A {\n  ‸\n}\n", "@Override"),
        ("class A {\n  void f(‸\n}\n", "int x) throws E {"),
        ("class A {\n  void f() {\n    ‸\n  }\n}\n", "for (int i = 0; i < n; i++) {"),
        ("class A {\n  void f() {\n    x.foo(‸\n  }\n}\n", "a, b);"),
        ("class A {\n  void f() {\n    x.foo(‸);\n  }\n}\n", "a -> a.b()"),
        ("class A {\n  void f() {\n    x.stream()\n        ‸\n  }\n}\n", ".map(A::b)"),
        ("class A {\n  int f() {\n    return ‸\n  }\n}\n", "x.y();"),
        ("class A {\n  int f() {\n    return a ‸\n  }\n}\n", "+ b;"),
        ("class A {\n  int f() {\n    if (x‸\n  }\n}\n", ".isEmpty()) {"),
        ("class A {\n  int f() {\n    try {\n      x();\n    }‸\n  }\n}\n", " catch (E e) {"),
        ("imp‸\nclass A {\n}\n", "ort java.util.List;"),
        ("class A {\n  int[] x = {‸};\n}\n", "1, 2"),
        ("class A {\n  int f() {\n    switch (x) {\n      ‸\n    }\n  }\n}\n", "case 1:"),
    ),
    "c": (
        ("#include ‸\n", "<stdio.h>"),
        ("int f(‸\n", "int x, char *y) {"),
        ("int f(void) {\n  ‸\n}\n", "for (int i = 0; i < n; i++) {"),
        ("int f(void) {\n  printf(‸\n}\n", '"%d\\n", x);'),
        ("int f(void) {\n  printf(‸);\n}\n", '"%d\\n", x'),
        ("int f(void) {\n  if (!x‸\n}\n", ")"),
        ("int f(void) {\n  if (!x‸)\n}\n", "->y"),
        ("struct a {\n  ‸\n};\n", "int (*f)(void *);"),
        ("struct a ‸\n", "{"),
        ("#define A(x) ‸\nint y;\n", "((x) + 1)"),
        ("int f(void) {\n  switch (x) {\n  ‸\n  }\n}\n", "case 1:"),
        ("int x[] = {‸};\n", "1, 2, 3"),
        ("int f(void) {\n  return ‸\n}\n", "a && b;"),
        ("int f(void) {\n  do {\n    x();\n  }‸\n}\n", " while (y);"),
        ("typedef ‸\n", "struct a a_t;"),
    ),
    "rust": (
        ("fn f(‸\n", "x: &str) -> Result<(), Error> {"),
        ("fn f() {\n    ‸\n}\n", "let x = foo(a)?;"),
        ("fn f() {\n    ‸\n}\n", "if let Some(x) = y {"),
        ("fn f() {\n    match x {\n        ‸\n    }\n}\n", "Some(y) => y,"),
        ("fn f() {\n    match x {\n        Some(y) => ‸\n    }\n}\n", "{"),
        ("fn f() {\n    let x = foo(‸\n}\n", "&a, |b| b + 1);"),
        ("fn f() {\n    let x = vec![‸];\n}\n", "1, 2"),
        ("fn f() {\n    println!(‸\n}\n", '"{}", x);'),
        ("fn f() {\n    x.iter()‸\n}\n", ".map(|y| y.z)"),
        ("#[derive(‸)]\nstruct A;\n", "Debug, Clone"),
        ("‸\nstruct A;\n", "#[derive(Debug)]"),
        ("struct A {\n    ‸\n}\n", "pub b: Option<String>,"),
        ("impl A {\n    ‸\n}\n", "pub fn new() -> Self {"),
        ("use std::‸\n", "collections::{HashMap, HashSet};"),
        ("fn f<'a>(x: ‸\n", "&'a str) -> &'a str {"),
    ),
    "ruby": (
        ("def f(‸\n", "a, b = 1)"),
        ("def f(‸)\nend\n", "a, b: 1"),
        ("‸\n", "def f(a)"),
        ("def f\n  ‸\nend\n", "return x unless y"),
        ("def f\n  ‸\nend\n", "if x"),
        ("def f\n  ‸\nend\n", "x.each do |y|"),
        ("def f\n  ‸\nend\n", "x.each do |y|\n    puts y\n  end"),
        ("x = foo(‸\n", "a, :b => 1)"),
        ("x = [‸]\n", "1, 2"),
        ('puts "‸"\n', "a #{b}"),
        ("class A\n  ‸\nend\n", "attr_reader :b, :c"),
        ("x.map {‸\n", " |y| y.z }"),
        ("require ‸\n", "'json'"),
        ("case x\n‸\nend\n", "when 1"),
        ("def f‸\n", "\n  x\nend"),
    ),
}

CASES = {
    f"{language} {source} {raw}": (language, source, raw, KEPT)
    for language, cases in GOOD.items()
    for source, raw in cases
}


@table(WORSE)
def test_worse_syntax_is_refused(case: Case) -> None:
    assert by_rule("syntax", case) == case.shown


@table(CASES)
def test_nothing_good_is_lost_while_typing(case: Case) -> None:
    assert by_all(case) == case.shown


@pytest.mark.parametrize("language", ["nonesuch", "plaintext"])
def test_without_a_grammar_everything_passes(language: str) -> None:
    assert by_rule("syntax", Case(language, "x = ‸", ")) ((", KEPT)) == KEPT


REWRITTEN = (
    "def f():\n    x = g(‸\n    except ValueError:\n        return 1\n\n\n"
    "def g(a: int) -> int:\n    return a\n"
)


@pytest.mark.parametrize("raw", ["a, b)", "a)", "h(a))"])
def test_code_below_that_belongs_to_nothing_spoils_nothing(raw: str) -> None:
    assert by_all(Case("python", REWRITTEN, raw, KEPT)) == KEPT
