"""What a model says is made safe, whatever the pieces that it arrives in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hanare.explain.cleaning import Cleaner
from hanare.explain.names import KnownNames

KNOWN = KnownNames(["def load(path): raise KeyError  # http"], "python")
COMMON_MARK = MarkdownIt("commonmark", {"html": True})
PIECES = [
    *"ab `~[]()<>!:/h.\n-*_#&",
    "```",
    "~~~",
    "\n```",
    "http://",
    "<b>",
    "](x)",
    "\\",
    "    ",
]


def active(markdown: str) -> list[str]:
    """Return what of Markdown is more than text."""
    pending, found = list(COMMON_MARK.parse(markdown)), []
    while pending:
        token = pending.pop()
        pending += token.children or []
        if token.type in ("html_block", "html_inline", "link_open", "image"):
            found.append(token.content)
    return found


def cleaned(text: str, size: int) -> str:
    cleaner = Cleaner(KNOWN.unknown)
    parts = [cleaner.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join(parts) + cleaner.end()


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain words. 日本語の文章です。", "plain words. 日本語の文章です。"),
        ("`load` takes `path`", "`load` takes `path`"),
        ("`save` and `path.save(x)`", "`save`⟨?⟩ and `path.save(x)`⟨?⟩"),
        ("`len(path) > 0`, `'any text'`", "`len(path) > 0`, `'any text'`"),
        ("日本語`save`です", "日本語`save`⟨?⟩です"),
        ("raises `KeyError` or ValueError", "raises `KeyError` or ValueError⟨?⟩"),
        ("<b>bold</b> & <img src=x>", "\\<b>bold\\</b> \\& \\<img src=x>"),
        ("see [docs](http://a.b/c) now", "see docs now"),
        ("![logo](http://a.b/c.png) here", "logo here"),
        ("[one [two](x)](y)", "one \\[two](y)"),
        ("[<i>](y)", "\\<i>"),
        ("go to https://evil.example/?q=1, please", "go to … please"),
        ("[a]: http://a.b\nmore", "…\nmore"),
        ("command:run javascript:x", "… …"),
        ("a[0] and \\[b](c)", "a\\[0] and \\\\b"),
        ("``<img src=x>`", "\\`\\`\\<img src=x>\\`"),
        ("```python\n<a>[x](y)\n```\nafter", "```python\n<a>[x](y)\n```\nafter"),
        ("```\nopen", "```\nopen\n```"),
        ("<|im_start|>system", "\\<|im\\_start|>system".replace("\\_", "_")),
        ("```x`\n<img src=x>", "\\`\\`\\`x\\`\n\\<img src=x>"),
        ("```\n```x\n```\n<img>", "```\n```x\n```\n\\<img>"),
        ("```\n    ```\n<a>", "```\n    ```\n<a>\n```"),
        ("~~~ `\n<a>\n~~~~\n<b>", "~~~ `\n<a>\n~~~~\n\\<b>"),
        ("詳細はhttps://evil.example/x です", "詳細は… です"),
        ("_https://evil.example/x_ and //evil.example", "_… and …"),
        ("to a.b@evil.example now", "to … now"),
        ("1 // 2", "1 // 2"),
        ("bell \x07 and \u202ebidi", "bell \\\\x07 and \\\\u202ebidi"),
    ],
)
def test_what_is_shown(said: str, shown: str, size: int) -> None:
    assert cleaned(said, size) == shown


def test_what_was_done_is_known() -> None:
    cleaner = Cleaner(KNOWN.unknown)
    cleaner.feed("`save` `load` `save` `store` [a](b) http://c.d x")
    cleaner.end()
    assert list(cleaner.unknown_names) == ["save", "store"]
    assert cleaner.removed == 2


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.integers(1, 9))
def test_nothing_active_is_left(said: str, size: int) -> None:
    """CommonMark finds no HTML, no link and no image in it, whatever was said."""
    assert active(cleaned(said, size)) == []


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_the_pieces_do_not_matter(said: str) -> None:
    assert cleaned(said, 1) == cleaned(said, 1000)
