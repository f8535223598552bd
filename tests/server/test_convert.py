"""Suggestions as the client's types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from hanare.completion.types import Suggestion, Trigger
from hanare.server import convert
from hanare.text.document import DocumentSnapshot
from hanare.text.units import Encoding


def document(text: str) -> DocumentSnapshot:
    return DocumentSnapshot("file:///a.py", 1, text)


@given(st.data(), st.text("a\r\n\fé日😀", max_size=30), st.sampled_from(Encoding))
def test_positions_round_trip(data: st.DataObject, text: str, encoding: Encoding) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n" and offset:
        offset -= 1  # between the two there is no position
    there = convert.position(document(text), offset, encoding)
    assert convert.offset(document(text), there, encoding) == offset


@pytest.mark.parametrize(
    ("kind", "trigger"),
    [
        (types.InlineCompletionTriggerKind.Invoked, Trigger.INVOKED),
        (types.InlineCompletionTriggerKind.Automatic, Trigger.AUTOMATIC),
    ],
)
def test_trigger(kind: types.InlineCompletionTriggerKind, trigger: Trigger) -> None:
    assert convert.trigger(types.InlineCompletionContext(kind)) is trigger


@pytest.mark.parametrize(
    ("text", "suggestion", "label", "new_text", "columns"),
    [
        ("foo.ba", Suggestion("r(1)", 6, 6), "bar(1)", "bar(1)", (4, 6)),
        ("foo.ba", Suggestion("bar(1)", 4, 6), "bar(1)", "bar(1)", (4, 6)),
        ("x = ", Suggestion("1", 4, 4), "1", "1", (4, 4)),
        ("f(a)", Suggestion("b)\nc", 3, 4), "ab)", "ab)\nc", (2, 4)),
        ("if x:", Suggestion("\n    y", 5, 5), "y", "\n    y", (5, 5)),
        ("名前.長", Suggestion("さ", 4, 4), "長さ", "長さ", (3, 4)),
    ],
)
def test_completion_item(
    text: str, suggestion: Suggestion, label: str, new_text: str, columns: tuple[int, int]
) -> None:
    cursor = 3 if suggestion.text.startswith("b)") else len(text)
    answer = convert.completion(document(text), cursor, suggestion, Encoding.UTF16)
    (item,) = answer.items
    start, end = (types.Position(0, column) for column in columns)
    assert item.label == label
    assert item.text_edit == types.TextEdit(types.Range(start, end), new_text)
    assert item.documentation == item.filter_text == new_text
    assert item.insert_text_format is types.InsertTextFormat.PlainText
    assert answer.is_incomplete


def test_a_clients_word_filter_keeps_the_item() -> None:
    """Editors compare the word before the cursor with the beginning of filterText."""
    answer = convert.completion(document("foo.ba"), 6, Suggestion("r", 6, 6), Encoding.UTF8)
    assert str(answer.items[0].filter_text).startswith("ba")
