"""From what engines detect to findings: lines, names, fingerprints, excerpts and fixes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Set

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.finding import Detection, Finding, FlowStep, Place, Span
from hanare.analysis.fingerprints import fingerprint
from hanare.analysis.fixes.table import Mender
from hanare.analysis.reconciling import reconciled
from hanare.analysis.redaction import excerpt
from hanare.analysis.source import Source
from hanare.analysis.testfiles import is_test


def complete(source: Source, detections: Iterable[Detection]) -> tuple[Finding, ...]:
    """Return the findings that detections come to, in order of appearance, each once."""
    kept = reconciled(source, detections)
    if is_test(source.path):
        kept = [each for each in kept if rules()[each.rule].in_tests]
    kept.sort(key=lambda each: (each.span.start, each.span.end, each.rule))
    # What is secret in one finding is so in the excerpt of its neighbour.
    secrets = _Secrets({span for each in kept for span in each.secrets})
    mender = Mender(source)
    return tuple(_finding(source, each, secrets, mender) for each in kept)


class _Secrets:
    """The secrets of a text. A file of nothing else may hold tens of thousands."""

    def __init__(self, spans: Set[Span]) -> None:
        self._spans = sorted(spans, key=lambda each: each.start)
        self._starts = [each.start for each in self._spans]
        self._longest = max((each.end - each.start for each in spans), default=0)

    def near(self, source: Source, span: Span) -> list[Span]:
        """Return those in the lines of a span, and few others."""
        lines = source.lines
        start = lines.start(lines.line_of(span.start))
        end = lines.end(lines.line_of(span.end))
        first = bisect_left(self._starts, start - self._longest)
        return self._spans[first : bisect_left(self._starts, end)]


def _finding(
    source: Source, detection: Detection, all_secrets: _Secrets, mender: Mender
) -> Finding:
    rule, span = rules()[detection.rule], detection.span
    secrets, lines = all_secrets.near(source, span), source.lines
    return Finding(
        rule=rule.id,
        severity=detection.severity or rule.severity,
        confidence=detection.confidence or rule.confidence,
        cwe=rule.cwe,
        message=detection.message or helps()[rule.id].title.en,
        origin=detection.origin,
        span=span,
        start=Place.of(lines, span.start),
        end=Place.of(lines, span.end),
        fingerprint=fingerprint(source, rule.id, span, secrets),
        excerpt=excerpt(source.text, lines, span, secrets),
        flow=tuple(
            FlowStep(Place.of(lines, step.span.start), Place.of(lines, step.span.end), step.message)
            for step in detection.flow
        ),
        fix=mender.fix(rule.id, span),
    )
