"""Fixes that the local model writes and the engines verify: a code action that is worked out late.

Where the client resolves the edits of actions it is `codeAction/resolve`, else a command,
`hanare.fixWithModel`, whose argument is the action's data (see `Wanted`) and whose result is
{ "applied": boolean, "reason": string }: why there is no fix, or why it was not taken. Both show
progress, and end with the request or when the user cancels the progress.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol, TypedDict, runtime_checkable

from lsprotocol import types
from pydantic import BaseModel, ConfigDict, ValidationError
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding, Replacement, Span
from hanare.analysis.source import Source
from hanare.engine.protocol import Engine
from hanare.engine.spec import chosen_model
from hanare.explain.author import Author
from hanare.explain.fixes.fixing import MOST_TRIES, Mended, mend
from hanare.explain.fixes.refusals import told
from hanare.explain.fixes.verifying import case_of
from hanare.models.catalog import Catalog
from hanare.models.layout import ChatLayout
from hanare.server import convert
from hanare.server.language_server import HanareServer
from hanare.server.progress import Step
from hanare.syntax.grammars import has_grammar
from hanare.text.document import DocumentSnapshot
from hanare.wording import Said, said

FIX_WITH_MODEL = "hanare.fixWithModel"

_NO_CASE = said("it is in no code that could be checked as a whole")

_DESCRIPTION = said(
    "It parses, the finding is gone and none is new. Whether it does the same, you decide."
)

log = logging.getLogger(__name__)


def _title(rule: str) -> Said:
    return said("Fix with local model: {rule}", rule=rule)


def _label(rule: str) -> Said:
    return said("{rule}: written by the local model", rule=rule)


@runtime_checkable
class HasEngine(Protocol):
    """A completer that lets others use its engine: one model in memory does both."""

    @property
    def engine(self) -> Engine:
        """The engine; its lanes say who goes first."""
        ...


class Wanted(BaseModel):
    """Which finding is to be mended: the data of an action, and the argument of the command."""

    model_config = ConfigDict(frozen=True)

    uri: str
    version: int
    rule: str
    start: int
    end: int
    """Its span, in code points of the document's text in that version."""


class Applied(TypedDict):
    """The result of `hanare.fixWithModel`."""

    applied: bool
    reason: str


def register(server: HanareServer) -> None:
    """Serve the methods of this module."""
    server.feature(types.CODE_ACTION_RESOLVE)(on_resolve)
    server.command(FIX_WITH_MODEL)(on_fix_with_model)


def action(
    ls: HanareServer,
    document: DocumentSnapshot,
    finding: Finding,
    about: list[types.Diagnostic],
) -> types.CodeAction | None:
    """Return the action that has a finding mended; None if there is nobody to do it."""
    if rules()[finding.rule].advisory or not has_grammar(document.language) or not chat_of(ls):
        return None
    title = ls.worded(_title(finding.rule))
    span = finding.span
    wanted = Wanted(
        uri=document.uri,
        version=document.version,
        rule=finding.rule,
        start=span.start,
        end=span.end,
    ).model_dump()
    offered = types.CodeAction(title, types.CodeActionKind.QuickFix, diagnostics=about)
    if _resolves(ls.client_capabilities):
        offered.data = wanted
    else:
        offered.command = types.Command(title, FIX_WITH_MODEL, arguments=[wanted])
    return offered


async def on_resolve(ls: HanareServer, params: types.CodeAction) -> types.CodeAction:
    """Answer with the action's edit, or without one, having told the user why."""
    try:
        wanted = Wanted.model_validate(params.data)
    except ValidationError:
        raise JsonRpcInvalidParams("the action's data are not ours") from None
    document = _document(ls, wanted)
    outcome = await _mended(ls, document, wanted)
    if isinstance(outcome, Said):
        ls.inform(outcome)
    else:
        params.edit = _preview(ls, document, wanted.rule, outcome)
    return params


async def on_fix_with_model(ls: HanareServer, wanted: Wanted) -> Applied:
    """Have a finding mended, and let the client apply the edit."""
    document = _document(ls, wanted)
    outcome = await _mended(ls, document, wanted)
    if isinstance(outcome, Said):
        ls.inform(outcome)
        return Applied(applied=False, reason=ls.worded(outcome))
    edit = _preview(ls, document, wanted.rule, outcome)
    label = ls.worded(_label(wanted.rule))
    answer = await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label))
    return Applied(applied=answer.applied, reason=answer.failure_reason or "")


def _document(ls: HanareServer, wanted: Wanted) -> DocumentSnapshot:
    """Return the document that a finding is in, as it was when the action was offered.

    Raises:
        JsonRpcException: it is another one by now, or closed.
    """
    document = ls.session.snapshot(wanted.uri)
    if document is None or document.version != wanted.version:
        raise _changed()
    return document


def _changed() -> JsonRpcException:
    # In English: clients ask again and do not show it.
    return JsonRpcException(
        "The document has changed meanwhile.", types.LSPErrorCodes.ContentModified
    )


async def _mended(
    ls: HanareServer, document: DocumentSnapshot, wanted: Wanted
) -> tuple[Replacement, ...] | Said:
    """Return the edits of a verified fix, or tell why there is none.

    Raises:
        JsonRpcException: the document was changed meanwhile.
        HanareError: the model or the analysis cannot work.
    """
    async with ls.cancellable(ls.worded(_title(wanted.rule))) as show:

        def trying(number: int) -> None:
            words = said(
                "Fixing {rule}: try {number} of {most}",
                rule=wanted.rule,
                number=number,
                most=MOST_TRIES,
            )
            show(Step(ls.worded(words), 100 * (number - 1) // MOST_TRIES))

        outcome = await _try(ls, document, wanted, trying)
    log.info("fix of %s: %s", wanted.rule, "none" if isinstance(outcome, Said) else "verified")
    if ls.session.snapshot(document.uri) is not document:
        raise _changed()
    if isinstance(outcome, Said):
        return said("No verified fix found for {rule}: {why}.", rule=wanted.rule, why=outcome)
    return outcome


async def _try(
    ls: HanareServer, document: DocumentSnapshot, wanted: Wanted, trying: Callable[[int], None]
) -> tuple[Replacement, ...] | Said:
    layout, completer = chat_of(ls), ls.session.open()
    if layout is None or not isinstance(completer, HasEngine):
        return said("there is no model to ask")

    result = await ls.diagnoser.analyse(document, document.text)
    span = Span(wanted.start, wanted.end)
    found = (each for each in result.findings if (each.rule, each.span) == (wanted.rule, span))
    finding = next(found, None)
    source = Source(document.text, document.language)
    if finding is None:
        return _NO_CASE
    # In a thread: the text is parsed.
    case = await asyncio.to_thread(case_of, source, result, finding)
    if case is None:
        return _NO_CASE
    outcome = await mend(
        case,
        Author(completer.engine, layout),
        lambda text: ls.diagnoser.analyse(document, text),
        document=document.uri,
        trying=trying,
    )
    return outcome.edits if isinstance(outcome, Mended) else told(outcome.refusals)


def chat_of(ls: HanareServer) -> ChatLayout | None:
    """Return how the chosen model is asked; None if completions are off, or it is no such model."""
    settings = ls.configuration.settings
    if not settings.completion.enabled:
        return None
    return chosen_model(settings, Catalog.load()).chat


def _resolves(capabilities: types.ClientCapabilities) -> bool:
    document = capabilities.text_document
    actions = document.code_action if document else None
    if actions is None or not actions.data_support or actions.resolve_support is None:
        return False
    return "edit" in actions.resolve_support.properties


def _preview(
    ls: HanareServer, document: DocumentSnapshot, rule: str, edits: tuple[Replacement, ...]
) -> types.WorkspaceEdit:
    """Return edits that the client shows before it makes them, if it can."""
    encoding = ls.session.documents.encoding
    made = convert.workspace_edit(document, edits, encoding, versioned=ls.versioned_edits)
    if not ls.versioned_edits or not _annotates(ls.client_capabilities):
        return made
    for each in made.document_changes or ():
        if isinstance(each, types.TextDocumentEdit):
            each.edits = [
                types.AnnotatedTextEdit(FIX_WITH_MODEL, edit.range, edit.new_text)
                for edit in each.edits
                if isinstance(edit, types.TextEdit)
            ]
    made.change_annotations = {
        FIX_WITH_MODEL: types.ChangeAnnotation(
            ls.worded(_label(rule)), needs_confirmation=True, description=ls.worded(_DESCRIPTION)
        )
    }
    return made


def _annotates(capabilities: types.ClientCapabilities) -> bool:
    workspace = capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    return edits is not None and edits.change_annotation_support is not None
