"""Suggestions as the client's types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from hanare.completion.types import Suggestion, Trigger
from hanare.server import convert
from hanare.server.offers import Offer, Offers
from hanare.server.question import Question
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.units import Encoding


def document(text: str) -> DocumentSnapshot:
    return DocumentSnapshot("file:///a.py", 1, text)


def offer(text: str, suggestion: Suggestion) -> Offer:
    question = Question.of(document(text), suggestion.start, Trigger.AUTOMATIC, "")
    proposal = question.propose(suggestion)
    assert proposal
    return Offers(Encoding.UTF16).make([proposal], "engine")[0]


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
        ("f(a)", Suggestion("b", 3, 3), "ab", "ab", (2, 3)),
        ("if x:", Suggestion("\n    y", 5, 5), "y", "\n    y", (5, 5)),
        ("名前.長", Suggestion("さ", 4, 4), "長さ", "長さ", (3, 4)),
    ],
)
def test_completion_item(
    text: str, suggestion: Suggestion, label: str, new_text: str, columns: tuple[int, int]
) -> None:
    answer = convert.completion(document(text), offer(text, suggestion), Encoding.UTF16)
    (item,) = answer.items
    start, end = (types.Position(0, column) for column in columns)
    assert item.label == label
    assert item.text_edit == types.TextEdit(types.Range(start, end), new_text)
    assert item.documentation == item.filter_text == new_text
    assert item.insert_text_format is types.InsertTextFormat.PlainText
    assert answer.is_incomplete


def test_a_clients_word_filter_keeps_the_item() -> None:
    """Editors compare the word before the cursor with the beginning of filterText."""
    made = offer("foo.ba", Suggestion("r", 6, 6))
    answer = convert.completion(document("foo.ba"), made, Encoding.UTF8)
    assert str(answer.items[0].filter_text).startswith("ba")


@pytest.mark.parametrize(
    ("text", "suggestion", "insert_text", "columns"),
    [
        ("x = ", Suggestion("1", 4, 4), "1", (4, 4)),
        ("foo.ba", Suggestion("r(1)", 6, 6), "bar(1)", (4, 6)),
        ("😀.長(x)", Suggestion("さ", 3, 3), "長さ(x)", (3, 7)),
        ("f(a)", Suggestion("b)\nc", 3, 4), "ab)\nc", (2, 4)),
    ],
)
def test_inline_completion_item(
    text: str, suggestion: Suggestion, insert_text: str, columns: tuple[int, int]
) -> None:
    made = offer(text, suggestion)
    (item,) = convert.inline_completion(document(text), [made], Encoding.UTF16).items
    start, end = (types.Position(0, column) for column in columns)
    assert item.insert_text == item.filter_text == insert_text
    assert item.range == types.Range(start, end)
    assert item.command == types.Command("", "hanare.didAccept", arguments=[made.id])


def test_a_popups_selected_item() -> None:
    where = types.Range(types.Position(0, 2), types.Position(0, 3))
    info = types.SelectedCompletionInfo(where, "長さ\ud83d")
    edit = convert.selected(document("😀長"), info, Encoding.UTF16)
    assert edit == Edit(1, 2, "長さ\ufffd")
