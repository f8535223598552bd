"""What is asked about: `‸` is the cursor, two of them a selection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hanare.analysis.analyzer import Options, analyse
from hanare.analysis.source import Source
from hanare.explain.facts import Facts, Known
from hanare.explain.kinds import Kind
from hanare.explain.subject import Subject, Text

PYTHON = '''\
import os

LIMIT = 3


class Box:
    """A box."""

    @property
    def size(self) -> int:
        return self._size

    def put(self, item, *rest, where: str = "", **more):
        def inner():
            raise TypeError
        if item is None:
            raise errors.Empty("nothing")
        self._items[item] = where
        self._size += 1
        self.a, b = 1, 2
        global LIMIT
        LIMIT = 4
        yield len(rest)
        return os.path.join(where, check(item))


def check(item):
    return item
'''


def text(source: str = PYTHON, language: str = "python") -> Text:
    return Text(source, language, "src/box.py")


def symbol(at: str, source: str = PYTHON, language: str = "python") -> Subject:
    found = text(source, language).symbol(source.index(at))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("at", "name", "first_line"),
    [
        ("self._items", "put", 13),
        ("def put", "put", 13),
        ("return self._size", "size", 9),
        ('"""A box', "Box", 6),
        ("    @property", "size", 9),
        ("return item", "check", 27),
    ],
)
def test_the_symbol_at_a_place(at: str, name: str, first_line: int) -> None:
    found = symbol(at)
    assert (found.name, found.first_line) == (name, first_line)
    assert name in found.code


def test_a_place_without_a_symbol() -> None:
    assert text().symbol(PYTHON.index("import os")) is None


def test_the_facts_of_a_function() -> None:
    assert symbol("def put").facts == Facts(
        parameters=("item", "*rest", "where", "**more"),
        returns=(24,),
        yields=(23,),
        raises=(("errors.Empty", 17),),
        changes=("self._items[item]", "self._size", "self.a", "LIMIT"),
        calls=("os.path.join", "check"),
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class Box:\n    def put(self, item):\n        return item", id="only method"),
        pytest.param("def put(item):\n        return item", id="all of the file"),
    ],
)
def test_what_begins_and_ends_where_something_around_it_does(source: str) -> None:
    found = symbol("def put", source).facts
    assert found is not None
    assert (found.parameters, found.returns) == (("item",), (source.count("\n") + 1,))
    edits = text(source).documented(symbol("def put", source), "Keep an item.")
    assert [each.new.strip() for each in edits] == ['"""Keep an item."""']


# A function in each language, and its facts; in none of them is what a definition inside it does,
# which is called `inner`.
FUNCTIONS: dict[str, tuple[str, Facts]] = {
    "python": (
        ("def f(a, /, b: int = 1, *args: int, c=3, **kw):\n    (x, self.y) = 1, 2\n"
        "    @d\n    def inner(n): return inner1(n)\n    g = lambda n: inner2(n)\n"
        "    class Inner:\n        def m(self): self.inner = 1\n    yield b.h()\n    yield\n"
        "    return\n    raise E.F(1) from e\n    raise (X if a else Y)\n"),
        Facts(("a", "b", "*args", "c", "**kw"), (), (8,), (("E.F", 11),), ("self.y",), ("b.h",)),
    ),
    "javascript": (
        ("function* f({a, b: c, d = 1, ...e}, [g, h], i = 2, ...rest) {\n  this.q = k(1);\n"
        "  a?.b(2); p.n++;\n  const m = (z) => { return inner(z); };\n"
        "  class C { w() { return inner(); } }\n  const o = { p() { this.inner = 1; } };\n"
        "  yield 1;\n  if (a) return;\n  return 3;\n  throw new Bad('x');\n  throw 'x';\n}\n"),
        Facts(("a", "c", "d", "...e", "g", "h", "i", "...rest"), (9,), (7,), (("Bad", 10),),
              ("this.q", "p.n"), ("k", "a?.b")),
    ),
    "typescript": (
        ("export function f(this: X, {a, b}: T, c?: number, d: string = 'x', ...r: number[]) {\n"
        "  return k<number>(1);\n}\n"),
        Facts(("a", "b", "c", "d", "...r"), (2,), (), (), (), ("k",)),
    ),
    "typescriptreact": (
        "const f = ({a}: P) => {\n  return <b onClick={() => inner(a)}>{g(a)}</b>;\n};\n",
        Facts(("a",), (2,), (), (), (), ("g",)),
    ),
    "c": (
        ("char *f(int a, char *b, int c[3], int (*d)(int), ...) {\n  b->x = g(a);\n"
        "  *b = 1;\n  return b;\n}\n"),
        Facts(("a", "*b", "c", "*d"), (4,), (), (), ("b->x", "*b"), ("g",)),
    ),
    "cpp": (
        ("int& A::f(A&& a, const B& b = 1, int (&c)[3], T&&... d) {\n  a.x = ns::g(1);\n"
        "  auto l = [](int z){ return inner(z); };\n  struct I { int m() { return inner(); } };\n"
        "  throw std::bad(1);\n  return b;\n}\n"),
        Facts(("a", "b", "c", "d"), (6,), (), (("std::bad", 5),), ("a.x",), ("ns::g",)),
    ),
    "go": (
        ("package a\n\nfunc (r *R) f(a, b int, _ string, c ...T) (x int) {\n\tr.q = 1\n\tr.n++\n"
        "\tk := func(z int) int { return inner(z) }\n\treturn fmt.P(k)\n}\n"),
        Facts(("a", "b", "c"), (7,), (), (), ("r.q", "r.n"), ("fmt.P",)),
    ),
    "rust": (
        ("fn f(mut self, mut x: i32, (a, b): (i32, i32), _: u8, P{y, z: w}: P, &r: &i32) -> i32 {\n"
        "    self.q = self.h(2);\n    let c = |z| { return inner(z); };\n"
        "    fn inner() { inner() }\n    return a::b(1);\n}\n"),
        Facts(("x", "a", "b", "y", "w", "r"), (5,), (), (), ("self.q",), ("self.h", "a::b")),
    ),
    "java": (
        ("class A {\n  int f(final int a, int[] b, String... xs) {\n    this.q = foo(1);\n"
        "    int k = switch (a) { case 1 -> { yield 3; } default -> 4; };\n"
        "    Runnable r = () -> { inner(); };\n"
        "    new Y(a.b(2)) { int z() { return inner(); } };\n    throw new Bad(a);\n  }\n}\n"),
        Facts(("a", "b", "xs"), (), (), (("Bad", 7),), ("this.q",), ("foo", "a.b")),
    ),
    "csharp": (
        ("class A {\n  int f(this X a, ref int b, int c = 1, params string[] d) {\n"
        "    this.q = G(1);\n    a?.C(2);\n    yield return 1;\n    yield break;\n"
        "    int L(int z) { return Inner(z); }\n    Func<int, int> k = z => Inner(z);\n"
        "    throw new Bad(1);\n  }\n}\n"),
        Facts(("a", "b", "c", "d"), (), (5,), (("Bad", 9),), ("this.q",), ("G", "a?.C")),
    ),
    "php": (
        ("<?php\nfunction f(int $a, &$b, $c = 1, ...$d) {\n  $this->q = g(1);\n  $a->h(A::s(3));\n"
        "  $k = function($z) { return inner(1); };\n  $m = fn($y) => inner($y);\n"
        "  yield 1;\n  throw new \\X\\Bad('x');\n  return 2;\n}\n"),
        Facts(("$a", "$b", "$c", "...$d"), (9,), (7,), (("\\X\\Bad", 8),), ("$this->q",),
              ("g", "$a->h", "A::s")),
    ),
    "ruby": (
        ("def f(a, b = 1, *c, d:, e: 2, **g, &h)\n  @q = k(1)\n  self.x = a.m(2)\n"
        "  n = lambda { return inner(1) }\n  raise Bad, 'x' if a\n  raise Worse.new('x')\n"
        "  raise 'x'\n  yield 3\n  return 4\nend\n"),
        Facts(("a", "b", "*c", "d", "e", "**g", "&h"), (9,), (8,), (("Bad", 5), ("Worse", 6)),
              ("@q", "self.x"), ("k", "a.m", "lambda")),
    ),
    "kotlin": (
        ("fun X.f(a: Int, vararg b: String, c: Int = d): Int {\n  this.q = g(1)\n  a.h(2)\n"
        "  val l = { z: Int -> inner(z) }\n  fun i(): Int { return inner() }\n"
        "  if (a > 1) throw Bad(\"x\")\n  return 3\n}\n"),
        Facts(("a", "b", "c"), (7,), (), (("Bad", 6),), ("this.q",), ("g", "a.h")),
    ),
    "lua": (
        ("function f(a, b, ...)\n  t.x = g(1)\n  t.m(2)\n  t:n(3)\n"
        "  local k = function(z) return inner(z) end\n  return 1\nend\n"),
        Facts(("a", "b"), (6,), (), (), ("t.x",), ("g", "t.m", "t:n")),
    ),
}  # fmt: skip
HEADS = {
    "typescriptreact": "const f", "c": "char", "cpp": "int&", "go": "func (r", "java": "int f",
    "csharp": "int f", "kotlin": "fun X", "ruby": "def f", "python": "def f", "rust": "fn f",
}  # fmt: skip


@pytest.mark.parametrize("language", FUNCTIONS)
def test_facts_in_each_language(language: str) -> None:
    source, expected = FUNCTIONS[language]
    facts = symbol(HEADS.get(language, "function"), source, language).facts
    assert facts is not None
    assert replace(facts, known=expected.known) == expected


@pytest.mark.parametrize(
    ("language", "source", "at", "parameters"),
    [
        ("c", "int f(void) {\n  return 1;\n}\n", "int f", ()),
        ("c", "int f(int, char *) {\n  return 1;\n}\n", "int f", ()),
        ("go", "package a\n\nfunc F(int, string) {\n}\n", "func", ()),
        ("rust", "fn e(self: Box<Self>, _x: i32) {\n}\n", "fn", ("_x",)),
        ("javascript", "const v = x => x;\n", "const", ("x",)),
        ("php", "<?php\nclass B {\n  function m(private int $p) {}\n}\n", "function", ("$p",)),
        ("ruby", "def self.n a, (b, c)\nend\n", "def", ("a", "b", "c")),
        ("shellscript", "f() {\n  g 1\n}\n", "f()", ()),
        ("python", "def f(a,  # one\n      *, b):\n    pass\n", "def", ("a", "b")),
        ("javascript", f"function f({'[' * 3_000}a{']' * 3_000}) {{}}\n", "function", ("a",)),
    ],
)
def test_parameters(language: str, source: str, at: str, parameters: tuple[str, ...]) -> None:
    facts = symbol(at, source, language).facts
    assert facts is not None
    assert facts.parameters == parameters


@pytest.mark.parametrize(
    ("language", "source", "known"),
    [
        ("python", "def f(a):\n    pass\n", set(Known)),
        ("python", "def f(a):\n    raise\n", {Known.PARAMETERS, Known.RETURNS}),
        ("python", f"def f({', '.join(f'a{n}' for n in range(20))}):\n    pass\n",
         {Known.RETURNS, Known.RAISES}),
        ("rust", "fn f() -> i32 {\n    1\n}\n", {Known.PARAMETERS}),
        ("javascript", "const f = (a) => a;\n", {Known.PARAMETERS}),
        ("javascript", "const f = (a) => { a(); };\n", {Known.PARAMETERS, Known.RETURNS}),
        ("ruby", "def f\n  1\nend\n", {Known.PARAMETERS}),
        ("typescript", "interface A {\n  f(a: string): number;\n}\n", {Known.PARAMETERS}),
        ("shellscript", "f() {\n  g 1\n}\n", set()),
    ],
)  # fmt: skip
def test_what_facts_are_complete(language: str, source: str, known: set[Known]) -> None:
    facts = symbol("f(" if "f(" in source else "f", source, language).facts
    assert facts is not None
    assert facts.known == known


def test_facts_are_told_in_short_lines() -> None:
    source = f"def f(self):\n    self.a[\n        1,\n        {'x' * 80},\n    ] = 1\n"
    facts = symbol("def f", source).facts
    assert facts is not None
    (change,) = facts.changes
    assert change == f"self.a[ 1, {'x' * 48}…"
    assert len(change) == 60
    assert facts.markdown("en") == f"- Assigns to: `{change}`\n"


def test_a_selection_is_of_whole_lines_and_knows_what_it_is_in() -> None:
    start, end = PYTHON.index("item is None"), PYTHON.index("self._size += 1")
    found = text().selection(start, end)
    assert found.code.split("\n")[0] == "        if item is None:"
    assert found.code.split("\n")[-1] == "        self._size += 1"
    assert found.name == "put"
    assert found.signature.startswith("def put(")


def test_what_a_piece_uses_of_its_file() -> None:
    assert symbol("def put").related == ("LIMIT = 3", "def check(item)")


def test_a_place_that_is_told_about() -> None:
    at = PYTHON.index("raise errors")
    found = text().place(Kind.DIAGNOSTIC, at, at + 5, "errors is unknown")
    assert found.line_text == 'raise errors.Empty("nothing")'
    assert found.asked == "errors is unknown"
    assert found.code.lstrip().startswith("def put")


def test_a_file_that_no_grammar_reads_can_be_asked_about() -> None:
    plain = Text("one\ntwo\nthree\n", "plaintext", "notes")
    assert plain.file().code == "one\ntwo\nthree"
    assert plain.selection(4, 5).code == "two"
    assert plain.symbol(4) is None
    assert plain.place(Kind.ERROR, 4, 4, "m").code == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("source", "documentation", "documented"),
    [
        ("def f(a):\n    return a\n", "Add.", 'def f(a):\n    """Add."""\n    return a\n'),
        ('def f(a):\n    """Old."""\n    return a\n', "Add.",
         'def f(a):\n    """Add."""\n    return a\n'),
        ("def f(a):\n    # why\n    r'Old.'\n    return a\n", "Add.",
         'def f(a):\n    # why\n    """Add."""\n    return a\n'),
        ("def f(a):\n    ('Old'\n     ' one.')\n    return a\n", "Add.",
         'def f(a):\n    """Add."""\n    (\'Old\'\n     \' one.\')\n    return a\n'),
        ("def f(a):\n    'Old' ' one.'\n", "Add.", 'def f(a):\n    """Add."""\n'),
        ("def f(a):\n    f'{a()}'\n", "Add.", 'def f(a):\n    """Add."""\n    f\'{a()}\'\n'),
        ("def f(a):\n    b'a'\n", "Add.", 'def f(a):\n    """Add."""\n    b\'a\'\n'),
        ("class A:\n    @x\n    def f(a):\n        pass\n", "Add.",
         'class A:\n    @x\n    def f(a):\n        """Add."""\n        pass\n'),
        ("def f(a):\n    pass\n", 'Return "a"',
         'def f(a):\n    """Return "a"\n    """\n    pass\n'),
        ("def f(a):\n    pass\n", "Split at \\d or \\",
         'def f(a):\n    """Split at \\\\d or \\\\"""\n    pass\n'),
        ("class A:\n    def f(a):\n        pass\n", "Add.",
         'class A:\n    def f(a):\n        """Add."""\n        pass\n'),
        ("def f(a): return a\n", "Add.", None),
    ],
)  # fmt: skip
def test_where_documentation_goes(source: str, documentation: str, documented: str | None) -> None:
    assert documented_as(source, "python", "def f", documentation) == documented


def documented_as(source: str, language: str, at: str, documentation: str) -> str | None:
    whole = text(source, language)
    subject = whole.symbol(source.index(at), Kind.DOCSTRING)
    assert subject is not None
    edits = whole.documented(subject, documentation)
    if not edits:
        return None
    (edit,) = edits
    return source[: edit.span.start] + edit.new + source[edit.span.end :]


@pytest.mark.parametrize(
    ("language", "source", "at", "above"),
    [
        ("go", "package a\n\nfunc F() int {\n\treturn 1\n}\n", "func", "// "),
        ("javascript", "export function f() {}\n", "export", "// "),
        ("typescript", "export default class A {\n}\n", "export", "// "),
        ("typescript", "export const f = () => 1;\n", "export", "// "),
        ("typescript", "class A {\n  f() {}\n}\n", "  f()", "  // "),
        ("cpp", "template <class T> int f(T a) { return 1; }\n", "template", "// "),
        ("ruby", "def f\nend\n", "def", "# "),
        ("lua", "function f()\nend\n", "function", "-- "),
        ("javascript", "a(); function f() {}\n", "function", None),
        ("css", ".a {\n  --b: 1;\n}\n", ".a", None),
        ("json", '{"a": {"b": 1}}\n', '"a"', None),
        ("html", '<p id="a">\n</p>\n', "id", None),
    ],
)
def test_documentation_of_other_languages_goes_above(
    language: str, source: str, at: str, above: str | None
) -> None:
    whole = text(source, language)
    subject = whole.symbol(source.index(at) + len(at), Kind.DOCSTRING)
    assert subject is not None
    edits = whole.documented(subject, "It adds \\d.\n\nMore.")
    if above is None:
        assert edits == ()
        return
    (edit,) = edits
    assert edit.new == f"{above}It adds \\d.\n{above.rstrip()}\n{above}More.\n"
    assert edit.span.start == edit.span.end == source.index(at)


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_end_as_the_language_server_protocol_says(end: str) -> None:
    lines = ["import subprocess", "", "def run(cmd):", "    # first", "    x = 1",
             "    return subprocess.call(cmd, shell=True)", ""]  # fmt: skip
    source = "\r".join(lines[:2]) + "\r" + end.join(lines[2:])
    (found,) = (
        each
        for each in analyse(Source(source, "python"), Options()).findings
        if each.rule == "B602"
    )
    subject = Text(source, "python", "run.py").finding(found)
    assert subject.line_text == "return subprocess.call(cmd, shell=True)"
    assert "first" not in subject.code
