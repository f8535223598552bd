"""Layouts: every one of models.toml appends while the user types, and injects nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hanare.models.catalog import Catalog
from hanare.models.layout import ChatLayout, FimLayout, fill
from hanare.text.prompt import Marker, Plain, Prompt

LAYOUTS = list(Catalog.load().layouts.values())
CHATS = list(Catalog.load().chats.values())

every_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
every_chat = pytest.mark.parametrize("chat", CHATS, ids=lambda chat: chat.name)


def render(layout: FimLayout, tail: str, **slots: Prompt | str) -> Prompt:
    given_slots: dict[str, Prompt | str] = {
        "head": "def f():\n", "suffix": "\nf()\n", **slots
    }  # fmt: skip
    return fill(layout.fim, layout.markers, {**given_slots, "tail": tail})


@every_layout
def test_typing_only_lengthens_the_last_piece(layout: FimLayout) -> None:
    *before, last = render(layout, "ab")
    *before_more, last_more = render(layout, "abc")
    assert before == before_more
    assert isinstance(last, Plain)
    assert isinstance(last_more, Plain)
    assert last_more.text.startswith(last.text)
    assert last.text.endswith("ab")


@every_layout
def test_the_suffix_is_shown_exactly_if_the_family_infills(layout: FimLayout) -> None:
    pieces = render(layout, "ab", suffix="SUFFIX")
    assert (Plain("SUFFIX") in pieces) is layout.infills


@every_layout
def test_every_marker_is_one_piece(layout: FimLayout) -> None:
    assert {p.name for p in render(layout, "ab") if isinstance(p, Marker)} == set(layout.markers)


@given(data=st.data())
def test_text_that_spells_a_marker_stays_text(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(LAYOUTS))
    fragments = st.sampled_from([*layout.markers, *layout.stop, "{tail}", "{suffix}", "x", "\n"])
    texts = st.lists(fragments, min_size=1, max_size=5).map("".join)
    head, suffix, tail = data.draw(texts), data.draw(texts), data.draw(texts)
    pieces = render(layout, tail, head=head, suffix=suffix)
    plain = [p for p in pieces if isinstance(p, Plain)]
    harmless = [p for p in render(layout, "t") if isinstance(p, Marker)]
    assert [p for p in pieces if isinstance(p, Marker)] == harmless
    assert Plain(head) in plain
    assert plain[-1].text.endswith(tail)


@every_chat
def test_a_turn_holds_its_text_once_and_verbatim(chat: ChatLayout) -> None:
    hostile = "".join(chat.markers) + "{content}"
    for template in filter(None, (chat.system, chat.user, chat.assistant)):
        pieces = fill(template, chat.markers, {"content": hostile})
        assert pieces.count(Plain(hostile)) == 1


@every_chat
def test_an_answer_begins_as_the_turns_of_earlier_answers_do(chat: ChatLayout) -> None:
    assert chat.assistant.startswith(chat.opening)


def test_the_golden_forms() -> None:
    layouts = Catalog.load().layouts
    pre, suf, mid = map(Marker, ("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"))
    assert fill(
        layouts["qwen-coder"].fim,
        layouts["qwen-coder"].markers,
        {"head": "a\n", "suffix": "\nc", "tail": "b"},
    ) == (pre, Plain("a\n"), suf, Plain("\nc"), mid, Plain("b"))
    assert fill(
        layouts["codestral"].fim,
        layouts["codestral"].markers,
        {"head": "a\n", "suffix": "\nc", "tail": "b"},
    ) == (Marker("[SUFFIX]"), Plain("\nc"), Marker("[PREFIX]"), Plain("a\n"), Plain("b"))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"fim": "{head}{tail}{suffix}"}, "must come last"),
        ({"fim": "{head}"}, "lacks {tail}"),
        ({"fim": "{tail}"}, "lacks {head}"),
        ({"fim": "{head}{head}{tail}"}, "repeated slots"),
        ({"fim": "{prefix}{head}{tail}"}, "unknown slots"),
        ({"fim": "{Head}{head}{tail}"}, "brace"),
        ({"markers": ["<mid>"]}, "occur in no template"),
        ({"order": "PSM"}, "Extra inputs"),
    ],
)
def test_a_wrong_layout_is_refused(fields: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        FimLayout.model_validate({"name": "wrong", **fields})


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"user": "<u>"}, "lacks {content}"),
        ({"opening": "{content}"}, "unknown slots"),
        ({"assistant": "{text}{content}"}, "unknown slots"),
        ({"markers": ["<u>"]}, "occur in no template"),
    ],
)
def test_a_wrong_chat_is_refused(fields: dict[str, object], complaint: str) -> None:
    right = {"name": "c", "user": "{content}", "assistant": "{content}", "opening": ""}
    ChatLayout.model_validate(right)
    with pytest.raises(ValidationError, match=complaint):
        ChatLayout.model_validate({**right, **fields})
