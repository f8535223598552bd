"""Reports as JSON for programs, by the schema in findings.schema.json."""

from __future__ import annotations

from importlib.resources import files

from hanare import __version__
from hanare.analysis.finding import Fix, Place, Replacement
from hanare.analysis.reports.explained import reason, title
from hanare.analysis.reports.plain import to_json
from hanare.analysis.reports.tally import tally
from hanare.analysis.results import NotAnalysed, Report, Reported, Suppression
from hanare.wording import Language

Json = dict[str, object]


def render(report: Report, language: Language) -> str:
    """Return a report as JSON; `language` is that of titles and reasons."""
    return to_json(
        {
            "findings": [_finding(each, language) for each in report.findings],
            "not_analysed": [_not_analysed(each, language) for each in report.not_analysed],
            "summary": _summary(report, language),
        }
    )


def schema() -> str:
    """Return the JSON Schema that `render` keeps to."""
    return (files(__package__) / "findings.schema.json").read_text("utf-8")


def _finding(reported: Reported, language: Language) -> Json:
    finding = reported.finding
    return {
        "rule": finding.rule,
        "title": title(finding, language),
        "path": reported.path,
        "range": _range(finding.start, finding.end),
        "severity": finding.severity,
        "confidence": finding.confidence,
        "cwe": finding.cwe,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "ordinal": reported.ordinal,
        "origin": finding.origin,
        "excerpt": finding.excerpt,
        "suppression": _suppression(reported.suppression),
        "state": reported.state,
        "flow": [
            {"range": _range(step.start, step.end), "message": step.message.in_(language)}
            for step in finding.flow
        ],
        "fix": _fix(finding.fix, language),
    }


def _range(start: Place, end: Place) -> Json:
    return {"start": _place(start), "end": _place(end)}


def _place(place: Place) -> Json:
    return {"line": place.line, "column": place.column}


def _suppression(suppression: Suppression | None) -> Json | None:
    if suppression is None:
        return None
    return {
        "marker": suppression.marker,
        "rules": list(suppression.rules),
        "reason": suppression.reason,
        "author": suppression.author,
        "until": suppression.until.isoformat() if suppression.until else None,
        "range": _range(suppression.start, suppression.end),
    }


def _fix(fix: Fix | None, language: Language) -> Json | None:
    if fix is None:
        return None
    return {
        "title": fix.title.in_(language),
        "edits": [_edit(each) for each in fix.edits],
    }


def _edit(edit: Replacement) -> Json:
    return {
        "offset": edit.span.start,
        "length": edit.span.end - edit.span.start,
        "new": edit.new,
    }


def _not_analysed(missed: NotAnalysed, language: Language) -> Json:
    return {
        "path": missed.path,
        "reason": missed.why,
        "detail": reason(missed, language),
    }


def _summary(report: Report, language: Language) -> Json:
    numbers = tally(report)
    return {
        "tool": {"name": "hanare", "version": __version__},
        "complete": report.complete,
        "files": {
            "found": numbers.found,
            "analysed": numbers.analysed,
            "not_analysed": numbers.not_analysed,
        },
        "lines": numbers.lines,
        "findings": numbers.findings,
        "by_severity": dict(numbers.by_severity),
        "suppressed": numbers.suppressed,
        "unchanged": numbers.unchanged,
        "skipped": dict(report.skipped),
        "notes": [note.in_(language) for note in report.notes],
        "revision": report.revision,
        "compared_with": report.compared_with,
        "started": report.started,
        "seconds": report.seconds,
    }
