"""Security findings as diagnostics: pulled by clients that can, pushed to the others.

A diagnostic's code is the rule's id, its source `hanare`; `data` is { "fingerprint": string }. One
on the first line with the code `not-analysed` says that the document could not be analysed.
"""

from __future__ import annotations

from lsprotocol import types

from hanare.server.language_server import HanareServer

_PULL = types.DiagnosticOptions(
    identifier="hanare", inter_file_dependencies=False, workspace_diagnostics=False
)


def register(server: HanareServer) -> None:
    """Serve the method of this module, to clients that ask for it."""
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, _PULL)(on_diagnostic)


async def on_diagnostic(
    ls: HanareServer, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    """Answer with the findings in the newest text."""
    diagnosis = await ls.diagnoser.current(params.text_document.uri)
    if diagnosis is None:
        return types.RelatedFullDocumentDiagnosticReport([])
    if params.previous_result_id == str(diagnosis.number):
        return types.RelatedUnchangedDocumentDiagnosticReport(str(diagnosis.number))
    return types.RelatedFullDocumentDiagnosticReport(
        ls.diagnostics(diagnosis), result_id=str(diagnosis.number)
    )
