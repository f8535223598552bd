"""textDocument/codeAction: what can be done about findings; any diagnostic can be explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from lsprotocol import types

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding
from hanare.analysis.source import Source
from hanare.analysis.suppressions import comment
from hanare.explain.kinds import Kind
from hanare.server import convert
from hanare.server.handlers import model_fix
from hanare.server.handlers.explain import EXPLAIN
from hanare.server.handlers.rule_help import SHOW_RULE
from hanare.server.language_server import HanareServer
from hanare.text.document import DocumentSnapshot
from hanare.wording import said

_MOST = 20
"""Findings that actions are offered for: nobody reads a longer list."""


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    options = types.CodeActionOptions([types.CodeActionKind.QuickFix], resolve_provider=True)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)(on_code_action)


def on_code_action(ls: HanareServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Answer with what can be done about the findings in the range."""
    document = ls.session.snapshot(params.text_document.uri)
    only = params.context.only
    if document is None or (only and types.CodeActionKind.QuickFix not in only):
        return []
    encoding = ls.session.documents.encoding
    start, end = (
        convert.offset(document, each, encoding) for each in (params.range.start, params.range.end)
    )
    found = ls.diagnoser.findings(document)
    touched = [each for each in found if each.span.start <= end and each.span.end >= start]
    source = Source(document.text, document.language)
    actions = (each for found in touched[:_MOST] for each in _actions(ls, document, source, found))
    return [*actions, *_explanations(ls, document.uri, params.context.diagnostics)]


def _explanations(
    ls: HanareServer, uri: str, diagnostics: Sequence[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    """Yield actions that have diagnostics explained, whatever server they are from."""
    for each in diagnostics[:_MOST] if model_fix.chat_of(ls) is not None else ():
        about: dict[str, object] = {"uri": uri, "range": convert.plain(each.range)}
        if each.source == convert.SOURCE and each.code in rules():
            title = said("Explain {rule}", rule=each.code)
            about |= {"kind": Kind.FINDING, "rule": str(each.code)}
        else:
            title = said("Explain this message")
            about |= {"kind": Kind.DIAGNOSTIC, "text": each.message}
        command = types.Command(ls.worded(title), EXPLAIN, arguments=[about])
        kind = types.CodeActionKind.QuickFix
        yield types.CodeAction(command.title, kind, diagnostics=[each], command=command)


def _actions(
    ls: HanareServer, document: DocumentSnapshot, source: Source, finding: Finding
) -> Iterator[types.CodeAction]:
    encoding, wording = ls.session.documents.encoding, ls.wording
    settings, kind = ls.diagnoser.settings, types.CodeActionKind.QuickFix
    about = [convert.diagnostic(document, finding, wording, settings.levels, encoding)]
    if finding.fix is not None:
        title = ls.worded(finding.fix.title)
        edit = convert.workspace_edit(
            document, finding.fix.edits, encoding, versioned=ls.versioned_edits
        )
        preferred = not finding.fix.to_agree
        yield types.CodeAction(title, kind, diagnostics=about, is_preferred=preferred, edit=edit)
    if (by_model := model_fix.action(ls, document, finding, about)) is not None:
        yield by_model
    suppress = ls.worded(said("Suppress {rule} with a reason", rule=finding.rule))
    show = ls.worded(said("Show the help of {rule}", rule=finding.rule))
    until = ls.diagnoser.today() + timedelta(days=settings.suppress_days)
    if change := comment(source, finding.span, finding.rule, author=settings.author, until=until):
        edit = convert.workspace_edit(document, [change], encoding, versioned=ls.versioned_edits)
        yield types.CodeAction(suppress, kind, diagnostics=about, edit=edit)
    command = types.Command(show, SHOW_RULE, arguments=[finding.rule])
    yield types.CodeAction(show, kind, diagnostics=about, command=command)
