"""What is drawn and what is left of a suggestion, case by case, in Neovim but without a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editors.nvim.driver import PLUGIN, Neovim
from editors.nvim.launching import launch

pytestmark = pytest.mark.editor


@pytest.fixture(scope="module")
def bare(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neovim]:
    nvim = launch(binary, tmp_path_factory.mktemp("nvim"), command=["/nowhere/hanare"])
    yield nvim
    nvim.close()


@pytest.mark.parametrize(
    ("line", "col", "text", "drops", "rows"),
    [
        pytest.param("x = ", 4, "1 + 2", 0, ["x = 1 + 2", "~"], id="at the end"),
        pytest.param("f()", 2, "a, b", 0, ["f(a, b)", "~"], id="within a line"),
        pytest.param("f()", 2, "\n  a,\n", 0, ["f(", "  a,", ")", "~"], id="lines within a line"),
        pytest.param("f(long_name)", 2, "a", 9, ["f(a)", "~"], id="in the place of what follows"),
        pytest.param("f(x)", 2, "long", 1, ["f(long)", "~"], id="longer than what follows"),
        pytest.param("\tx", 2, "\ty", 0, ["        x       y", "~"], id="a tab goes to its stop"),
        pytest.param("表 = ", 6, "値\n 行", 0, ["表 = 値", " 行", "~"], id="wide characters"),
    ],
)
def test_drawing(bare: Neovim, line: str, col: int, text: str, drops: int, rows: list[str]) -> None:
    bare.lua(
        """
        local line, drawn = ...
        vim.cmd('enew!')
        vim.api.nvim_buf_set_lines(0, 0, -1, true, { line })
        require('hanare.drawing').show(0, drawn)
        """,
        line,
        {"text": text, "row": 0, "col": col, "drops": drops, "only_first": False},
    )
    assert bare.screen()[: len(rows)] == rows
    bare.lua("require('hanare.drawing').clear(0)")
    assert bare.screen()[1] == "~"


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ("price * count", "price", "price * count"),
        (" * count", " *", " * count"),
        ("(a)", "(", "(a)"),
        ("名前を表示", "名前", "名前を表示"),
        ("表示する = 1", "表示", "表示する = 1"),
        ("🎉 done", "🎉", "🎉 done"),
        ("a\nb", "a", "a"),
        ("\n    b = 1\n    c", "\n    b", "\n    b = 1"),
        ("\n\n  b", "\n\n  b", "\n\n  b"),
        ("  ", "  ", "  "),
        ("\n", "\n", "\n"),
    ],
)
def test_a_word_and_a_line(bare: Neovim, text: str, word: str, line: str) -> None:
    parts = "local s = require('hanare.suggestion') return { s.word(...), s.line(...) }"
    assert bare.lua(parts, text) == [word, line]


def item(text: Any, start: int, end: int, line: int = 0) -> dict[str, Any]:
    places = [{"line": line, "character": each} for each in (start, end)]
    return {"insertText": text, "range": {"start": places[0], "end": places[1]}}


@pytest.mark.parametrize(
    ("read", "encoding", "body", "drops"),
    [
        pytest.param(item("print(x)", 0, 7), "utf-8", "print(x", 0, id="what follows is repeated"),
        pytest.param(item("print[x]", 0, 7), "utf-8", None, 0, id="not what was typed"),
        pytest.param(item("print(x", 0, 7), "utf-8", "print(x", 1, id="what follows is replaced"),
        pytest.param(item("y", 6, 6), "utf-8", "y", 0, id="only what is new"),
        pytest.param({"insertText": "y"}, "utf-8", "y", 0, id="no range"),
        pytest.param(item("y", 0, 2), "utf-8", None, 0, id="before the cursor"),
        pytest.param(item("y", 0, 7, line=1), "utf-8", None, 0, id="on another line"),
        pytest.param(item({"value": "y"}, 6, 6), "utf-8", None, 0, id="a snippet"),
        pytest.param(item("y\r\nz", 6, 6), "utf-8", "y\nz", 0, id="lines end as on Windows"),
    ],
)
def test_reading_an_item(
    bare: Neovim, read: dict[str, Any], encoding: str, body: str | None, drops: int
) -> None:
    asked = {"buffer": 0, "row": 0, "col": 6, "line": "print()"}
    found = bare.lua(
        "return require('hanare.suggestion').read(...) or vim.NIL", read, asked, encoding
    )
    if body is None:
        assert found is None
    else:
        assert (found["body"], found["drops"]) == (body, drops)


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_columns_in_the_clients_units(bare: Neovim, encoding: str, start: int) -> None:
    line = "🎉é a"
    asked = {"buffer": 0, "row": 0, "col": len(line.encode()), "line": line}
    read = item("abc", start, start + 1)
    found = bare.lua("return require('hanare.suggestion').read(...)", read, asked, encoding)
    assert found["col"] == len("🎉é ".encode())
    lengths = "return require('hanare.suggestion').length({}, '🎉é ', ...)"
    assert bare.lua(lengths, encoding) == start


def test_messages_exist_in_both_languages_with_the_same_slots(bare: Neovim) -> None:
    english, japanese = bare.lua("local m = require('hanare.messages') return { m.en, m.ja }")
    assert english.keys() == japanese.keys()
    for key, text in english.items():
        assert re.findall("%.", text) == re.findall("%.", japanese[key]), key
        assert japanese[key].strip(), key


def test_every_message_that_is_said_exists_and_none_is_left_over(bare: Neovim) -> None:
    english = bare.lua("return require('hanare.messages').en")
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (PLUGIN / "lua" / "hanare").glob("*.lua")
        if path.name != "messages.lua"
    )
    prefixes = set(re.findall(r"(?:say|tell|warn)\('(\w+_)' \.\.", code))
    assert prefixes == {"status_", "health_origin_"}
    literals = set(re.findall(r"'(\w+)'", code))
    missing = {
        key
        for key in re.findall(r"messages\.(?:say|tell|warn)\('(\w+)'[,)]", code)
        if key not in english
    }
    assert not missing
    unused = {key for key in english if key not in literals and not key.startswith(tuple(prefixes))}
    assert not unused


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ("{ LANG = 'ja_JP.UTF-8' }", "ja"),
        ("{ LC_ALL = 'ja_JP.UTF-8', LANG = 'en_US.UTF-8' }", "ja"),
        ("{ LANG = 'de_DE.UTF-8' }", "en"),
        ("{}", "en"),
    ],
)
def test_the_language_follows_the_environment(
    bare: Neovim, environment: str, language: str
) -> None:
    bare.lua(f"""
        for _, name in ipairs({{ 'LC_ALL', 'LC_MESSAGES', 'LANG' }}) do
          vim.env[name] = ({environment})[name]
        end
    """)
    assert bare.lua("return require('hanare.messages').language()") == language


def test_the_language_can_be_chosen(bare: Neovim) -> None:
    bare.lua("vim.o.langmenu = 'ja'")
    assert bare.lua("return require('hanare.messages').language()") == "ja"
    bare.lua("require('hanare.config').options.language = 'en'")
    assert bare.lua("return require('hanare.messages').language()") == "en"
    bare.lua("require('hanare.config').options.language, vim.o.langmenu = nil, ''")
