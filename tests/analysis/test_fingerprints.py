"""What makes two findings the same one, over moves and edits."""

from __future__ import annotations

import hashlib

import pytest

from hanare.analysis.completing import complete
from hanare.analysis.finding import Detection, Origin, Span
from hanare.analysis.fingerprints import fingerprint, news, numbered
from hanare.analysis.source import Source

_BEFORE = "def g():\n    f(x, y)\n"

# The finding is what stands between the marks.
SAME: dict[str, tuple[str, str, str]] = {
    "itself": ("python", _BEFORE, "def g():\n    ‹f(x, y)›\n"),
    "lines above": ("python", _BEFORE, "import a\n\n\ndef g():\n    ‹f(x, y)›\n"),
    "lines in between": ("python", _BEFORE, "def g():\n    a()\n    b()\n    ‹f(x, y)›\n"),
    "deeper in the same function": (
        "python", _BEFORE, "def g():\n    if a:\n        ‹f(x, y)›\n",
    ),
    "code around it in its line": (
        "python", _BEFORE, "def g():\n    return 1 + ‹f(x, y)›  # why\n",
    ),
    "other blanks": ("python", _BEFORE, "def g():\n    ‹f(x,\n      y)›\n"),
    "a formatter's lines": (
        "python", _BEFORE, "def g():\n    ‹f(\n        x,\n        y,\n    )›\n",
    ),
    "blanks in brackets": ("python", _BEFORE, "def g():\n    ‹f( x,y )›\n"),
    "other line breaks": ("python", _BEFORE, "def g():\r\n    ‹f(x, y)›\r\n"),
    "parameters of the function": ("python", _BEFORE, "def g(a, b=1):\n    ‹f(x, y)›\n"),
    "a decorator": ("python", _BEFORE, "@a\ndef g():\n    ‹f(x, y)›\n"),
    "without a grammar": ("nonesuch", "f(x, y)\n", "\n\nelse ‹f(x, y)›\n"),
}  # fmt: skip

OTHER: dict[str, tuple[str, str, str]] = {
    "other code": ("python", _BEFORE, "def g():\n    ‹f(x, z)›\n"),
    "another function": ("python", _BEFORE, "def h():\n    ‹f(x, y)›\n"),
    "no function": ("python", _BEFORE, "‹f(x, y)›\n"),
    "a function in a class": ("python", _BEFORE, "class A:\n    def g(self):\n        ‹f(x, y)›\n"),
    "words run together": ("python", "f(not x)\n", "‹f(notx)›\n"),
    "another class": (
        "java", "class A { void g() { f(x, y); } }\n", "class B { void g() { ‹f(x, y)›; } }\n",
    ),
}  # fmt: skip


def of(marked: str, language: str, rule: str = "HPY101", secrets: tuple[Span, ...] = ()) -> str:
    start, end = marked.index("‹"), marked.index("›") - 1
    text = marked.replace("‹", "").replace("›", "")
    return fingerprint(Source(text, language), rule, Span(start, end), secrets)


def marked(text: str) -> str:
    at = text.index("f(")
    end = text.index(")", at) + 1
    return f"{text[:at]}‹{text[at:end]}›{text[end:]}"


@pytest.mark.parametrize("name", SAME)
def test_it_survives(name: str) -> None:
    language, before, after = SAME[name]
    assert of(after, language) == of(marked(before), language)


@pytest.mark.parametrize("name", OTHER)
def test_it_tells_apart(name: str) -> None:
    language, before, after = OTHER[name]
    assert of(after, language) != of(marked(before), language)


def test_it_tells_rules_apart() -> None:
    assert of("‹f(x)›", "python", "HPY101") != of("‹f(x)›", "python", "HPY102")


def test_what_it_looks_like() -> None:
    made = of("‹f(x)›", "python")
    assert len(made) == 32
    assert int(made, 16)
    assert made == of("‹f(x)›", "python")  # not by Python's own hash, which differs by process


def test_a_secret_is_no_part_of_it() -> None:
    text = 'f("‹swordfish›")'
    secret = (Span(3, 12),)
    made = of(text, "python", secrets=secret)
    assert made == of('f("‹tunafish1›")', "python", secrets=secret)
    guesses = (b"swordfish", b"HPY101\0\0swordfish")
    assert not any(hashlib.sha256(guess).hexdigest().startswith(made) for guess in guesses)


def test_of_code_without_end_only_the_beginning_counts() -> None:
    text = "x" * 100_000
    span = Span(0, len(text))
    assert fingerprint(Source(text, "plaintext"), "HPY101", span, ()) == fingerprint(
        Source(text + "y", "plaintext"), "HPY101", Span(0, len(text) + 1), ()
    )


def test_those_alike_are_numbered_in_each_file() -> None:
    text = "f(x)\nf(x)\ng(x)\nf(x)\n"
    source = Source(text, "python")
    starts = [text.index("f(x)"), 5, 10, 15]
    found = complete(
        source, [Detection("HPY101", Span(at, at + 4), Origin.RULES) for at in starts]
    )  # fmt: skip
    rows = [("a.py", each) for each in found] + [("b.py", each) for each in found]
    assert list(numbered(rows)) == [0, 1, 0, 2, 0, 1, 0, 2]


NEWS: dict[str, tuple[str, str, str]] = {
    # What is known, what is found, and of that what is new, in capitals.
    "nothing known": ("", "ab", "AB"),
    "all known": ("ab", "ab", "ab"),
    "in another order": ("ab", "ba", "ba"),
    "one more of a kind": ("a", "aa", "aA"),
    "two more of a kind": ("ab", "aaba", "aAbA"),
    "known twice, found once": ("aa", "a", "a"),
    "gone": ("ab", "b", "b"),
    "another": ("a", "b", "B"),
}


@pytest.mark.parametrize("name", NEWS)
def test_each_known_one_excuses_one_only(name: str) -> None:
    known, found, expected = NEWS[name]
    result = news(known, ((each, each) for each in found))
    assert "".join(item.upper() if new else item for item, new in result) == expected
