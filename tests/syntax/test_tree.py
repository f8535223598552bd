from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.syntax import tree as tree_module
from hanare.syntax.tree import Place, SyntaxTree
from hanare.text.edits import Edit

from syntax import golden

CODE, COMMENT, STRING, DOCSTRING = Place.CODE, Place.COMMENT, Place.STRING, Place.DOCSTRING


def _parsed(text: str, language: str = "python") -> SyntaxTree:
    tree = SyntaxTree.parse(text, language)
    assert tree is not None
    return tree


def _shape(tree: SyntaxTree) -> list[tuple[str, int, int]]:
    """All nodes with their places: what a parse is."""
    found, waiting = [], [tree.root]
    while waiting:
        node = waiting.pop()
        found.append((f"{node.type}{'!' * node.is_missing}", node.start_byte, node.end_byte))
        waiting += reversed(node.children)
    return found


PLACES = [
    # Closed strings
    ("python", 'x = "‸"', STRING),
    ("python", 'x = "あ‸い"', STRING),
    ("python", 'x = "あい"‸', CODE),
    ("python", 'x = ‸"あい"', CODE),
    ("python", "x = '''a\n‸b'''", STRING),
    ("python", "x = b'a‸'", STRING),
    ("javascript", "const a = `b ‸ c`;", STRING),
    ("javascript", "const a = /b‸c/g;", STRING),
    ("go", "x := `a\n‸b`", STRING),
    ("rust", 'let x = r#"a‸"#;', STRING),
    ("rust", "fn f<'a‸>() {}", CODE),
    ("cpp", 'auto s = R"(a‸b)";', STRING),
    ("ruby", "x = <<~E\n  a‸b\nE\n", STRING),
    ("shellscript", "cat <<E\na‸b\nE\n", STRING),
    ("sql", "SELECT 'a‸b', 10", STRING),
    ("sql", "SELECT 'ab', 1‸0", CODE),
    ("yaml", 'a: "b‸"', STRING),
    ("yaml", "a: |\n  b‸\n", STRING),
    ("html", '<a href="b‸">it\'s</a>', STRING),
    ("html", '<a href="b">it\'s‸</a>', CODE),
    ("json", '{"a": "b‸"}', STRING),
    ("lua", "local s = [[a‸b]]", STRING),
    # Code inside strings
    ("python", 'f"a {b‸} c"', CODE),
    ("python", 'f"{‸}"', CODE),
    ("python", 'f"a {b} ‸c"', STRING),
    ("python", 'f"a {g("‸")} c"', STRING),
    ("javascript", "const a = `${b‸}`;", CODE),
    ("kotlin", 'val x = "${b‸}"\n', CODE),
    ("csharp", 'var x = $"a {b‸}";', CODE),
    ("ruby", 'x = "#{b‸}"', CODE),
    ("shellscript", 'x="a $(b‸) c"', CODE),
    # Documentation strings
    ("python", '"""a‸"""\nx = 1\n', DOCSTRING),
    ("python", '# licence\n"""a‸"""\n', DOCSTRING),
    ("python", 'def f():\n    """a‸"""\n', DOCSTRING),
    ("python", 'def f():\n    # why\n    "a‸"\n', DOCSTRING),
    ("python", 'class A:\n    """a\n    ‸b\n    """\n', DOCSTRING),
    ("python", 'def f():\n    x = """a‸"""\n', STRING),
    ("python", 'def f():\n    x = 1\n    """a‸"""\n', STRING),
    ("python", 'if x:\n    """a‸"""\n', STRING),
    ("javascript", '"use ‸strict";', STRING),
    # Comments
    ("python", "x = 1  # a‸", COMMENT),
    ("python", "# 日本‸\nx\n", COMMENT),
    ("python", "# a\n‸", CODE),
    ("python", "x ‸# a\n", CODE),
    ("python", "# 😀\r# a‸\rx = 1", COMMENT),
    ("python", "# 😀\r# a\r‸x = 1", CODE),
    ("python", "# a\u2028b‸\nx", COMMENT),
    ("python", "# a‸\r\nx\r\n", COMMENT),
    ("javascript", "/* a ‸*/ x", COMMENT),
    ("javascript", "/* a */‸ x", CODE),
    ("rust", "/// a‸\nfn f() {}", COMMENT),
    ("rust", "/// a\n‸fn f() {}", CODE),
    ("sql", "SELECT 1 -- a‸\n", COMMENT),
    ("html", "<p><!-- a ‸--></p>", COMMENT),
    ("css", "a { /* b‸ */ }", COMMENT),
    ("lua", "--[[ a ]]‸ x = 1", CODE),
    # Half-typed: the tree holds no string or comment
    ("python", 'x = "foo‸\ny = 1\n', STRING),
    ("python", 'x = "‸\ny = 1\n', STRING),
    ("python", 'f("a", "it\'s‸\ny = 1\n', STRING),
    ("python", 'f("a", b‸\ny = 1\n', CODE),
    ("python", 'def f():\n    """Return ‸\n\nx = 1\n', DOCSTRING),
    ("python", 'x = """Return ‸\n\ny = 1\n', STRING),
    ("python", "x = (1 # a‸\n", COMMENT),
    ("javascript", 'const a = "foo‸\nlet b = 1;', STRING),
    ("javascript", "f(/* a‸\nlet b = 1;", COMMENT),
    ("javascript", "f(/* a */ b‸\nlet b = 1;", CODE),
    ("javascript", "const a = `foo‸\nlet b = 1;", STRING),
    ("go", 'func f() {\n  x := "a‸\n  y := 1\n}\n', STRING),
    ("java", 'class A { void f() { g("a‸\n h(); } }\n', STRING),
    ("toml", 'a = "b‸\nc = 1\n', STRING),
    ("css", 'a { b: "c‸\n}\n', STRING),
    ("sql", "SELECT a FROM b WHERE c = 'd‸\n", STRING),
    ("rust", "fn f<'a>(x: &'a str) -> (‸", CODE),
    # Nothing there
    ("python", "‸", CODE),
    ("python", "‸x", CODE),
    ("python", "x‸", CODE),
]


@pytest.mark.parametrize(("language", "source", "place"), PLACES)
def test_place(language: str, source: str, place: Place) -> None:
    text, offset = golden.at_mark(source)
    assert _parsed(text, language).place(offset) is place


@pytest.mark.parametrize("sample", golden.SAMPLES, ids=lambda sample: sample.stem)
def test_a_place_is_known_everywhere(sample: Path) -> None:
    text, _ = golden.at_mark(golden.read(sample)[0])
    tree = _parsed(text, sample.stem)
    # Whatever the tree of half a text looks like, asking it must work.
    half = _parsed(text[: len(text) // 2], sample.stem)
    for offset in range(len(text) + 1):
        tree.place(offset)
        tree.blocks(offset)
        half.place(min(offset, len(half.text)))


@pytest.mark.parametrize(
    ("language", "text", "broken"),
    [
        ("python", "", False),
        ("python", "def f():\n    return (1, 2)\n", False),
        ("python", "def f():\n    return (1, 2\n", True),
        ("python", "def f(:\n    pass\n", True),
        ("python", 'x = "a\n', True),
        ("javascript", "const a = { b: 1 };", False),
        ("javascript", "const a = { b: 1 ;", True),
        ("go", "package p\nfunc f() { return }\n", False),
        ("go", "package p\nfunc f() { return \n", True),
        ("json", '{"a": [1, 2]}', False),
        ("json", '{"a": [1, 2}', True),
        ("rust", "fn f() {}", False),
        ("rust", "fn f() {", True),
    ],
)
def test_problems(language: str, text: str, broken: bool) -> None:
    assert bool(_parsed(text, language).problems()) is broken


def test_problems_of_a_range_are_those_that_touch_it() -> None:
    text = "f(1 +)\nx = 2\ng(3 *)\n"
    tree = _parsed(text)
    good = text.index("x")
    assert tree.problems() == 2
    assert tree.problems(0, good) == 1
    assert tree.problems(good, good + 5) == 0
    assert tree.problems(good + 6) == 1
    missing = _parsed("int f() { return 1 }", "c")  # the semicolon, right after 1
    assert missing.problems(0, 18) == 1
    assert missing.problems(19) == 0


def _tokens(source: str, language: str) -> list[tuple[str, Place, bool]]:
    tree = _parsed(source, language)
    found = tree.tokens(0, len(source))
    assert all(token.text == source[token.start : token.end] for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    return [(token.text, token.place, token.matched) for token in found]


@pytest.mark.parametrize(
    ("language", "source", "tokens"),
    [
        ("python", 'あ = "い"  # う', [
            ("あ", CODE, True), ("=", CODE, True), ('"い"', STRING, True), ("# う", COMMENT, True),
        ]),
        ("python", '"""a"""', [('"""a"""', DOCSTRING, True)]),
        ("python", 'f"a{b}"', [
            ('f"', STRING, True), ("a", STRING, True), ("{", CODE, True), ("b", CODE, True),
            ("}", CODE, True), ('"', STRING, True),
        ]),
        ("python", "f(a[0])", [(each, CODE, True) for each in ("f", "(", "a", "[", "0", "]", ")")]),
        ("python", "f(a[0]", [
            ("f", CODE, True), ("(", CODE, False), ("a", CODE, True), ("[", CODE, True),
            ("0", CODE, True), ("]", CODE, True),
        ]),
        ("python", "x = 'a", [
            ("x", CODE, True), ("=", CODE, True), ("'", STRING, False), ("a", CODE, True),
        ]),
        ("c", "f(1", [("f", CODE, True), ("(", CODE, False), ("1", CODE, True)]),
        ("javascript", "a('(');", [
            ("a", CODE, True), ("(", CODE, True), ("'('", STRING, True), (")", CODE, True),
            (";", CODE, True),
        ]),
        ("rust", "f::<'a>()", [
            (each, CODE, True) for each in ("f", "::", "<", "'", "a", ">", "(", ")")
        ]),
        ("go", "a()\n\nb()\n", [(each, CODE, True) for each in "a()b()"]),
    ],
)  # fmt: skip
def test_tokens(language: str, source: str, tokens: list[tuple[str, Place, bool]]) -> None:
    assert _tokens(source, language) == tokens


def test_tokens_of_a_range_are_those_that_overlap_it() -> None:
    source = 'f(aa, "bb") + cc'
    tree = _parsed(source)
    middle = tree.tokens(source.index("a,"), source.index('b"'))
    assert [token.text for token in middle] == ["aa", ",", '"bb"']


def test_else_gives_its_own_body_first() -> None:
    text, offset = golden.at_mark("class A { void f() { if (a) { b(); } else { ‸c(); } } }")
    inner = _parsed(text, "java").blocks(offset)[0]
    assert (inner.kind, text[inner.body_start : inner.body_end]) == ("if", " c(); ")


def test_an_empty_body_begins_where_it_ends() -> None:
    for language, source in [
        ("java", "class A {‸}"),
        ("ruby", "def f‸\nend"),
        ("c", "void f() {‸}"),
    ]:
        text, offset = golden.at_mark(source)
        (block,) = _parsed(text, language).blocks(offset)
        assert block.body_start == block.body_end


@pytest.mark.parametrize("language", ["plaintext", "markdown", ""])
def test_no_grammar_no_tree(language: str) -> None:
    assert SyntaxTree.parse("x = 1", language) is None


def test_a_text_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "LARGEST", 5)
    assert SyntaxTree.parse("x = 1", "python") is not None
    assert SyntaxTree.parse("x = 12", "python") is None
    assert SyntaxTree.parse("x = 12", "python", _parsed("x = 1")) is None


def test_an_edit_leaves_the_old_tree_as_it_is() -> None:
    before = _parsed("def f():\n    return 1\n")
    shape = _shape(before)
    after = before.edited(Edit(9, 9, "    x = (\n"))
    assert after.text == "def f():\n    x = (\n    return 1\n"
    assert after.problems()
    assert before.text == "def f():\n    return 1\n"
    assert _shape(before) == shape
    assert before.problems() == 0


def test_a_tree_of_another_language_is_no_start() -> None:
    tree = SyntaxTree.parse('{"a": 1}', "json", _parsed("x = 1"))
    assert tree is not None
    assert _shape(tree) == _shape(_parsed('{"a": 1}', "json"))


# Text that trees are sensitive to, and characters of every width and line end.
PIECES = st.sampled_from([
    "x", "def f(a):\n", "    ", "return x", "\n", "\r", "\r\n", "(", ")", "[", "]", '"', "'", '"""',
    "# あ", "あ", "😀", "\u2028", "\u3000", "\ufeff", "\ud83d", "\x00", "\t", "class A:\n",
    "f'{x}'", "= 1", ":", "\\",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8), TEXTS), max_size=4))
def test_edits_give_the_tree_of_a_fresh_parse(text: str, edits: list[tuple[int, int, str]]) -> None:
    tree = _parsed(text)
    for at, removed, new in edits:
        start = min(at, len(tree.text))
        tree = tree.edited(Edit(start, min(start + removed, len(tree.text)), new))
        fresh = _parsed(tree.text)
        assert tree._shadow == fresh._shadow
        assert (tree.root.start_byte, tree.root.end_byte) == (
            fresh.root.start_byte, fresh.root.end_byte,
        )  # fmt: skip
        # Error recovery may keep parts of the old tree, so broken texts may differ in shape.
        assert tree.problems() == 0 or fresh.problems() > 0
        if fresh.problems() == 0:
            assert _shape(tree) == _shape(fresh)


@pytest.mark.parametrize("sample", golden.SAMPLES, ids=lambda sample: sample.stem)
def test_typing_a_line_anew_gives_the_tree_of_a_fresh_parse(sample: Path) -> None:
    text, mark = golden.at_mark(golden.read(sample)[0])
    start, end = text.rfind("\n", 0, mark) + 1, text.find("\n", mark)
    tree = _parsed(text, sample.stem).edited(Edit(start, end, ""))
    for at in range(start, end):
        tree = tree.edited(Edit(at, at, text[at]))
        fresh = _parsed(tree.text, sample.stem)
        assert bool(tree.problems()) is bool(fresh.problems())
        if not fresh.problems():
            assert _shape(tree) == _shape(fresh)
    assert tree.text == text


@given(TEXTS, TEXTS)
def test_a_previous_tree_may_be_of_any_text(one: str, other: str) -> None:
    tree = SyntaxTree.parse(other, "python", _parsed(one))
    assert tree is not None
    assert tree.text == other
    assert len(tree._shadow) == len(other)
    for offset in range(len(other) + 1):
        tree.place(offset)
    assert all(token.text.strip() for token in tree.tokens(0, len(other)))


@given(TEXTS)
def test_a_shadow_is_as_long_as_its_text(text: str) -> None:
    assert len(_parsed(text)._shadow) == len(text)
