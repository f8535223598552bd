"""Reports as GitLab's Code Quality, which every edition shows in merge requests.

GitLab's SAST format says more, but is shown by the paid edition only, and it demands times that a
reproducible report does not have.
"""

from __future__ import annotations

import hashlib

from hanare.analysis.finding import Level
from hanare.analysis.reports.explained import reason, sentence
from hanare.analysis.reports.plain import one_line, to_json
from hanare.analysis.results import NotAnalysed, Report, Reported
from hanare.wording import Language

_SEVERITY = {Level.HIGH: "critical", Level.MEDIUM: "major", Level.LOW: "minor"}


def render(report: Report, language: Language) -> str:
    """Return the findings that nothing suppresses, and the files that were not analysed.

    Those known already are among them: GitLab compares branches itself, and would take one that is
    left out for mended.
    """
    issues = [_issue(each, language) for each in report.findings if each.suppression is None]
    issues += [_missed(each, language) for each in report.not_analysed]
    return to_json(issues)


def _issue(reported: Reported, language: Language) -> dict[str, object]:
    finding = reported.finding
    return {
        "description": sentence(finding, language),
        "check_name": finding.rule,
        "fingerprint": _unique(reported.path, finding.fingerprint, str(reported.ordinal)),
        "severity": _SEVERITY[finding.severity],
        "location": {
            "path": one_line(reported.path),
            "lines": {"begin": finding.start.line, "end": finding.end.line},
        },
    }


def _missed(missed: NotAnalysed, language: Language) -> dict[str, object]:
    return {
        "description": reason(missed, language),
        "check_name": "not-analysed",
        "fingerprint": _unique(missed.path, missed.why.value),
        "severity": "info",
        "location": {"path": one_line(missed.path), "lines": {"begin": 1}},
    }


def _unique(*parts: str) -> str:
    """Return a digest, since GitLab drops all but one of the issues that share a fingerprint."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()
