"""The numbers and the one sentence that a report comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hanare.analysis.finding import Level
from hanare.analysis.reports import wording
from hanare.analysis.results import BaselineState, Report, Reported
from hanare.wording import Language, said

SEVEREST_FIRST = (Level.HIGH, Level.MEDIUM, Level.LOW)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was found, and how much was seen. `analysed + not_analysed == found`."""

    found: int
    """Files."""
    analysed: int
    not_analysed: int
    """Files of which something may have been missed."""
    lines: int
    by_severity: Mapping[Level, int]
    """The findings that count."""
    suppressed: int
    unchanged: int

    @property
    def findings(self) -> int:
        """How many findings count."""
        return sum(self.by_severity.values())


def tally(report: Report) -> Tally:
    """Count a report."""
    missed = {each.path for each in report.not_analysed}
    found = missed | {each.path for each in report.files}
    levels = Counter(each.finding.severity for each in report.counted)
    return Tally(
        found=len(found),
        analysed=len(found) - len(missed),
        not_analysed=len(missed),
        lines=sum(each.lines for each in report.files),
        by_severity={level: levels[level] for level in SEVEREST_FIRST},
        suppressed=len(suppressed(report)),
        unchanged=len(unchanged(report)),
    )


def suppressed(report: Report) -> tuple[Reported, ...]:
    """Return the findings that a comment suppresses: listed for the record."""
    return tuple(each for each in report.findings if each.suppression is not None)


def unchanged(report: Report) -> tuple[Reported, ...]:
    """Return the findings that were there before and that nothing suppresses."""
    return tuple(
        each
        for each in report.findings
        if each.suppression is None and each.state is BaselineState.UNCHANGED
    )


def verdict(report: Report, language: Language) -> str:
    """Return what a reader must know who reads nothing else."""
    numbers = tally(report)
    files = wording.files(numbers.found)
    findings = wording.findings(numbers.findings)
    severe = numbers.by_severity[Level.HIGH]
    if severe:
        found = said("{findings}, {count} of high severity.", findings=findings, count=severe)
    elif numbers.findings:
        found = said("{findings}.", findings=findings)
    elif report.complete:
        found = said("Nothing found: {files} analysed.", files=files)
    else:
        found = said("Nothing found in what was analysed.")
    if report.complete:
        return found.in_(language)
    incomplete = said(
        "Not fully analysed: {missed:,} of {files}; there may be more.",
        missed=numbers.not_analysed,
        files=files,
    )
    return said("{first} {second}", first=found, second=incomplete).in_(language)
