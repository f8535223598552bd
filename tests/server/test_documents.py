"""Synchronisation against a naive reading of the specification."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from hanare.server.documents import Documents
from hanare.text.units import Encoding, without_lone_surrogates

URI = "file:///c%3A/a%20b.py"
TEXT = st.text("ab\t\r\n\f\x0b\u2028é日か\u3099😀\ud83d", max_size=30)
POSITION = st.builds(types.Position, st.integers(0, 8), st.integers(0, 25))


def opened(text: str, encoding: Encoding = Encoding.UTF16) -> Documents:
    documents = Documents(encoding)
    documents.open(types.TextDocumentItem(URI, "python", 1, text))
    return documents


def partial(
    start: tuple[int, int], end: tuple[int, int], text: str
) -> types.TextDocumentContentChangePartial:
    where = types.Range(types.Position(*start), types.Position(*end))
    return types.TextDocumentContentChangePartial(where, text)


def units(char: str, encoding: Encoding) -> int:
    sizes = {Encoding.UTF8: "utf-8", Encoding.UTF16: "utf-16-le", Encoding.UTF32: "utf-32-le"}
    width = {Encoding.UTF8: 1, Encoding.UTF16: 2, Encoding.UTF32: 4}[encoding]
    return len(char.encode(sizes[encoding], "surrogatepass")) // width


def naive_offset(text: str, position: types.Position, encoding: Encoding) -> int:
    """Walk to `position` one character at a time."""
    line = column = 0
    for offset, char in enumerate(text):
        ends = char == "\n" or (char == "\r" and text[offset + 1 : offset + 2] != "\n")
        if line == position.line and (
            char in "\r\n" or column + units(char, encoding) > position.character
        ):
            return offset
        column = 0 if ends else column + units(char, encoding)
        line += ends
    return len(text)


@given(
    TEXT,
    st.lists(st.tuples(POSITION, POSITION, TEXT), min_size=1, max_size=6),
    st.sampled_from(Encoding),
)
def test_edits_are_made_where_the_specification_says(
    text: str, edits: list[tuple[types.Position, types.Position, str]], encoding: Encoding
) -> None:
    documents = opened(text, encoding)
    text = without_lone_surrogates(text)
    for version, (start, end, new) in enumerate(edits, 2):
        change = types.TextDocumentContentChangePartial(types.Range(start, end), new)
        documents.change(URI, version, change)
        ends = sorted(naive_offset(text, position, encoding) for position in (start, end))
        text = text[: ends[0]] + without_lone_surrogates(new) + text[ends[1] :]
        document = documents.get(URI)
        assert document
        assert (document.text, document.version) == (text, version)


def test_a_snapshot_stays_as_it_was() -> None:
    documents = opened("one\n")
    before = documents.get(URI)
    documents.change(URI, 2, partial((0, 0), (0, 3), "two"))
    after = documents.get(URI)
    assert before
    assert after
    assert (before.text, before.version) == ("one\n", 1)
    assert (after.text, after.version, after.language) == ("two\n", 2, "python")


def test_the_whole_text() -> None:
    documents = opened("one\r\ntwo")
    documents.change(URI, 7, types.TextDocumentContentChangeWholeDocument("three\nfour"))
    document = documents.get(URI)
    assert document
    assert (document.text, document.version, len(document.lines)) == ("three\nfour", 7, 2)


@pytest.mark.parametrize(
    ("start", "end", "result"),
    [
        ((9, 9), (9, 9), "one\ntwo!"),
        ((0, 99), (0, 99), "one!\ntwo"),
        ((1, 0), (99, 0), "one\n!"),
        ((1, 0), (0, 0), "!two"),  # ends before it starts
    ],
)
def test_positions_outside_are_clamped(
    start: tuple[int, int], end: tuple[int, int], result: str
) -> None:
    documents = opened("one\ntwo")
    documents.change(URI, 2, partial(start, end, "!"))
    document = documents.get(URI)
    assert document
    assert document.text == result


def test_a_change_to_what_is_not_open_is_logged_and_ignored(
    caplog: pytest.LogCaptureFixture,
) -> None:
    documents = Documents(Encoding.UTF16)
    with caplog.at_level(logging.WARNING):
        documents.change(URI, 2, partial((0, 0), (0, 0), "the-users-text"))
    assert documents.get(URI) is None
    assert "not open" in caplog.text
    assert "the-users-text" not in caplog.text


def test_the_clients_uri_is_the_key() -> None:
    documents = opened("text")
    assert documents.get(URI)
    assert documents.get("file:///c:/a b.py") is None
    documents.close(URI)
    documents.close(URI)
    assert list(documents) == []
