"""From what became of files to a report: suppressions, thresholds, what is known already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hanare.analysis.baseline import key
from hanare.analysis.finding import Finding, Level
from hanare.analysis.fingerprints import news, numbered
from hanare.analysis.judging import judge
from hanare.analysis.results import (
    Analysed,
    BaselineState,
    FileResult,
    NotAnalysed,
    Reported,
    Suppression,
    Why,
)
from hanare.analysis.scan import Outcome
from hanare.analysis.walk import Skipped, Targets

_WITHOUT_LANGUAGE = "plaintext"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings are reported."""

    min_severity: Level = Level.LOW
    min_confidence: Level = Level.LOW
    rules: frozenset[str] | None = None
    """Only these ids; None for all."""
    off: frozenset[str] = frozenset()
    """Never these ids."""
    nosec: bool = True
    """Whether Bandit's `# nosec` comments count."""

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is reported."""
        return (
            finding.severity.rank >= self.min_severity.rank
            and finding.confidence.rank >= self.min_confidence.rank
            and (self.rules is None or finding.rule in self.rules)
            and finding.rule not in self.off
        )


@dataclass(frozen=True, slots=True)
class Assembled:
    """What of outcomes a report tells."""

    findings: tuple[Reported, ...]
    files: tuple[Analysed, ...]
    not_analysed: tuple[NotAnalysed, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)


def selected(
    result: FileResult, selection: Selection, today: date
) -> list[tuple[Finding, Suppression | None]]:
    """Return a file's findings that are reported, each with what suppresses it."""
    judged = judge(
        result.findings,
        result.suppressions,
        today,
        nosec=selection.nosec,
        whole=result.why is None,
    )
    return [(each.finding, each.suppression) for each in judged if selection.takes(each.finding)]


def assemble(
    found: Targets,
    outcomes: Iterable[Outcome],
    selection: Selection,
    today: date,
    known: Sequence[str] | None = None,
) -> Assembled:
    """Return what is reported; `known` are the keys of a baseline, None to compare with nothing."""
    findings: list[tuple[str, Finding, Suppression | None]] = []
    files: list[Analysed] = []
    not_analysed = list(found.not_analysed)
    skipped = Counter(found.skipped)
    for outcome in outcomes:
        name, why = outcome.target.name, outcome.result.why
        if why is Why.BINARY and outcome.target.language == _WITHOUT_LANGUAGE:
            skipped[Skipped.BINARY] += 1
            continue
        findings += [(name, *each) for each in selected(outcome.result, selection, today)]
        if why is not None:
            not_analysed.append(NotAnalysed(name, why, outcome.result.detail))
        elif outcome.file is not None:
            files.append(outcome.file)
    return Assembled(
        _reported(findings, known),
        tuple(files),
        tuple(sorted(not_analysed, key=lambda each: each.path)),
        dict(sorted(skipped.items())),
    )


def _reported(
    findings: list[tuple[str, Finding, Suppression | None]], known: Sequence[str] | None
) -> tuple[Reported, ...]:
    ordinals = numbered((path, finding) for path, finding, _ in findings)
    rows = [
        Reported(path, finding, ordinal, suppression)
        for (path, finding, suppression), ordinal in zip(findings, ordinals, strict=True)
    ]
    if known is None:
        return tuple(rows)
    # What is suppressed comes last: it is in no baseline, and must not be taken for its double.
    order = sorted(range(len(rows)), key=lambda number: rows[number].suppression is not None)
    compared = news(known, ((key(rows[each].path, rows[each].finding), each) for each in order))
    states = dict(compared)
    return tuple(
        replace(row, state=BaselineState.NEW if states[number] else BaselineState.UNCHANGED)
        for number, row in enumerate(rows)
    )
