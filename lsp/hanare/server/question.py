"""What a client asks, and how an answer is put so that every client can take it."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.completion.types import Query, Suggestion, Trigger
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit


@dataclass(frozen=True, slots=True)
class Proposal:
    """Replace `document.text[start:end]`, which is on one line, by `lead + new + rest`.

    Both sides repeat what is there, and both for the sake of what editors do with them:

    *Before the cursor* the range begins with the word. VS Code keeps a suggestion on the screen
    while the text from the range's start is a beginning of `filterText`; with the word in the
    range that survives a backspace into it.

    *After the cursor* the range goes to the line's end, if something stands there. Neovim draws
    a suggestion that has a range over the text behind the cursor: of `print(x‸)` and `.y` one
    would see `print(x.y`, and the bracket would be back after accepting. VS Code finds what is
    new by comparing the range's text with the suggestion, and shows the same either way.
    """

    start: int
    end: int
    lead: str
    """What the user has typed of it, or the popup's selected item."""
    new: str
    """What the model wrote; never empty."""
    rest: str
    """What follows on the line."""

    @property
    def text(self) -> str:
        """All that takes the range's place."""
        return self.lead + self.new + self.rest


@dataclass(frozen=True, slots=True)
class Question:
    """One request, as the client sees the document and as the completer does.

    They differ while an item is selected in the client's popup: a suggestion is shown beside it
    only if it continues it, so the completer sees the document as accepting the item leaves it.
    """

    document: DocumentSnapshot
    """The client's own; an answer is good as long as this is its newest."""
    query: Query
    selected: Edit | None = None
    """What accepting the popup's selected item would do to `document`."""

    @classmethod
    def of(
        cls,
        document: DocumentSnapshot,
        offset: int,
        trigger: Trigger,
        path: str,
        selected: Edit | None = None,
    ) -> Question:
        """Return the question at `offset` of `document`.

        A selected item whose range is not on one line around the cursor is ignored: that is no
        popup (Neovim sends the selected text of visual mode in its place).
        """
        if selected is None or not _is_around(selected, offset, document):
            return cls(document, Query(document, offset, trigger, path))
        accepted = document.edited(selected, document.version)
        after = selected.start + len(selected.new)
        return cls(document, Query(accepted, after, trigger, path), selected)

    def propose(self, suggestion: Suggestion) -> Proposal | None:
        """Return an answer to `query` in the offsets of `document`.

        `None` if it does not continue the selected item, or adds nothing.
        """
        text = self.query.document.text
        if self.selected is None:
            start = word_start(text, suggestion.start)
            lead, growth = text[start : suggestion.start], 0
        else:
            start, lead = self.selected.start, self.selected.new
            growth = len(lead) - (self.selected.end - start)
        written = text[start : suggestion.start] + suggestion.text
        if suggestion.start < start or suggestion.end < start + len(lead) or written == lead:
            return None
        if not written.startswith(lead):
            return None
        end = suggestion.end - growth
        lines = self.document.lines
        rest = self.document.text[end : lines.end(lines.line_of(end))]
        if not rest.strip():
            rest = ""
        return Proposal(start, end + len(rest), lead, written[len(lead) :], rest)


def word_start(text: str, offset: int) -> int:
    """Return where the word that ends at `offset` begins; `offset` if none does."""
    while offset and (text[offset - 1].isalnum() or text[offset - 1] == "_"):
        offset -= 1
    return offset


def _is_around(selected: Edit, offset: int, document: DocumentSnapshot) -> bool:
    lines = document.lines
    one_line = lines.line_of(selected.start) == lines.line_of(selected.end)
    return one_line and selected.start <= offset <= selected.end
