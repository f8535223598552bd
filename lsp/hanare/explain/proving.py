"""Whether a change removes findings and adds none, by what the engines say before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding
from hanare.analysis.results import FileResult
from hanare.explain.refusals import Refusal, Why


def disproof(before: FileResult, after: FileResult, gone: Sequence[Finding]) -> Refusal | None:
    """Return why a change does not do what it should; None if it is proved.

    `gone` are the findings of `before` that it removes. Findings are compared by fingerprints, each
    known one excusing one, over the whole text. Their rules are counted besides: a finding in code
    that was merely rewritten has another fingerprint and is the same finding.
    """
    if before.why is not None or after.why is not None:
        return Refusal(Why.UNSEEN)
    if len(after.suppressions) > len(before.suppressions):
        return Refusal(Why.SILENCED)
    were = Counter(each.rule for each in before.findings)
    are = Counter(each.rule for each in after.findings)
    if any(are[rule] > were[rule] - of for rule, of in Counter(each.rule for each in gone).items()):
        return Refusal(Why.STILL_THERE)
    left = Counter((each.rule, each.fingerprint) for each in before.findings)
    left.subtract((each.rule, each.fingerprint) for each in gone)
    left.subtract((each.rule, each.fingerprint) for each in after.findings)
    new = [rule for (rule, _), count in left.items() if count < 0 and not rules()[rule].advisory]
    return Refusal(Why.NEW_FINDING, tuple(sorted(set(new)))) if new else None
