"""Between LSP's types and ours. Client positions exist here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lsprotocol import types

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.explaining import markdown
from hanare.analysis.finding import Finding, FlowStep, Level, Replacement
from hanare.analysis.reports.wording import REASON
from hanare.analysis.results import Why
from hanare.completion.types import Trigger
from hanare.config.settings import DisplayLevel
from hanare.server.offers import Offer
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.units import Encoding, from_units, to_units, without_lone_surrogates
from hanare.wording import Language, said

SOURCE = "hanare"
"""What our diagnostics say they are from."""
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


def plain(range_: types.Range) -> dict[str, dict[str, int]]:
    """Return a range as the arguments of commands have it."""
    return {
        name: {"line": at.line, "character": at.character}
        for name, at in (("start", range_.start), ("end", range_.end))
    }


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


_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_LEVELS: dict[Level, DisplayLevel] = {
    Level.HIGH: "error",
    Level.MEDIUM: "warning",
    Level.LOW: "information",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """How findings are told to one client."""

    language: Language
    related: bool
    """Whether the client shows the places that a finding comes from."""


def diagnostics(
    document: DocumentSnapshot,
    findings: Iterable[Finding],
    wording: Wording,
    levels: Mapping[str, DisplayLevel],
    encoding: Encoding,
) -> list[types.Diagnostic]:
    """Return findings as a client shows them; `levels` are those that the user has set, by rule."""
    return [diagnostic(document, each, wording, levels, encoding) for each in findings]


def diagnostic(
    document: DocumentSnapshot,
    finding: Finding,
    wording: Wording,
    levels: Mapping[str, DisplayLevel],
    encoding: Encoding,
) -> types.Diagnostic:
    """Return one finding as a client shows it."""
    rule = rules()[finding.rule]
    usual: DisplayLevel = "hint" if rule.advisory else _LEVELS[finding.severity]
    japanese = wording.language == "ja"
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(document.uri, _flow_range(document, step, encoding)),
            step.message.in_(wording.language),
        )
        for step in finding.flow
    ]
    return types.Diagnostic(
        range_(document, finding.span.start, finding.span.end, encoding),
        helps()[rule.id].title.ja if japanese else finding.message,
        severity=_SEVERITIES[levels.get(rule.id, usual)],
        code=rule.id,
        source=SOURCE,
        related_information=related if wording.related and related else None,
        data={"fingerprint": finding.fingerprint},
    )


def not_analysed(why: Why, wording: Wording) -> types.Diagnostic:
    """Return what tells that a document could not be analysed, on its first line."""
    text = said("Security problems in this file may not be shown: {why}", why=REASON[why])
    start = types.Position(0, 0)
    return types.Diagnostic(
        types.Range(start, start),
        text.in_(wording.language),
        severity=types.DiagnosticSeverity.Information,
        code="not-analysed",
        source=SOURCE,
    )


def _flow_range(document: DocumentSnapshot, step: FlowStep, encoding: Encoding) -> types.Range:
    lines = document.lines
    start = lines.offset(step.start.line - 1, step.start.column - 1)
    end = lines.offset(step.end.line - 1, step.end.column - 1)
    return range_(document, start, end, encoding)


def hover(
    document: DocumentSnapshot, findings: Sequence[Finding], language: Language, encoding: Encoding
) -> types.Hover:
    """Return the help of findings; the range is the first one's."""
    texts = [markdown(rules()[id_], helps()[id_], language) for id_ in _ids(findings)]
    first = findings[0].span
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, "\n---\n\n".join(texts)),
        range_(document, first.start, first.end, encoding),
    )


def _ids(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(each.rule for each in findings))


def workspace_edit(
    document: DocumentSnapshot,
    edits: Iterable[Replacement],
    encoding: Encoding,
    *,
    versioned: bool,
) -> types.WorkspaceEdit:
    """Return a change of one document, bound to its version if the client can do that."""
    changes = [
        types.TextEdit(range_(document, each.span.start, each.span.end, encoding), each.new)
        for each in edits
    ]
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: changes})
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(changes))])


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
