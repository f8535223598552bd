"""Reports as SARIF 2.1.0, for code scanning services and editors.

The same report gives the same bytes. Where the analysed folder is and where the repository comes
from is left out: the first differs from machine to machine, the second may hold credentials.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hanare import __version__
from hanare.analysis.reports import wording
from hanare.analysis.reports.explained import reason, used_rules
from hanare.analysis.reports.plain import one_line, to_json
from hanare.analysis.reports.sarif_places import Json, Places
from hanare.analysis.reports.sarif_results import result
from hanare.analysis.reports.sarif_rules import descriptor, taxonomy
from hanare.analysis.results import Report, Why
from hanare.wording import Language

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# A URI is required. This one names nothing.
_UNDISCLOSED = "about:blank"
_IN_PART = (Why.SYNTAX, Why.FAILED)


def render(report: Report, language: Language, *, exit_code: int | None = None) -> str:
    """Return a report as SARIF; `exit_code` is the command's, where there is one."""
    run = _run(report, language, exit_code)
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _run(report: Report, language: Language, exit_code: int | None) -> Json:
    rules = used_rules(report)
    cwes = sorted({each.example.cwe for each in rules if each.example.cwe})
    numbers = {each.id: number for number, each in enumerate(rules)}
    places = Places.of(report)
    run: Json = {
        "tool": {
            "driver": {
                "name": wording.PRODUCT,
                "semanticVersion": __version__,
                "rules": [descriptor(each, cwes, language) for each in rules],
                "notifications": [
                    {"id": why.value, "shortDescription": {"text": text.in_(language)}}
                    for why, text in wording.REASON.items()
                ],
                "supportedTaxonomies": [{"name": "CWE", "index": 0}],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "hanare/analyze/"},
        "originalUriBaseIds": {places.base: {"description": {"text": wording.ROOT.in_(language)}}},
        "invocations": [_invocation(report, places, language, exit_code)],
        "artifacts": places.artifacts(),
        "taxonomies": [taxonomy(cwes)],
        "results": [result(each, places, numbers, language) for each in report.findings],
    }
    if report.revision:
        run["versionControlProvenance"] = [
            {
                "repositoryUri": _UNDISCLOSED,
                "revisionId": report.revision,
                "mappedTo": {"uriBaseId": places.base},
            }
        ]
    return run


def _invocation(report: Report, places: Places, language: Language, exit_code: int | None) -> Json:
    kinds = {why: number for number, why in enumerate(wording.REASON)}
    found: Json = {
        "executionSuccessful": report.complete,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": each.why.value, "index": kinds[each.why]},
                "level": "warning" if each.why in _IN_PART else "error",
                "message": {"text": reason(each, language)},
                "locations": [{"physicalLocation": places.whole(each.path)}],
            }
            for each in report.not_analysed
        ],
        "toolConfigurationNotifications": [
            {"level": "note", "message": {"text": one_line(note.in_(language))}}
            for note in report.notes
        ],
    }
    if exit_code is not None:
        found["exitCode"] = exit_code
    if report.started is not None:
        start = datetime.fromisoformat(report.started).astimezone(UTC)
        found["startTimeUtc"] = _utc(start)
        if report.seconds is not None:
            found["endTimeUtc"] = _utc(start + timedelta(seconds=report.seconds))
    return found


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
