"""Our own rules, except those that follow data: what code looks like."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hanare.analysis.catalogue import Rule, rules
from hanare.analysis.finding import Detection, Origin
from hanare.analysis.matching.assignments import AssignmentTable
from hanare.analysis.matching.calls import CallTable
from hanare.analysis.matching.hit import Table
from hanare.analysis.matching.lines import LineTable
from hanare.analysis.matching.queries import QueryTable
from hanare.analysis.source import Source


def detect(source: Source) -> list[Detection]:
    """Return what the rules for the text's language find in it."""
    return [
        Detection(hit.rule, hit.span, Origin.RULES, confidence=hit.confidence, secrets=hit.secrets)
        for table in _tables(source.language)
        for hit in table.find(source)
    ]


@cache
def _tables(language: str) -> tuple[Table, ...]:
    return tables(language, rules().values())


def tables(language: str, among: Iterable[Rule]) -> tuple[Table, ...]:
    """Return the matchers of those rules that are for a language."""
    own = [rule for rule in among if not rule.languages or language in rule.languages]
    return (
        CallTable((rule.id, each) for rule in own for each in rule.call),
        AssignmentTable((rule.id, each) for rule in own for each in rule.assignment),
        QueryTable(language, ((rule.id, each) for rule in own for each in rule.query)),
        LineTable((rule.id, each) for rule in own for each in rule.line),
    )
