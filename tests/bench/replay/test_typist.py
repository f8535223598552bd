from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from hanare.bench import cases
from hanare.bench.cases import TypingSlot, typing_slots
from hanare.bench.corpus import SourceFile
from hanare.bench.replay import typist
from hanare.bench.replay.typist import accepted_length, keys

OWN_FILES = [
    SourceFile("hanare", path.name, path.read_text(encoding="utf-8"))
    for path in sorted(Path(cases.__file__).parent.glob("c*.py"))
]
SLOTS = typing_slots(OWN_FILES, 8)


def slot(typed: str, before: str = "def f():\n    ") -> TypingSlot:
    return TypingSlot("a/code.py", before, typed, "\n")


@pytest.mark.parametrize("each", SLOTS, ids=lambda each: f"{each.path}:{len(each.before)}")
def test_keys_make_up_the_code(each: TypingSlot) -> None:
    pressed = keys(each, seed=1)
    assert "".join(key.text for key in pressed) == each.typed
    for key, following in pairwise(pressed):
        assert key.offset + len(key.text) == following.offset
        # Only a line break brings more than one character: its indentation.
        assert len(key.text) == 1 or not key.text.strip()


@pytest.mark.parametrize(
    ("typed", "line_breaks"),
    [
        ("a = 1\n    b", ["\n    "]),
        ("if a:\n        b", ["\n        "]),
        ("f(\n        b", ["\n        "]),
        ("f(a,\n      b", ["\n    "]),
        ("if a:\n      b", ["\n      "]),
        ("a\n\n    b", ["\n", "\n    "]),
        ("if a:\n\n        b", ["\n", "\n        "]),
        ("return a\nb", ["\n"]),
        ("a\r\n    b", ["\r\n    "]),
        ("a\n  \n    b", ["\n", "\n    "]),
    ],
)
def test_automatic_indentation(typed: str, line_breaks: list[str]) -> None:
    assert [key.text for key in keys(slot(typed), 1) if key.text[0] in "\r\n"] == line_breaks


def test_indentation_by_tabs() -> None:
    typed = "if a:\n\t\tb"
    assert "\n\t\t" in [key.text for key in keys(slot(typed, "def f():\n\t"), 1)]


def test_same_seed_same_rhythm() -> None:
    assert keys(SLOTS[0], 1) == keys(SLOTS[0], 1)
    assert keys(SLOTS[0], 1) != keys(SLOTS[0], 2)


def test_rhythm() -> None:
    """Medians of many keys, which vary by a few percent."""
    seconds: dict[str, list[float]] = {"word": [], "start": [], "line": []}
    for seed in range(100):
        start, *in_word, _dot, after_dot, _line_break, line = keys(slot("name.x\n    y"), seed)
        seconds["line"] += [start.seconds, line.seconds]
        seconds["word"] += [key.seconds for key in in_word]
        seconds["start"] += [after_dot.seconds, line.seconds_after_accepting]
    assert median(seconds["word"]) == pytest.approx(typist.IN_WORD_SECONDS, rel=0.1)
    assert median(seconds["start"]) == pytest.approx(typist.WORD_START_SECONDS, rel=0.1)
    assert median(seconds["line"]) == pytest.approx(typist.LINE_START_SECONDS, rel=0.1)
    every = [value for values in seconds.values() for value in values]
    assert min(every) >= typist.SHORTEST_SECONDS
    assert max(every) <= typist.LONGEST_SECONDS


@pytest.mark.parametrize(
    ("suggestion", "rest", "taken"),
    [
        ("", "value = 1", ""),
        ("value = 1", "value = 1\nb", "value = 1"),
        ("value", "value = 1\nb", "value"),
        ("value = 1  \n", "value = 1\nb", "value = 1"),
        ("value = 2", "value = 1\nb", ""),
        ("value = 12", "value = 1\nb", ""),
        # Accepting costs a key, so three characters save two.
        ("abc", "abcd", "abc"),
        ("ab", "abcd", ""),
        # Of several lines, whole ones.
        ("one\n    two", "one\n    two\n    three", "one\n    two"),
        ("one\n    two\n    four", "one\n    two\n    three", "one\n    two"),
        ("one\n    tw", "one\n    two\n    three", "one"),
        ("on\n    two", "one\n    two", ""),
        ("one  \n    two", "one\n    two", "one\n    two"),
        ("one\n    two", "one  \n    two", "one  \n    two"),
        ("one\n    two", "one\r\n    two", "one\r\n    two"),
        # From the end of a line.
        ("\n    two", "\n    two\n", "\n    two"),
        ("\n\n    two\n    four", "\n\n    two\n    three", "\n\n    two"),
        # Nobody takes white space alone.
        ("\n\n    four", "\n\n    three", ""),
        ("    ", "    a", ""),
        # What follows the typed code does not count.
        ("one\n    two\n    three", "one\n    two", "one\n    two"),
    ],
)
def test_accepted(suggestion: str, rest: str, taken: str) -> None:
    assert rest[: accepted_length(suggestion, rest)] == taken


@pytest.mark.parametrize("each", SLOTS, ids=lambda each: f"{each.path}:{len(each.before)}")
def test_typing_can_go_on_after_whatever_is_accepted(each: TypingSlot) -> None:
    offsets = {key.offset for key in keys(each, 1)} | {len(each.typed)}
    for start in range(0, len(each.typed), 7):
        rest = each.typed[start:]
        for end in range(len(rest) + 1):
            assert start not in offsets or start + accepted_length(rest[:end], rest) in offsets
