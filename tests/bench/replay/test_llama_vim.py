from __future__ import annotations

import pytest

from hanare.bench.replay.llama_vim import (
    MAX_CACHE_KEYS,
    Cache,
    Context,
    accepted,
    body,
    context_at,
    hint,
)
from hanare.text.document import DocumentSnapshot


def at_mark(marked: str) -> tuple[DocumentSnapshot, int]:
    offset = marked.index("‸")
    return DocumentSnapshot("a.py", 1, marked.replace("‸", "")), offset


@pytest.mark.parametrize(
    ("marked", "context"),
    [
        ("‸", Context("\n", "", "\n\n", 0, "")),
        ("a\nb‸c\nd\n", Context("a\n", "b", "c\nd\n", 0, "c")),
        ("a\n    b‸\nd", Context("a\n", "    b", "\nd\n", 4, "")),
        # Of a blank line nothing is seen.
        ("if a:\n    ‸\nb", Context("if a:\n", "", "\nb\n", 0, "")),
    ],
)
def test_contexts(marked: str, context: Context) -> None:
    assert context_at(*at_mark(marked)) == context


def test_context_is_limited() -> None:
    context = context_at(*at_mark("a\n" * 300 + "b‸\n" + "c\n" * 100))
    assert context.prefix.count("\n") == 256
    assert context.suffix.count("c\n") == 64


def test_request() -> None:
    request = body(context_at(*at_mark("a\n  b‸c\n")), speculative=False, indent=2)
    assert (request["input_prefix"], request["prompt"]) == ("a\n", "  b")
    assert request["input_suffix"] == "c\n\n"
    assert (request["n_indent"], request["t_max_predict_ms"]) == (2, 250)
    assert body(context_at(*at_mark("‸")), speculative=True, indent=0)["t_max_predict_ms"] == 1000


@pytest.mark.parametrize(
    ("known", "asked", "found"),
    [
        ("a\nfo‸\n", "a\nfo‸\n", "o(bar)\n    baz"),
        ("a\nfo‸\n", "a\nfoo(‸\n", "bar)\n    baz"),
        ("a\nfo‸\n", "a\nfoo(bar)\n    ‸\n", "    baz"),
        ("a\nfo‸\n", "a\nfoe‸\n", None),
        ("a\nfo‸\n", "b\nfo‸\n", None),
        ("a\nfo‸\n", "a\nfo‸\nb", None),
        ("a\nfo‸\n", "a\nf‸\n", None),
        # As seen after the first line has gone out of reach.
        ("a\n\nfo‸\n", "\nfo‸\n", "o(bar)\n    baz"),
    ],
)
def test_cache(known: str, asked: str, found: str | None) -> None:
    cache = Cache()
    cache.insert(context_at(*at_mark(known)), {"content": "o(bar)\n    baz"})
    assert cache.content(context_at(*at_mark(asked))) == found


def test_cache_prefers_the_longest_rest() -> None:
    cache = Cache()
    for known, content in (("f‸", "oo(b"), ("fo‸", "o(bar"), ("foo‸", "(")):
        cache.insert(context_at(*at_mark(known)), {"content": content})
    assert cache.content(context_at(*at_mark("foo(‸"))) == "bar"


def test_cache_forgets_the_least_recently_used() -> None:
    cache = Cache()
    contexts = [Context(f"{index}\n", "a", "\n", 0, "") for index in range(MAX_CACHE_KEYS)]
    for context in contexts[:-1]:
        cache.insert(context, {"content": "b"})
    # Each is kept twice, the second time without its first line; only those are shared.
    assert cache.holds(contexts[0])
    cache.insert(contexts[-1], {"content": "b"})
    cache.insert(Context("x\n", "y", "\n", 0, ""), {"content": "b"})
    assert cache.content(contexts[0]) == "b"
    assert cache.content(contexts[1]) is None


@pytest.mark.parametrize(
    ("content", "marked", "shown"),
    [
        ("o(bar)", "fo‸\n", "o(bar)"),
        ("o(bar)\n    baz\n\n", "fo‸\n", "o(bar)\n    baz"),
        ("", "fo‸\n", ""),
        ("   \n", "fo‸\n", ""),
        # A blank line's indentation is written again by a model that has not seen it.
        ("    baz", "if a:\n    ‸\n", "baz"),
        ("baz", "if a:\n    ‸\n", "baz"),
        # What is there already.
        (")", "f(a‸)\n", ""),
        ("\nbaz", "foo‸\nbaz\n", ""),
        ("o", "fo‸\n\nfoo\n", ""),
        ("o\nba", "fo‸\nfoo\nbaz\n", ""),
        ("o\nbax", "fo‸\nfoo\nbaz\n", "o\nbax"),
        ("o\nbaz\nend", "fo‸\nfoo\nbaz\nend\n", ""),
    ],
)
def test_hints(content: str, marked: str, shown: str) -> None:
    assert hint(content, *at_mark(marked)) == shown


def test_as_if_accepted() -> None:
    document, offset = accepted(*at_mark("fo‸\nb"), "o(\n    a")
    assert (document.text[:offset], document.text[offset:]) == ("foo(\n    a", "\nb")
