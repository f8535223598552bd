from __future__ import annotations

import pytest

from hanare.bench.explain.cases import explain_cases
from hanare.bench.explain.faults import chinese, in_language, leaks, repeats
from hanare.bench.explain.judge import judge
from hanare.bench.explain.names import Names, names
from hanare.wording import Language

CASES = {case.id: case for case in explain_cases()}
CODE = "def load(path, *, encoding='utf-8'):\n    return json.loads(path.read_text(encoding))"

RESTS = {"surplus values go to restkey", "missing values get restval"}

# In a model's own words: right, and nearly right.
FAIR = [
    ("collections.OrderedDict.popitem", "**Raises**\n\n- `KeyError`: if the dictionary is empty.",
     {"KeyError when empty"}),
    ("collections.OrderedDict.popitem", "- `last`: which end\n- Returns a removed `(key, value)`",
     {"last chooses the end", "the pair of key and value", "the pair is removed"}),
    ("os.makedirs", "If the directory already exists, an `OSError` is raised unless `exist_ok`.",
     {"exist_ok decides about one that exists", "OSError when it exists"}),
    ("random.Random.shuffle", "`x` をシャッフルします。何も返しません。",
     {"None", "the order is random"}),
    ("random.Random.shuffle", "リストをその場で入れ替えます。",
     {"the list is changed in place", "two elements are swapped"}),
    # Full-width forms, and Hanare's own mark.
    ("random.Random.shuffle", "戻り値は `Ｎｏｎｅ`⟨?⟩ です。", {"None"}),
    ("concurrent.futures._base.Future.result", "時間切れでは `TimeoutError` を送出します。",
     {"TimeoutError"}),
    ("concurrent.futures._base.Future.result", "`ValueError` を送出します。", set()),
    ("numpy.lib._iotools.str2bool", "It raises a `TypeError` if the value is a list.",
     {"value"}),
    # A model had the two the wrong way round.
    ("csv.DictReader.__next__", ("- If the row has fewer fields, the rest goes to `restkey`.\n"
     "- If it has more, `restval` is used."), set()),
    ("csv.DictReader.__next__", ("- If the row has more values, they go to `restkey`.\n"
     "- If it has fewer, `restval` is used."), RESTS),
    ("psutil._common.usage_percent", "Returns `None` if nothing is known.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("case", "markdown", "stated"), FAIR)
def test_facts_are_stated_in_own_words(case: str, markdown: str, stated: set[str]) -> None:
    assert {fact.what for fact in judge(CASES[case], "", markdown).present} == stated


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("`load` reads `path`.", Names(2, (), ())),
        ("`load` calls `open_file`.", Names(2, ("open_file",), ())),
        ("`load` calls `open_file`⟨?⟩.", Names(2, (), ("open_file",))),
        ("`load` calls open_file.", Names(1, (), ())),
        ("`ValueError`, `None`, `list`, `os`, `async`", Names(5, (), (), ("ValueError",))),
        ("`json.loads` and `json.load_all`", Names(2, ("load_all",), ())),
        ("`path.read_text(encoding)` and `read(mode)`", Names(2, ("read",), ())),
        # Strings and numbers name nothing.
        ("`'no_such'`, `\"r\"`, `b'x'`, `0x1f`, `42`, `-1`, `...`", Names(0, (), ())),
        ("`encoding='latin'`", Names(1, (), ())),
        # A sentence is no code, but what looks like code in it is.
        ("`a path of the file`", Names(0, (), ())),
        ("`the value of max_size`", Names(1, ("max_size",), ())),
        ("`return path` and `for x in path`", Names(2, ("x",), ())),
        ("`読み込むファイル`", Names(0, (), ())),
        ("``path`` and `` `path` ``", Names(2, (), ())),
        ("`path` and an open ` backtick", Names(1, (), ())),
        ("An open `span\n\nends with its paragraph, `path`.", Names(1, (), ())),
        # Fenced code is an example, not a quotation.
        ("```python\nno_such()\n```\n`path`", Names(1, (), ())),
        ("`path`\n\n```python\nno_such(`x`)", Names(1, (), ())),
        ("~~~\n`no_such`\n~~~", Names(0, (), ())),
    ],
)
def test_invented_names(markdown: str, expected: Names) -> None:
    assert names(markdown, [CODE]) == expected


@pytest.mark.parametrize(
    ("markdown", "foreign"),
    [
        ("Raises `ValueError`.", ("ValueError",)),
        ("Raises `ValueError` and `OSError(2)`, then `ValueError`.", ("ValueError", "OSError")),
        ("Raises `JSONDecodeError`.", ()),
        ("Raises ValueError.", ()),
        ("`list` and `None`", ()),
    ],
)
def test_exceptions_that_the_code_does_not_name(markdown: str, foreign: tuple[str, ...]) -> None:
    assert names(markdown, [CODE]).foreign == foreign
    assert names(markdown, [CODE, "raise ValueError, OSError"]).foreign == ()


def test_names_may_come_from_what_else_was_shown() -> None:
    case = CASES["random.Random.shuffle"]
    assert judge(case, CODE, "`Deck`").names.invented == ("Deck",)
    assert judge(case, CODE, "`Deck`", shown="class Deck: ...").names.invented == ()
    assert judge(case, CODE, "`Random` of `random`").names.invented == ()


@pytest.mark.parametrize(
    ("markdown", "language", "right"),
    [
        ("Reads a file.", "en", True),
        ("Reads a file. 以上です。", "en", False),
        ("Reads `'日本語'`.", "en", True),
        ("Reads a file.\n\n```python\n# 読む\n```", "en", True),
        ("ファイルを読みます。", "ja", True),
        ("`load` は `path` のファイルを読み、ValueErrorを送出します。", "ja", True),
        ("`load` reads the file at `path` ファイル and returns it.", "ja", False),
        ("Reads a file.", "ja", False),
        ("このコードは:\n\nThis function reads a file and returns its content.", "ja", False),
        ("该函数读取文件并返回其内容。", "ja", False),
        ("ファイルを読み、その内容を返します。如果 `path` が空なら何もしません。", "ja", True),
        (
            "大きさです。如果 `COLUMNS` が未定义，またはそれが整数でない場合，返回します。",
            "ja",
            False,
        ),
        ("该函数读取文件并返回其内容。", "en", False),
        ("", "en", False),
        ("`path`", "ja", False),
        ("```python\nreturn path\n```", "en", False),
    ],
)
def test_language(markdown: str, language: Language, right: bool) -> None:
    assert in_language(markdown, language) == right


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("ファイルを読み、その内容を返します。目的の関数です。", ()),
        ("ファイルを読みます。如果 `path` が空なら返しません。", ("如果",)),
        ("この函数は `path` 的 extension を見ます。", ("函数", "的")),
        ("値を返します。这是错误。", ("这", "错", "误")),
        ("`如果` と `错误` は引用です。", ()),
    ],
)
def test_chinese_in_japanese(markdown: str, expected: tuple[str, ...]) -> None:
    assert chinese(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("It reads the file. It closes the file. It returns the text.", False),
        ("- `a`: the first file\n- `b`: the second file\n- `c`: the third file", False),
        ("It reads the file. It stops. It reads the file. It waits. It reads the file.", True),
        ("1. It reads the file.\n2. It reads the file.\n3. It reads the file.", True),
        ("ファイルを読み込んで解析します。" * 3, True),
        ("値を返します。値を検査し、次の値を探します。", False),
        ("and the next and the next and the next and the next and the next", True),
        ("step 1 of it, step 2 of it, step 3 of it, step 4 of it, step 5 of it, ", True),
        ("----------------------------------------\n\n| a | b |\n|---|---|---|---|---|", False),
        ("ああああああああああああああああああああああああ", True),
        ("```python\nx = 1  # the same\nx = 1  # the same\nx = 1  # the same\n```", False),
    ],
)
def test_loops(markdown: str, expected: bool) -> None:
    assert repeats(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Plain text with a < b, a [list] and (brackets): see `x`.", ()),
        ("`<module>` and `https://example.org` are quoted.", ()),
        ("```html\n<b>\n```", ()),
        ("See [the docs](https://example.org).", ("link",)),
        ("See https://example.org.", ("link",)),
        ("![](x.png)", ("link",)),
        ("[1]: example.org", ("link",)),
        ("<https://example.org>", ("link",)),
        ("[run](command:hanare.run)", ("link",)),
        ("javascript:alert(1)", ("link",)),
        ("www.example.org", ("link",)),
        ("a <b>bold</b> word", ("html",)),
        ("<!-- hidden -->", ("html",)),
        ("<img src=x onerror=alert(1)>", ("html",)),
        ("<br/>", ("html",)),
        ("done<|im_end|>", ("control token",)),
        ("`<|fim_middle|>`", ("control token",)),
        ("[INST] go on [/INST]", ("control token",)),
        ("<｜end▁of▁sentence｜>", ("control token",)),
        ("</s>", ("html", "control token")),
    ],
)
def test_leaks(markdown: str, expected: tuple[str, ...]) -> None:
    assert leaks(markdown) == expected
