"""Findings while somebody types: they move with the text, and outlast its broken states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hanare.analysis.finding import Finding, Place, Span
from hanare.text.differing import shared_end, shared_start
from hanare.text.lines import LineIndex


def moved(findings: Sequence[Finding], old: str, new: LineIndex) -> list[Finding]:
    """Return the findings of a text where they are in another one that it was edited into.

    Those whose code is no longer what it was are dropped. Fixes and flows are of the old text.
    """
    text = new.text
    before = shared_start(old, text)
    after = shared_end(old, text, min(len(old), len(text)) - before)
    end, growth = len(old) - after, len(text) - len(old)
    kept = []
    for each in findings:
        if each.span.end <= before:
            kept.append(each)
        elif each.span.start >= end:
            span = Span(each.span.start + growth, each.span.end + growth)
            kept.append(
                replace(
                    each,
                    span=span,
                    start=Place.of(new, span.start),
                    end=Place.of(new, span.end),
                    fix=None,
                    flow=(),
                )
            )
    return kept


def merged(fresh: Sequence[Finding], earlier: Sequence[Finding]) -> list[Finding]:
    """Return what was found in a broken text, with what was known of it and is out of sight.

    `earlier` findings are at their places in the same text (see `moved`). One is out of sight if
    no fresh one is like it: what breaks the syntax of one line hides findings all around it.
    """
    seen = Counter((each.rule, each.fingerprint) for each in fresh)
    places = {(each.rule, each.span) for each in fresh}
    result = list(fresh)
    for each in earlier:
        key = each.rule, each.fingerprint
        if seen[key]:
            seen[key] -= 1
        elif (each.rule, each.span) not in places:
            result.append(each)
    return sorted(result, key=lambda each: (each.span.start, each.span.end, each.rule))
