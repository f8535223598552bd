"""Which comment suppresses which finding, and which comments suppress nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.finding import Finding, Level, Origin
from hanare.analysis.fingerprints import of_text
from hanare.analysis.results import Marker, Suppression
from hanare.analysis.suppressions import EXPIRED, UNUSED


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and what suppresses it, if anything does."""

    finding: Finding
    suppression: Suppression | None


def judge(
    findings: Sequence[Finding],
    comments: Sequence[Suppression],
    today: date,
    *,
    nosec: bool,
    whole: bool,
) -> list[Judged]:
    """Return the findings with what suppresses each, and those about the comments themselves.

    A comment that has expired suppresses nothing and is reported, as is one that suppresses
    nothing. `nosec` says whether Bandit's comments count at all; `whole`, whether everything in
    the text was seen: what a comment is for may else be in what was not.
    """
    lines = _Lines(findings)
    by: dict[int, Suppression] = {}
    about: list[Finding] = []
    for comment in comments:
        if comment.marker is Marker.NOSEC and not nosec:
            continue
        if comment.until is not None and comment.until < today:
            about.append(_about(comment, EXPIRED))
            continue
        if not lines.touched(comment) and whole:
            about.append(_about(comment, UNUSED))
        for number in lines.take(comment):
            by.setdefault(number, comment)
    judged = [Judged(finding, by.get(number)) for number, finding in enumerate(findings)]
    judged += [Judged(finding, None) for finding in about]
    return sorted(judged, key=lambda each: (each.finding.span.start, each.finding.span.end))


class _Lines:
    """The lines that findings begin and end in, by rule, and which findings are still to be had.

    A hostile text may hold as many comments as findings: neither is gone through for each other.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        rows: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for number, finding in enumerate(findings):
            if finding.origin is not Origin.SUPPRESSIONS:  # those cannot be suppressed
                rows[finding.rule] |= {(line, number) for line in _ends(finding)}
        self._rows = {rule: sorted(each) for rule, each in rows.items()}
        # For each row the next one that nobody has taken, or one on the way to it.
        self._next = {rule: list(range(len(each) + 1)) for rule, each in self._rows.items()}

    def touched(self, comment: Suppression) -> bool:
        """Whether there is anything that a comment covers, alone or with others."""
        for rule in self._rules(comment):
            rows = self._rows[rule]
            row = bisect_left(rows, (comment.first_line,))
            if row < len(rows) and rows[row][0] <= comment.last_line:
                return True
        return False

    def take(self, comment: Suppression) -> Iterator[int]:
        """Yield the numbers of findings that a comment covers and none before it has taken."""
        for rule in self._rules(comment):
            rows, follow = self._rows[rule], self._next[rule]
            row = _free(follow, bisect_left(rows, (comment.first_line,)))
            while row < len(rows) and rows[row][0] <= comment.last_line:
                yield rows[row][1]
                follow[row] = row + 1
                row = _free(follow, row)

    def _rules(self, comment: Suppression) -> Iterable[str]:
        return (
            [rule for rule in comment.rules if rule in self._rows] if comment.rules else self._rows
        )


def _free(follow: list[int], row: int) -> int:
    while follow[row] != row:
        follow[row] = follow[follow[row]]  # the way is shorter for whoever comes next
        row = follow[row]
    return row


def _ends(finding: Finding) -> set[int]:
    """Return the lines that a finding begins and ends in."""
    # What ends where a line begins is not in that line.
    last = finding.end.line - (finding.end.column == 1)
    return {finding.start.line, max(finding.start.line, last)}


def _about(comment: Suppression, rule: str) -> Finding:
    return Finding(
        rule=rule,
        severity=rules()[rule].severity,
        confidence=Level.HIGH,
        cwe=rules()[rule].cwe,
        message=helps()[rule].title.en,
        origin=Origin.SUPPRESSIONS,
        span=comment.span,
        start=comment.start,
        end=comment.end,
        fingerprint=of_text(rule, comment.excerpt),
        excerpt=comment.excerpt,
    )
