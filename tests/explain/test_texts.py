"""The small things that explanations are made of."""

from __future__ import annotations

import pytest

from hanare.errors import HanareError
from hanare.explain import docstrings, naming, testing
from hanare.explain.denial import denies
from hanare.explain.diffs import changes
from hanare.explain.dividing import pieces
from hanare.explain.facts import Facts, Known
from hanare.explain.glossary import House
from hanare.explain.hidden import shown
from hanare.explain.leaks import without_leaks
from hanare.explain.plain import plain
from hanare.explain.speech import is_english, is_japanese
from hanare.explain.templates import Templates, fenced
from hanare.explain.tracebacks import Frame, frames


@pytest.mark.parametrize(
    "said",
    [
        "There is no vulnerability in this code.",
        "This is completely safe.",
        "The call is not a security problem.",
        "It is a false positive.",
        "There is nothing wrong with this code.",
        "I see nothing dangerous here.",
        "This call, which is safe, runs a constant.",
        "Use it as it is. That is safe.",
        "このコードは安全である。",
        "定数なので安全であると考えられます。",
        "この行に問題はありません。",
        "このコードは安全です。",
        "これは誤検出です。",
        "This code does not contain any vulnerabilities.",
        "This code doesn't have any security problems.",
        "It does not pose a security risk.",
        "The code is not exploitable.",
        "The command cannot be exploited.",
        "This isn't a vulnerability.",
        "The scanner is wrong.",
        "このコードは安全と言えます。",
        "脆弱性は含まれていません。",
    ],
)
def test_a_denial_is_noticed(said: str) -> None:
    assert denies(said)


@pytest.mark.parametrize(
    "said",
    [
        "The shell reads `command`, so an attacker can run programs.",
        "It is safe only if the command is constant.",
        "Use a list of arguments instead; that is the safe way.",
        "Use a parameterised query, which is safe.",
        "Pass a list of arguments instead, in a way that is safe.",
        "攻撃者が任意のコマンドを実行できます。",
        "入力が安全であることを確認してください。",
        "安全であるとは限りません。",
        "引数をリストで渡すと安全になります。",
        "It does not check for security problems.",
        "この入力は安全と言えません。",
    ],
)
def test_an_explanation_is_no_denial(said: str) -> None:
    assert not denies(said)


def test_hidden_characters_are_shown_with_their_lines() -> None:
    code = shown("a = 1\nb = '\u202e'\r\nc = '\u200b'\n")
    assert code.text == "a = 1\nb = '\\u202e'\nc = '\\u200b'\n"
    assert code.hidden == (2, 3)


WORDS = """\
# words
payment slip: what is sent with an invoice
kessai: settlement
売掛金: receivables
no meaning
"""
HOUSE = House.of([WORDS], ["Write politely.\n\n# no rule\nSay `we`.\n"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def paymentSlip(): ...", ["payment slip"]),
        ("payment_slip = payment_slip_of(kessai)", ["payment slip", "kessai"]),
        ("# 売掛金を計算する", ["売掛金"]),
        ("slip = 1", []),
    ],
)
def test_terms_are_found_in_code(text: str, words: list[str]) -> None:
    assert [term.word for term in HOUSE.about(text)] == words


def test_a_long_glossary_and_style_are_cut() -> None:
    house = House.of([f"w{n}: {'x' * 90}\n" for n in range(50)], ["rule " * 30 + "\n"] * 20)
    assert len(house.about(" ".join(f"w {n}" for n in range(50)))) <= 7
    assert len(house.style) <= 4
    assert HOUSE.style == ("Write politely.", "Say `we`.")


MEANINGS = ("settlement of securities by the house", "the number that our branch in Kobe gives")
STYLE = ("Never mention the name of the client Aozora.",)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("It adds. A kessai is the settlement of securities by the house.", None),
        (("Words: settlement of securities by the house. "
         "And the number that our branch in Kobe gives. Done."), "Done."),
        ("I was told: Never mention the name of the client Aozora. It adds.",
         "It adds."),
    ],
)  # fmt: skip
def test_instructions_are_not_recited(said: str, kept: str | None) -> None:
    assert without_leaks(said, STYLE, MEANINGS, "def f(): ...") == (kept or said)


def test_what_the_code_says_is_no_secret() -> None:
    assert without_leaks(STYLE[0], STYLE, (), f"# {STYLE[0]}") == STYLE[0]


def test_a_fence_cannot_be_closed_by_code() -> None:
    assert fenced("a\n```\nb\n", "md") == "````md\na\n```\nb\n````"


def test_a_template_cannot_be_split_by_what_is_put_in() -> None:
    wording = Templates().fill(
        "symbol", "en", code="x\n---\ny", name="f", language="python", related=[], glossary=[],
        style=[],
    )  # fmt: skip
    assert "x\n---\ny" in wording.user
    assert wording.begun == "`f` "


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("{{ code", "unexpected end"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ code.__class__.__mro__ }}", "access to attribute"),
        ("{% for i in range(10**9) %}x{% endfor %}", "Range too big"),
        ("{% include 'en/symbol.jinja' %}", "recursion"),
        (f"{{{{ {'(' * 5_000}1{')' * 5_000} }}}}", "recursion"),
    ],
)
def test_a_template_that_does_not_work_is_named(source: str, part: str) -> None:
    with pytest.raises(HanareError) as caught:
        Templates({"en/symbol.jinja": source}).fill("symbol", "en", code="")
    assert "en/symbol.jinja" in str(caught.value)
    assert part in str(caught.value)


def test_a_template_of_the_user_s_goes_first() -> None:
    own = Templates({"ja/name.jinja": "s\n---\n{{ name }}!\n---\nb"})
    assert own.fill("name", "ja", name="x").user == "x!"
    assert own.fill("name", "en", name="x", code="", related=[], language="python").user != "x!"


def test_a_template_may_have_any_line_ends() -> None:
    own = Templates({"en/name.jinja": "s\r\n---\r\n{{ name }}\r\n!\r\n---\r\nb\r\n"})
    wording = own.fill("name", "en", name="x")
    assert (wording.system, wording.user, wording.begun) == ("s", "x\n!", "b")


CODE = "import a\n\n\ndef f():\n    one()\n\n    two()\n\n\ndef g():\n    three()\n"


@pytest.mark.parametrize("most", [12, 30, 45, 200])
def test_pieces_hold_all_lines_once(most: int) -> None:
    made = pieces(CODE, (4, 10), most)
    numbers = [n for each in made for n in range(each.first, each.last + 1)]
    lines = CODE.split("\n")
    assert [n for n in numbers if lines[n - 1].strip()] == [
        n for n, line in enumerate(lines, 1) if line.strip()
    ]
    assert all(len(each.text) <= max(most, max(map(len, lines)) + 1) for each in made)


def test_pieces_begin_where_definitions_do() -> None:
    assert [(each.first, each.last) for each in pieces(CODE, (4, 10), 45)] == [(1, 9), (10, 12)]
    assert [each.first for each in pieces(CODE, (4, 10), 30)] == [1, 4, 7, 10]


FACTS = Facts(("a", "*rest"), (4,), (), (("x.BadError", 3),), (), ())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Add.", "Add."),
        ("Add.\n\nArgs:\n    a: One.\n    b: None.\n        more of b\n    rest: Others.",
         "Add.\n\nArgs:\n    a: One.\n    rest: Others."),
        ("Add.\n\nRaises:\n    BadError: If bad.\n    ValueError: No.",
         "Add.\n\nRaises:\n    BadError: If bad."),
        ("Add.\n\nRaises:\n    ValueError: No.", "Add."),
        ("Add.\n\nReturns:\n    The sum.\n\nExample:\n    >>> f(1)\n    1",
         "Add.\n\nReturns:\n    The sum."),
        ("足す。\n\n引数:\n    a: 一つ目。\n    b: ない。", "足す。\n\n引数:\n    a: 一つ目。"),
        ('Add.""" + evil()', "Add."),
        ("A \\d.", "A \\d."),
    ],
)  # fmt: skip
def test_documentation_is_true_to_the_code(written: str, kept: str) -> None:
    assert docstrings.true_to(written, FACTS) == kept


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        (
            {Known.PARAMETERS},
            "Add.\n\nArgs:\n    a: One.\n\nReturns:\n    X.\n\nRaises:\n    E: Y.",
        ),
        ({Known.RETURNS}, "Add.\n\nArgs:\n    a: One.\n    b: No.\n\nRaises:\n    E: Y."),
        ({Known.RAISES}, "Add.\n\nArgs:\n    a: One.\n    b: No.\n\nReturns:\n    X."),
    ],
)
def test_only_what_is_known_not_to_be_there_is_left_out(known: set[Known], kept: str) -> None:
    facts = Facts(("a",), (), (), (), (), (), frozenset(known))
    written = "Add.\n\nArgs:\n    a: One.\n    b: No.\n\nReturns:\n    X.\n\nRaises:\n    E: Y."
    assert docstrings.true_to(written, facts) == kept


def test_names_with_marks_are_known() -> None:
    facts = Facts(("$a", "...$rest"), (), (), (), (), ())
    written = "Add.\n\nArgs:\n    $a: One.\n    $b: No.\n    rest: All."
    assert docstrings.true_to(written, facts) == "Add.\n\nArgs:\n    $a: One.\n    rest: All."


@pytest.mark.parametrize(
    ("said", "like", "names"),
    [
        ("1. `readLines`\n2. `load_all`\n3. `x y`\n4. `parse`", "get_it",
         ["read_lines", "load_all", "x"]),
        ("1. read_lines\n2. taken", "_getIt", ["_readLines"]),
        ("1. `box`", "Thing", ["Box"]),
        ("1. `most`", "LIMIT", ["MOST"]),
        ("Sorry, I cannot.", "f", []),
    ],
)  # fmt: skip
def test_names_are_written_like_the_old_one(said: str, like: str, names: list[str]) -> None:
    assert naming.names_in(said, like, {"taken", "_taken"}) == names


@pytest.mark.parametrize(
    ("path", "container", "imported"),
    [
        ("src/shop/cart.py", "Cart", "from shop.cart import Cart\n"),
        ("src\\shop\\__init__.py", "", "from shop import total\n"),
        ("my-file.py", "", ""),
        ("/home/me/shop/cart.py", "", ""),
        ("C:\\shop\\cart.py", "", ""),
        ("\\\\host\\shop\\cart.py", "", ""),
        ("../cart.py", "", ""),
    ],
)
def test_tests_begin_with_what_they_need(path: str, container: str, imported: str) -> None:
    made = testing.opening(path, "total", container)
    assert made == f"import pytest\n{imported}\n\ndef test_"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("f():\n    assert f(1) == 2\n\n\ndef test_g():\n    assert f(",
         "import pytest\n\n\ndef test_f():\n    assert f(1) == 2\n"),
        ("f():\n    assert f(1) == 2\n```\nmore",
         "import pytest\n\n\ndef test_f():\n    assert f(1) == 2\n"),
        ("(((", ""),
    ],
)  # fmt: skip
def test_only_tests_that_parse_are_kept(said: str, code: str) -> None:
    assert testing.sound("import pytest\n\n\ndef test_", said, "python") == code


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ('Traceback:\n  File "/a/b.py", line 12, in f\n    x\n  File "c.py", line 3\nKeyError: 1',
         [("/a/b.py", 12), ("c.py", 3)]),
        ("TypeError: x\n    at f (/a/b.js:10:5)\n    at file:///c.mjs:2:1",
         [("/a/b.js", 10), ("/c.mjs", 2)]),
        ("panic: x\nmain.f()\n\t/a/b.go:7 +0x1d", [("/a/b.go", 7)]),
        ("error[E0382]: x\n --> src/main.rs:4:5", [("src/main.rs", 4)]),
        ("a.c:3:1: error: x", [("a.c", 3)]),
        ("[web] TypeError at start at f (/a/b.js:10:5)", [("/a/b.js", 10)]),
        ("\tat com.Foo.bar(Foo.java:10)", [("Foo.java", 10)]),
        (f'File "a.py", line {"1" * 5_000}', []),
        (f"{'a' * 5_000}.c:1:1: error", []),
        # Each of these once took seconds or minutes.
        ("-->" * 200_000, []),
        ("at " * 200_000, []),
        ("\n" * 200_000, []),
        ('File "' * 100_000, []),
        ("Something went wrong: 3:4", []),
    ],
)  # fmt: skip
def test_places_in_messages(message: str, found: list[tuple[str, int]]) -> None:
    assert frames(message) == [Frame(path, line) for path, line in found]


DIFF = """\
diff --git a/one.py b/one.py
index 1..2 100644
--- a/one.py
+++ b/one.py
@@ -1 +1 @@
-a
+b
--- a/two.py
+++ /dev/null
@@ -1,2 +0,0 @@
---- x
-y
"""


def test_a_diff_file_by_file() -> None:
    assert [(each.path, each.hunks) for each in changes(DIFF)] == [
        ("one.py", "@@ -1 +1 @@\n-a\n+b"),
        ("two.py", "@@ -1,2 +0,0 @@\n---- x\n-y"),
    ]
    assert changes("") == []
    assert [each.path for each in changes("@@ -1 +1 @@\n-a\n+b\n")] == [""]


@pytest.mark.parametrize(
    ("hunks", "after"),
    [
        # A removed comment of SQL, and lines that look like the head of another file.
        ("@@ -1,2 +1 @@\n--- old rule\n select 1", ""),
        ("@@ -1,2 +1,2 @@\n--- trusted.py\n+++ b/other.py\n index 1", ""),
        ("@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n\\ No newline at end of file", ""),
        ("@@ -1 +1 @@ def f():\n-a\n+b\n@@ -9 +9 @@\n-c\n+d", ""),
        # Broken ones: too short, too long, no numbers, in two directions.
        ("@@ -1,9 +1,9 @@\n-a\n+b", "diff --git a/y b/y\n"),
        ("@@ -1 +1 @@\n-a\n+b\n-c\n--- d\n+e", ""),
        ("@@ what @@\n-a\n+b", ""),
        ("@@@ -1 -1 +1 @@@\n- a\n -b\n++c", ""),
        ("@@ -1,2 +1,2 @@\n-a\nnothing\n+b", ""),
        ("Binary files a/x and b/x differ", ""),
        ("@@ -1 +1 @@\n-a\n+b", "--- a/y\n+++ b/y\n@@ -1 +1 @@\n-c\n+d\n"),
    ],
)
@pytest.mark.parametrize("above", ["", "diff --git a/x.sql b/x.sql\nindex 1..2 100644\n"])
def test_no_line_of_a_diff_is_lost(hunks: str, after: str, above: str) -> None:
    found = changes(f"{above}--- a/x.sql\t2026\n+++ b/x.sql\n{hunks}\n{after}")
    assert (found[0].path, found[0].hunks) == ("x.sql", hunks)
    assert len(found) == (2 if after else 1)


def test_what_stands_above_a_diff_stays_with_its_first_file() -> None:
    (found,) = changes(f"Say why.\n\n{DIFF[: DIFF.index('--- a/two')]}")
    assert found.path == "one.py"
    assert found.hunks == "Say why.\n\n@@ -1 +1 @@\n-a\n+b"


@pytest.mark.parametrize(
    ("text", "japanese", "english"),
    [
        ("`f` は、`x` を返します。", True, False),
        ("`f` returns `日本`.", False, True),
        ("指定的文件复制。", False, False),
        ("It は mostly English words here, I think.", False, False),
    ],
)
def test_languages(text: str, japanese: bool, english: bool) -> None:
    assert (is_japanese(text), is_english(text)) == (japanese, english)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("**Heading**\n\n- `f`: \\<b> \\[x]\n\n```python\nx = 1\n```\n\n> note\n",
         "Heading\n\n- f: <b> [x]\n\nx = 1\n\nnote\n"),
        ("```python\ndef f(*a, **kw):\n    2 ** 3, `x` \\<\n\n\n\n>>> f(1)\n> x\n```",
         "def f(*a, **kw):\n    2 ** 3, `x` \\<\n\n\n\n>>> f(1)\n> x\n"),
        ("````md\n```\n**a**\n```\n````\n\n\n\n**b**", "```\n**a**\n```\n\nb\n"),
        ("    ```\n      a\n    ```", "      a\n"),
        ("> ```\n> a\n> ```\n> **b**", "a\nb\n"),
        ("`f(**kw)` and ``a`b`` and `\\<` are **`x ** y`**.",
         "f(**kw) and a`b and \\< are x ** y.\n"),
        ("It is 2 ** 3 > 7, **not `**` closed", "It is 2 ** 3 > 7, **not ** closed\n"),
        ("`` `x` `` and ` `", "`x` and  \n"),
        ("one\n>>> f(1)\n", "one\n>>> f(1)\n"),
        ("\\`a\\` \\*b\\* C:\\dir", "`a` *b* C:\\dir\n"),
        ("```python\nnot closed **", "not closed **\n"),
    ],
)  # fmt: skip
def test_markdown_as_plain_text(said: str, text: str) -> None:
    assert plain(said) == text
