"""Whether a change removes findings and adds none, by what the engines say before and after."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding, Span
from hanare.analysis.results import FileResult
from hanare.explain.fixes.refusals import Refusal, Why


def disproof(before: FileResult, after: FileResult, gone: Sequence[Finding]) -> Refusal | None:
    """Return why a change does not do what it should; None if it is proved.

    `gone` are the findings of `before` that it removes. Findings are compared by fingerprints, each
    known one excusing one, over the whole text. Their rules are counted besides: a finding in code
    that was merely rewritten has another fingerprint and is the same finding. For the same reason
    one that overlapped what was mended may come back with another fingerprint.
    """
    if before.why is not None or after.why is not None:
        return Refusal(Why.UNSEEN)
    if len(after.suppressions) > len(before.suppressions):
        return Refusal(Why.SILENCED)
    were = Counter(each.rule for each in before.findings)
    are = Counter(each.rule for each in after.findings)
    if any(are[rule] > were[rule] - of for rule, of in Counter(each.rule for each in gone).items()):
        return Refusal(Why.STILL_THERE)
    new = Counter(map(_key, after.findings))
    new.subtract(map(_key, before.findings))
    mended, places = {(each.rule, each.span) for each in gone}, _Places(gone)
    touched = Counter(
        each.rule
        for each in before.findings
        if new[_key(each)] < 0 and (each.rule, each.span) not in mended and places.touch(each.span)
    )
    appeared: Counter[str] = Counter()
    for (rule, _), count in new.items():
        appeared[rule] += max(count, 0)
    rules_of = [rule for rule in appeared - touched if not rules()[rule].advisory]
    return Refusal(Why.NEW_FINDING, tuple(sorted(rules_of))) if rules_of else None


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.fingerprint


class _Places:
    """Where findings are; looking one up takes no time, though thousands may be mended at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        spans = sorted((each.span.start, each.span.end) for each in findings)
        self._starts = [start for start, _ in spans]
        self._reached = list(accumulate((end for _, end in spans), max))

    def touch(self, span: Span) -> bool:
        """Whether one of them overlaps a span."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reached[before - 1] > span.start
