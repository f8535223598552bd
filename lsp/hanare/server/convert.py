"""Between LSP's types and ours. Client positions exist here and nowhere else."""

from __future__ import annotations

from lsprotocol import types

from hanare.completion.types import Suggestion, Trigger
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.units import Encoding, from_units, to_units, without_lone_surrogates


def offset(document: DocumentSnapshot, position: types.Position, encoding: Encoding) -> int:
    """Return the offset of `position`; one outside the text means its nearest end."""
    lines = document.lines
    if position.line >= len(lines):
        return len(document.text)
    line = lines.line_text(position.line)
    return lines.start(position.line) + from_units(line, position.character, encoding)


def position(document: DocumentSnapshot, offset: int, encoding: Encoding) -> types.Position:
    """Return the position of `offset`, in the client's units."""
    line, column = document.lines.position(offset)
    start = offset - column
    return types.Position(line, to_units(document.text[start:offset], encoding))


def range_(document: DocumentSnapshot, start: int, end: int, encoding: Encoding) -> types.Range:
    """Return the range from offset `start` to offset `end`."""
    return types.Range(position(document, start, encoding), position(document, end, encoding))


def edit(
    document: DocumentSnapshot, change: types.TextDocumentContentChangeEvent, encoding: Encoding
) -> Edit:
    """Return a client's change as an edit of `document`."""
    new = without_lone_surrogates(change.text)
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return Edit(0, len(document.text), new)
    ends = (
        offset(document, change.range.start, encoding),
        offset(document, change.range.end, encoding),
    )
    return Edit(min(ends), max(ends), new)


def trigger(context: types.InlineCompletionContext) -> Trigger:
    """Return who asked for an inline completion."""
    invoked = context.trigger_kind is types.InlineCompletionTriggerKind.Invoked
    return Trigger.INVOKED if invoked else Trigger.AUTOMATIC


def inline_completion(
    document: DocumentSnapshot, suggestion: Suggestion, encoding: Encoding
) -> types.InlineCompletionList:
    """Return a suggestion as ghost text."""
    replaced = range_(document, suggestion.start, suggestion.end, encoding)
    return types.InlineCompletionList([types.InlineCompletionItem(suggestion.text, range=replaced)])


def completion(
    document: DocumentSnapshot, cursor: int, suggestion: Suggestion, encoding: Encoding
) -> types.CompletionList:
    """Return a suggestion as the one entry of a completion list.

    Clients filter entries by the word before the cursor, so the entry replaces that word
    and begins with it. The list is incomplete: the next keystroke must ask again.
    """
    start = _word_start(document.text, min(suggestion.start, cursor))
    text = document.text[start : suggestion.start] + suggestion.text
    item = types.CompletionItem(
        label=_first_line(text),
        kind=types.CompletionItemKind.Text,
        detail="Hanare",
        documentation=text,
        preselect=True,
        filter_text=text,
        insert_text_format=types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AsIs,
        text_edit=types.TextEdit(range_(document, start, suggestion.end, encoding), text),
    )
    return types.CompletionList(is_incomplete=True, items=[item])


def _word_start(text: str, offset: int) -> int:
    while offset and (text[offset - 1].isalnum() or text[offset - 1] == "_"):
        offset -= 1
    return offset


def _first_line(text: str) -> str:
    """Return the first line that is not blank, for a list in which a blank one is invisible."""
    return next((line.strip() for line in text.splitlines() if line.strip()), text)
