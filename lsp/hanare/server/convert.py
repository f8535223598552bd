"""Between LSP's types and ours. Client positions exist here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from hanare.completion.types import Trigger
from hanare.server.offers import Offer
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.units import Encoding, from_units, to_units, without_lone_surrogates

DID_ACCEPT = "hanare.didAccept"
"""The command that every suggestion carries; its argument is the suggestion's id."""


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
    return _replacement(document, change.range, new, encoding)


def selected(
    document: DocumentSnapshot, info: types.SelectedCompletionInfo, encoding: Encoding
) -> Edit:
    """Return what accepting the popup's selected item would do to `document`."""
    return _replacement(document, info.range, without_lone_surrogates(info.text), encoding)


def trigger(context: types.InlineCompletionContext) -> Trigger:
    """Return who asked for an inline completion."""
    invoked = context.trigger_kind is types.InlineCompletionTriggerKind.Invoked
    return Trigger.INVOKED if invoked else Trigger.AUTOMATIC


def inline_completion(
    document: DocumentSnapshot, offers: Sequence[Offer], encoding: Encoding
) -> types.InlineCompletionList:
    """Return suggestions as ghost text, to choose from if there are several."""
    return types.InlineCompletionList(
        [
            types.InlineCompletionItem(
                insert_text=offer.proposal.text,
                # What LSP takes for it where it is missing; said all the same, since it is
                # compared with the text of the range, which must therefore begin it.
                filter_text=offer.proposal.text,
                range=range_(document, offer.proposal.start, offer.proposal.end, encoding),
                command=_accept(offer),
            )
            for offer in offers
        ]
    )


def completion(
    document: DocumentSnapshot, offer: Offer, encoding: Encoding
) -> types.CompletionList:
    """Return a suggestion as the one entry of a completion list.

    Clients filter entries by the word before the cursor, so it is good that a proposal begins
    with it. The list is incomplete: the next keystroke must ask again.
    """
    proposal = offer.proposal
    text = proposal.lead + proposal.new
    replaced = range_(document, proposal.start, proposal.end - len(proposal.rest), encoding)
    item = types.CompletionItem(
        label=_first_line(text),
        kind=types.CompletionItemKind.Text,
        detail="Hanare",
        documentation=text,
        preselect=True,
        filter_text=text,
        insert_text_format=types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AsIs,
        text_edit=types.TextEdit(replaced, text),
        command=_accept(offer),
    )
    return types.CompletionList(is_incomplete=True, items=[item])


def _replacement(
    document: DocumentSnapshot, replaced: types.Range, new: str, encoding: Encoding
) -> Edit:
    """Return an edit; a range whose ends are in the wrong order is turned."""
    ends = (
        offset(document, replaced.start, encoding),
        offset(document, replaced.end, encoding),
    )
    return Edit(min(ends), max(ends), new)


def _accept(offer: Offer) -> types.Command:
    """Return what clients run after they have inserted a suggestion."""
    return types.Command("", DID_ACCEPT, arguments=[offer.id])


def _first_line(text: str) -> str:
    """Return the first line that is not blank, for a list in which a blank one is invisible."""
    return next((line.strip() for line in text.splitlines() if line.strip()), text)
