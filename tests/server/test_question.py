"""Suggestions put so that every client can take them."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hanare.completion.types import Suggestion, Trigger
from hanare.server.question import Proposal, Question
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

CURSOR = "‸"


def question(marked: str, selected: Edit | None = None) -> Question:
    """Ask at the mark."""
    document = DocumentSnapshot("file:///a.py", 3, marked.replace(CURSOR, "", 1))
    return Question.of(document, marked.index(CURSOR), Trigger.AUTOMATIC, "a.py", selected)


def parts(proposal: Proposal | None) -> tuple[str, str, str] | None:
    return (proposal.lead, proposal.new, proposal.rest) if proposal else None


@pytest.mark.parametrize(
    ("marked", "says", "shown"),
    [
        ("x = ‸", "1", ("", "1", "")),
        ("x = ‸\ny", "1", ("", "1", "")),
        ("foo.ba‸", "r(1)", ("ba", "r(1)", "")),
        ("foo.ba‸\r\n", "r(1)\r\nx", ("ba", "r(1)\r\nx", "")),
        ("\tif x:‸", "\n\t\ty", ("", "\n\t\ty", "")),
        ("print(x‸)", ".y", ("x", ".y", ")")),
        ("print(x‸)  # why\nz", ".y", ("x", ".y", ")  # why")),
        ("x = ‸   ", "1", ("", "1", "")),  # blanks may be drawn over
        ("na‸me = 1", "tional_na", ("na", "tional_na", "me = 1")),
        ("名前.長‸", "さ", ("長", "さ", "")),
        ("_a1‸", "_", ("_a1", "_", "")),
        ("", "x", None),
    ],
)
def test_both_sides_of_the_cursor_are_repeated(
    marked: str, says: str, shown: tuple[str, str, str] | None
) -> None:
    asked = question(marked if marked else CURSOR)
    at = asked.query.offset
    proposal = asked.propose(Suggestion(says, at, at))
    assert parts(proposal) == (shown or ("", says, ""))


def test_what_is_replaced_is_not_repeated() -> None:
    asked = question("f(a‸) # b")
    proposal = asked.propose(Suggestion(", c)", 3, 4))
    assert proposal == Proposal(2, 8, "a", ", c)", " # b")


POPUP = [
    # the popup's edit of `self.na‸ = 1`, what the model says after it, what is proposed
    (Edit(5, 7, "name"), ".strip()", Proposal(5, 11, "name", ".strip()", " = 1")),
    (Edit(5, 7, "unicode_name"), "()", Proposal(5, 11, "unicode_name", "()", " = 1")),
    (Edit(7, 7, "me"), "()", Proposal(7, 11, "me", "()", " = 1")),
    (Edit(5, 10, "name ="), " 2", Proposal(5, 11, "name =", " 2", "1")),
    (Edit(5, 7, "name"), "", None),
    (Edit(5, 7, "名前"), "()", Proposal(5, 11, "名前", "()", " = 1")),
    (Edit(5, 7, "a\nb"), "()", Proposal(5, 11, "a\nb", "()", " = 1")),
]


@pytest.mark.parametrize(("selected", "says", "proposal"), POPUP)
def test_a_selected_item_is_continued(selected: Edit, says: str, proposal: Proposal | None) -> None:
    asked = question("self.na‸ = 1", selected)
    document, at = asked.query.document, asked.query.offset
    assert document.text[:at].endswith(selected.new)
    assert document.text == selected.apply(asked.document.text)
    assert document.version == asked.document.version
    assert asked.propose(Suggestion(says, at, at)) == proposal


@pytest.mark.parametrize(
    "suggestion",
    [
        Suggestion("other", 5, 9),  # another word instead
        Suggestion("x", 4, 9),  # from before the item
        Suggestion("name()", 5, 8),  # cut into it
        Suggestion("", 9, 11),
        Suggestion("name", 5, 9),  # the item and nothing else
    ],
)
def test_what_does_not_continue_the_selected_item_is_not_shown(suggestion: Suggestion) -> None:
    assert question("self.na‸ = 1", Edit(5, 7, "name")).propose(suggestion) is None


@pytest.mark.parametrize(
    ("marked", "selected"),
    [
        ("one\ntwo‸", Edit(0, 7, "one\ntwo")),  # Neovim's visual selection
        ("one two‸", Edit(0, 3, "other")),
        ("‸one two", Edit(4, 7, "other")),
    ],
)
def test_what_is_no_popup_is_ignored(marked: str, selected: Edit) -> None:
    asked = question(marked, selected)
    assert asked.selected is None
    assert asked.query.document is asked.document


TEXT = st.text("ab_名 .()\r\n\t", max_size=20)


@given(st.data(), TEXT, TEXT, st.one_of(st.none(), TEXT))
def test_accepting_a_proposal_is_accepting_the_suggestion(
    data: st.DataObject, text: str, says: str, popup: str | None
) -> None:
    """And clients find it fit to be shown, by what they check."""
    offset = data.draw(st.integers(0, len(text)))
    assume(text[offset - 1 : offset + 1] != "\r\n")  # no client's cursor is inside a line break
    document = DocumentSnapshot("file:///a.py", 1, text)
    start = min(offset, data.draw(st.integers(0, 3)))
    selected = None if popup is None else Edit(start, offset, popup)
    asked = Question.of(document, offset, Trigger.AUTOMATIC, "", selected)
    at, lines = asked.query.offset, asked.query.document.lines
    end = data.draw(st.integers(at, max(at, lines.end(lines.line_of(at)))))
    proposal = asked.propose(Suggestion(says, at, end))
    if proposal is None:
        assert not says
        return
    accepted = Edit(proposal.start, proposal.end, proposal.text).apply(text)
    assert accepted == Edit(at, end, says).apply(asked.query.document.text)
    replaced = text[proposal.start : proposal.end]
    assert not re.search(r"[\r\n]", replaced), "LSP: a range on one line"
    assert proposal.start <= offset <= proposal.end
    if asked.selected is None:
        # VS Code: what is before the cursor begins the text, what is after it can be found in it.
        before, after = text[proposal.start : offset], text[offset : proposal.end]
        assert proposal.text.startswith(before)
        if end == at:
            assert proposal.text.endswith(after)
    else:
        assert proposal.start == asked.selected.start, "or VS Code does not show it"
        assert proposal.text.startswith(asked.selected.new)
