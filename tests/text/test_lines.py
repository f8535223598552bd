"""Lines by LSP's rules, from scratch and incrementally."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.text.edits import Edit
from hanare.text.lines import LineIndex, line_starts

# Everything that some line rule or some encoding treats specially.
ALPHABET = "ab \t\r\n\f\x0b\x1c\x85\u2028\u2029é日本か\u3099😀👩\u200d\ufeff\ud83d"
texts = st.text(ALPHABET, max_size=40)


@st.composite
def edits(draw: st.DrawFn, text: str) -> Edit:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return Edit(start, end, draw(st.text(ALPHABET, max_size=8)))


def naive_starts(text: str) -> list[int]:
    """Return line starts one character at a time, as the specification words it."""
    starts = [0]
    for at, char in enumerate(text):
        if char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n"):
            starts.append(at + 1)
    return starts


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\r\nb\rc\nd", [0, 3, 5, 7]),
        ("\n\r", [0, 1, 2]),
        ("a\fb\x0bc\x85d\u2028e", [0]),
    ],
)
def test_only_lf_crlf_and_cr_end_a_line(text: str, starts: list[int]) -> None:
    assert line_starts(text) == starts


@given(texts)
def test_starts_follow_the_specification(text: str) -> None:
    assert line_starts(text) == naive_starts(text)


@given(st.data(), texts)
def test_an_edited_index_equals_one_from_scratch(data: st.DataObject, text: str) -> None:
    index = LineIndex(text)
    for _ in range(data.draw(st.integers(1, 5))):
        edit = data.draw(edits(index.text))
        before, starts = index.text, list(index.starts)
        after = index.edited(edit)
        assert after.text == before[: edit.start] + edit.new + before[edit.end :]
        assert after.starts == naive_starts(after.text)
        assert index.starts == starts, "an index is never changed in place"
        index = after


@given(texts)
def test_lines_and_breaks_make_up_the_text(text: str) -> None:
    index = LineIndex(text)
    breaks = [
        text[index.end(line) : index.start(line + 1) if line + 1 < len(index) else len(text)]
        for line in range(len(index))
    ]
    assert set(breaks[:-1]) <= {"\n", "\r\n", "\r"}
    assert breaks[-1] == ""
    assert "".join(index.line_text(n) + eol for n, eol in enumerate(breaks)) == text


@given(st.data(), texts)
def test_positions_round_trip(data: st.DataObject, text: str) -> None:
    index = LineIndex(text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = index.position(offset)
    inside_crlf = text[offset - 1 : offset + 1] == "\r\n"
    assert index.offset(line, column) == (offset - 1 if inside_crlf else offset)


@given(texts, st.integers(-2, 50), st.integers(-2, 50))
def test_any_position_is_clamped_into_the_text(text: str, line: int, column: int) -> None:
    offset = LineIndex(text).offset(line, column)
    assert 0 <= offset <= len(text)
