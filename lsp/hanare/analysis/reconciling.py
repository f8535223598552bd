"""Where several engines speak of the same code: what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hanare.analysis.catalogue import rules
from hanare.analysis.engines.taint import is_constant_sql
from hanare.analysis.finding import Detection, Span
from hanare.analysis.source import Source

_BUILT_SQL = "B608"


def reconciled(source: Source, detections: Iterable[Detection]) -> list[Detection]:
    """Return detections, each once, without those that another one says better.

    Bandit's suspicion of SQL is left out where taint knows that all parts are constants.
    """
    found: dict[tuple[str, Span], Detection] = {}
    for each in detections:
        found.setdefault((each.rule, each.span), each)
    better = [each for each in found.values() if rules()[each.rule].instead_of]
    return [
        each
        for each in found.values()
        if not (each.rule in _outdone() and _is_outdone(each, better))
        and not (each.rule == _BUILT_SQL and is_constant_sql(source, each.span))
    ]


@cache
def _outdone() -> frozenset[str]:
    """Return the ids of all rules that some other one says better."""
    return frozenset(id_ for rule in rules().values() for id_ in rule.instead_of)


def _is_outdone(detection: Detection, better: list[Detection]) -> bool:
    span = detection.span
    return any(
        detection.rule in rules()[each.rule].instead_of
        and each.span.start < span.end
        and span.start < each.span.end
        for each in better
    )
