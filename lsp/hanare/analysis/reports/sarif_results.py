"""The results of a SARIF run."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.finding import Finding, Fix
from hanare.analysis.reports.explained import justification, sentence
from hanare.analysis.reports.plain import one_line
from hanare.analysis.reports.sarif_places import Json, Places
from hanare.analysis.reports.sarif_rules import LEVEL, SCORE
from hanare.analysis.results import Reported, Suppression
from hanare.wording import Language


def result(
    reported: Reported,
    places: Places,
    rules: Mapping[str, int],
    language: Language,
) -> Json:
    """Return one finding; `rules` numbers the rules of the run."""
    finding, path = reported.finding, reported.path
    found: Json = {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        "kind": "fail",
        "level": LEVEL[finding.severity],
        "rank": SCORE[finding.severity] * 10,
        "message": _message(sentence(finding, language)),
        "locations": [{"physicalLocation": places.code(path, finding)}],
        "partialFingerprints": {
            # GitHub tells results apart by this one alone, so it must be unique in its file.
            "primaryLocationLineHash": f"{finding.fingerprint}:{reported.ordinal + 1}",
            "hanare/v1": finding.fingerprint,
        },
        # All results have this, or none: without it the state is unknown.
        "suppressions": [
            _suppression(each, path, places, language)
            for each in (reported.suppression,)
            if each is not None
        ],
        "properties": {
            "severity": finding.severity.value,
            "confidence": finding.confidence.value,
            "origin": finding.origin.value,
        },
    }
    if reported.state is not None:
        found["baselineState"] = reported.state.value
    if finding.fix is not None:
        found["fixes"] = [_fix(finding.fix, path, places, language)]
    if finding.flow:
        found["codeFlows"] = [_flow(finding, path, places, language)]
    return found


def _message(text: str) -> Json:
    # SARIF makes a link of "[text](target)" even in plain text.
    return {"text": text.replace("](", "] (")}


def _suppression(suppression: Suppression, path: str, places: Places, language: Language) -> Json:
    return {
        "kind": "inSource",
        "status": "accepted",
        "justification": justification(suppression, language),
        "location": {"physicalLocation": places.piece(path, suppression.start, suppression.end)},
    }


def _fix(fix: Fix, path: str, places: Places, language: Language) -> Json:
    return {
        "description": {"text": one_line(fix.title.in_(language))},
        "artifactChanges": [
            {
                "artifactLocation": places.whole(path)["artifactLocation"],
                "replacements": [
                    {
                        "deletedRegion": {
                            "charOffset": edit.span.start,
                            "charLength": edit.span.end - edit.span.start,
                        },
                        "insertedContent": {"text": edit.new},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }


def _flow(finding: Finding, path: str, places: Places, language: Language) -> Json:
    return {
        "threadFlows": [
            {
                "locations": [
                    {
                        "location": {
                            "physicalLocation": places.piece(path, step.start, step.end),
                            "message": _message(one_line(step.message.in_(language))),
                        }
                    }
                    for step in finding.flow
                ]
            }
        ]
    }
