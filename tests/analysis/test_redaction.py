"""What is shown of analysed texts."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest

from hanare.analysis.engines.secrets import detect
from hanare.analysis.finding import Span
from hanare.analysis.redaction import BLOT, blot, excerpt, visible
from hanare.analysis.source import Source
from hanare.text.lines import LineIndex

from analysis.engines.secret_samples import ALNUM, KNOWN, drawn, private_key

BLOTTED: dict[str, tuple[str, list[tuple[int, int]], str]] = {
    "none": ("abc", [], "abc"),
    "one": ("a secret b", [(2, 8)], "a *** b"),
    "a short one": ("a x b", [(2, 3)], "a *** b"),
    "all": ("secret", [(0, 6)], "***"),
    "several, not in order": ("a bb c dd", [(7, 9), (2, 4)], "a *** c ***"),
    "overlapping": ("abcdef", [(1, 4), (2, 5)], "a***f"),
    "one in another": ("abcdef", [(1, 5), (2, 3)], "a***f"),
    "touching": ("abcdef", [(1, 3), (3, 5)], "a***f"),
    "beyond the ends": ("abc", [(-4, 1), (2, 90)], "***b***"),
    "outside": ("abc", [(-4, 0), (3, 9)], "abc"),
    "empty": ("abc", [(1, 1)], "abc"),
    "beyond the basic plane": ("🍣 secret", [(2, 8)], "🍣 ***"),
}


@pytest.mark.parametrize("case", BLOTTED)
def test_secrets_are_blotted_out(case: str) -> None:
    text, spans, expected = BLOTTED[case]
    assert blot(text, [Span(*each) for each in spans]) == expected


EXCERPTS = {
    # marked text, lines shown: ‹› is the span, «» are secrets
    "a line": ("a\n  b ‹c› d\ne\n", ["  b c d"]),
    "several lines": ("a\nb ‹c\r\nd\re› f\ng", ["b c", "d", "e f"]),
    "no more than seven": ("‹" + "x\n" * 20 + "›", ["x"] * 7),
    "nothing, at the end": ("a\n‹›", [""]),
    "the end of a line": ("‹a\n›b", ["a"]),
    "a secret": ('k = ‹"«hunter2»"› + x', ['k = "***" + x']),
    "a secret beside the span": ('‹f›("«hunter2»")', ['f("***")']),
    "secrets in other lines": ("«a»\n‹b›\n«c»", ["b"]),
    "a secret of several lines": ("‹k = «one\ntwo\nthree»›\n", ["k = ***", "***", "***"]),
    "a secret that began before": ("«one\n‹two› three» four", ["*** four"]),
    "a long line": ("x" * 300 + "‹y›", ["x" * 240 + "…"]),
    "a line that just fits": ("x" * 239 + "‹y›", ["x" * 239 + "y"]),
    "a secret where the line is cut": ("x" * 236 + "«s3cr3t-w0rds»‹y›", ["x" * 236 + "***…"]),
    "only real line ends": ("a\x0bb\u2028‹c›\x85d", ["a\x0bb\u2028c\x85d"]),
}


@pytest.mark.parametrize("case", EXCERPTS)
def test_an_excerpt_has_the_lines_of_the_span(case: str) -> None:
    marked, expected = EXCERPTS[case]
    text = re.sub("[‹›«»]", "", marked)
    assert excerpt(text, LineIndex(text), *_spans(marked)) == "\n".join(expected)


def _spans(marked: str) -> tuple[Span, list[Span]]:
    places: dict[str, list[int]] = {mark: [] for mark in "‹›«»"}
    offset = 0
    for char in marked:
        if char in places:
            places[char].append(offset)
        else:
            offset += 1
    secrets = map(Span, places["«"], places["»"])
    return Span(places["‹"][0], places["›"][0]), list(secrets)


def test_an_excerpt_can_be_made_shorter() -> None:
    text = "abcdef\nghi\njkl\n"
    shown = excerpt(text, LineIndex(text), Span(0, 14), (), most_lines=2, longest_line=4)
    assert shown == "abcd…\nghi"


PLANTED = {
    **{kind: secret for kind, (_, secret) in list(KNOWN.items())[::3]},
    "a private key": private_key() + "-----END",
    "a value of no form": drawn(ALNUM, 40),
}
"""Twelve shapes and more."""


@pytest.mark.parametrize("kind", PLANTED)
def test_no_excerpt_message_or_representation_holds_a_planted_secret(kind: str) -> None:
    secret = PLANTED[kind]
    assert len(PLANTED) >= 12
    text = f'def f():\n    api_key = "{secret}"\n'
    source = Source(text, "python")
    [found] = detect(source)
    shown = excerpt(text, source.lines, Span(0, len(text)), found.secrets)
    pieces = [line for line in secret.split("\n") if line.strip("-")]
    for said in (shown, found.message, repr(found), repr(source)):
        assert [piece for piece in pieces if piece in said] == []
    assert f'"{BLOT}' in shown


VISIBLE = {
    "plain": ("def f(): pass", "def f(): pass"),
    "Japanese and emoji": ("挨拶 🍣 ❤️ é", "挨拶 🍣 ❤️ é"),
    "a tab": ("\tx", "\tx"),
    "an escape sequence": ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
    "a title": ("\x1b]0;owned\x07", r"\x1b]0;owned\x07"),
    "line ends": ("a\r\nb\nc\u2028d\x85e", r"a\r\nb\nc\u2028d\x85e"),
    "a C1 control": ("\x9b31m", r"\x9b31m"),
    "NUL and DEL": ("a\0b\x7f", r"a\x00b\x7f"),
    "writing direction": ("\u202ecod.exe\u2069", r"\u202ecod.exe\u2069"),
    "no width": ("a\u200bb\ufeffc\xadd", r"a\u200bb\ufeffc\xadd"),
    "tags": ("a\U000e0041", r"a\U000e0041"),
    "a lone surrogate": ("a\udcff.py", r"a\udcff.py"),
    "a backslash": (r"\x1b", r"\x1b"),
}


@pytest.mark.parametrize("case", VISIBLE)
def test_what_acts_unseen_is_made_visible(case: str) -> None:
    text, expected = VISIBLE[case]
    assert visible(text) == expected


SEEN = "\t" + "".join(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2)))
"""Of those categories, but seen: the tab's width, and Arabic signs around numbers."""


def test_every_control_and_format_character_is_made_visible() -> None:
    unseen = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and char not in SEEN
        # Egyptian and Kaithi signs join what is seen.
        and not 0x110BD <= ord(char) <= 0x1345F
    ]
    assert len(unseen) > 2200  # the surrogates alone are 2048
    assert [hex(ord(char)) for char in unseen if char in visible(char)] == []
    visible("".join(unseen)).encode("ascii")
