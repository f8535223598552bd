"""Columns in the client's units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.text.units import Encoding, from_units, to_units, without_lone_surrogates

UTF8, UTF16, UTF32 = Encoding.UTF8, Encoding.UTF16, Encoding.UTF32
lines = st.text("ab \té日か\u3099😀👩\u200d\ud83d", max_size=30)


def naive_width(char: str, encoding: Encoding) -> int:
    if encoding is UTF32:
        return 1
    if encoding is UTF16:
        return 2 if ord(char) > 0xFFFF else 1
    return next(
        n for n, limit in enumerate((0x80, 0x800, 0x10000, 0x110000), 1) if ord(char) < limit
    )


@pytest.mark.parametrize(
    ("text", "utf8", "utf16", "utf32"),
    [
        ("", 0, 0, 0),
        ("abc", 3, 3, 3),
        ("日本", 6, 2, 2),
        ("か\u3099", 6, 2, 2),
        ("a😀", 5, 3, 2),
        ("\ud83d", 3, 1, 1),
    ],
)
def test_lengths(text: str, utf8: int, utf16: int, utf32: int) -> None:
    assert [to_units(text, encoding) for encoding in Encoding] == [utf8, utf16, utf32]


@given(lines, st.sampled_from(Encoding))
def test_every_column_round_trips(line: str, encoding: Encoding) -> None:
    for column in range(len(line) + 1):
        assert from_units(line, to_units(line[:column], encoding), encoding) == column


@given(lines, st.integers(-3, 80), st.sampled_from(Encoding))
def test_a_column_covers_no_more_than_asked_for(line: str, units: int, encoding: Encoding) -> None:
    widths = [naive_width(char, encoding) for char in line]
    fitting = [column for column in range(len(line) + 1) if sum(widths[:column]) <= units]
    assert from_units(line, units, encoding) == max(fitting, default=0)


@pytest.mark.parametrize(
    ("text", "clean"),
    [("a", "a"), ("日🎉", "日🎉"), ("a\ud800b\udc00", "a\ufffdb\ufffd"), ("", "")],
)
def test_lone_surrogates_are_replaced(text: str, clean: str) -> None:
    assert without_lone_surrogates(text) == clean
    for encoding in (Encoding.UTF16, Encoding.UTF32):
        assert to_units(text, encoding) == to_units(clean, encoding)
