"""Reports as GitHub's workflow commands, which mark lines in a pull request's changes."""

from __future__ import annotations

from hanare.analysis.finding import Level
from hanare.analysis.reports import wording
from hanare.analysis.reports.explained import reason, sentence, title
from hanare.analysis.reports.plain import one_line
from hanare.analysis.reports.tally import SEVEREST_FIRST, verdict
from hanare.analysis.results import Report, Reported
from hanare.wording import Language

_COMMAND = {Level.HIGH: "error", Level.MEDIUM: "warning", Level.LOW: "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_DATA_TABLE = str.maketrans(_DATA)
_PROPERTY_TABLE = str.maketrans(_DATA | {":": "%3A", ",": "%2C"})


def render(report: Report, language: Language) -> str:
    """Return a command for each finding that counts, the severest first: GitHub shows ten."""
    ordered = sorted(report.counted, key=lambda each: SEVEREST_FIRST.index(each.finding.severity))
    lines = [_finding(each, language) for each in ordered]
    lines += [
        _command(
            "warning",
            {"file": each.path, "title": wording.NOT_FULLY.in_(language)},
            reason(each, language),
        )
        for each in report.not_analysed
    ]
    lines += [
        _command("notice", {"title": wording.PRODUCT}, note.in_(language)) for note in report.notes
    ]
    return "\n".join((*lines, verdict(report, language))) + "\n"


def _finding(reported: Reported, language: Language) -> str:
    finding = reported.finding
    start, end = finding.start, finding.end
    place = {"file": reported.path, "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # GitHub takes columns within one line only
        place |= {"col": str(start.column), "endColumn": str(end.column)}
    return _command(
        _COMMAND[finding.severity],
        place | {"title": f"{finding.rule} {title(finding, language)}"},
        sentence(finding, language),
    )


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(
        f"{key}={one_line(value).translate(_PROPERTY_TABLE)}" for key, value in properties.items()
    )
    return f"::{name} {given}::{one_line(message).translate(_DATA_TABLE)}"
