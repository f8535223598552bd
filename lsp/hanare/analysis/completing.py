"""From what engines detect to findings: lines, names, fingerprints, excerpts and fixes."""

from __future__ import annotations

from collections.abc import Iterable

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.finding import Detection, Finding, FlowStep, Place, Span
from hanare.analysis.fingerprints import fingerprint
from hanare.analysis.fixes.table import fix_for
from hanare.analysis.redaction import excerpt
from hanare.analysis.source import Source
from hanare.analysis.testfiles import is_test


def complete(source: Source, detections: Iterable[Detection]) -> tuple[Finding, ...]:
    """Return the findings that detections come to, in order of appearance, each once."""
    kept = _without_doubles(detections)
    if is_test(source.path):
        kept = [each for each in kept if rules()[each.rule].in_tests]
    kept.sort(key=lambda each: (each.span.start, each.span.end, each.rule))
    # What is secret in one finding is so in the excerpt of its neighbour.
    secrets = sorted({span for each in kept for span in each.secrets}, key=lambda each: each.start)
    return tuple(_finding(source, each, secrets) for each in kept)


def _without_doubles(detections: Iterable[Detection]) -> list[Detection]:
    found: dict[tuple[str, Span], Detection] = {}
    for each in detections:
        found.setdefault((each.rule, each.span), each)
    return list(found.values())


def _finding(source: Source, detection: Detection, secrets: list[Span]) -> Finding:
    rule, span = rules()[detection.rule], detection.span
    return Finding(
        rule=rule.id,
        severity=detection.severity or rule.severity,
        confidence=detection.confidence or rule.confidence,
        cwe=rule.cwe,
        message=detection.message or helps()[rule.id].title.en,
        origin=detection.origin,
        span=span,
        start=place(source, span.start),
        end=place(source, span.end),
        fingerprint=fingerprint(source, rule.id, span, secrets),
        excerpt=excerpt(source.text, source.lines, span, secrets),
        flow=tuple(
            FlowStep(place(source, step.span.start), place(source, step.span.end), step.message)
            for step in detection.flow
        ),
        fix=fix_for(source, rule.id, span),
    )


def place(source: Source, offset: int) -> Place:
    """Return where an offset is, as people count."""
    line, column = source.lines.position(offset)
    return Place(line + 1, column + 1)
