"""Secrets in any text: keys and tokens that can be told by their form, name or randomness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hanare.analysis.engines.secrets_doubts import AllowList
from hanare.analysis.engines.secrets_formats import known
from hanare.analysis.engines.secrets_named import named
from hanare.analysis.finding import Detection, Origin, Span
from hanare.analysis.source import Source


@dataclass(frozen=True, slots=True)
class _Found:
    rule: str
    span: Span
    preference: int
    """The less the better, among those that overlap."""
    hidden: Span
    """All that may be secret: the span, and those that overlap with it."""


def detect(source: Source, allow: Sequence[str] = ()) -> list[Detection]:
    """Return the secrets in a text, but for those that `allow` knows; see `AllowList`.

    Of several in one place the one whose form is known is reported.
    """
    text = source.text
    allowed = AllowList(allow)
    found = [
        _Found(rule, span, preference, span)
        for preference, (rule, span) in enumerate((*known(text), *named(source)))
        if not allowed.allows(text[span.start : span.end])
    ]
    return [
        Detection(each.rule, each.span, Origin.SECRETS, secrets=(each.hidden,))
        for each in _apart(found)
    ]


def _apart(found: list[_Found]) -> list[_Found]:
    """Return the preferred ones where several overlap, by place."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda each: (each.span.start, each.preference)):
        if not kept or kept[-1].hidden.end <= each.span.start:
            kept.append(each)
            continue
        last = kept[-1]
        hidden = Span(last.hidden.start, max(last.hidden.end, each.hidden.end))
        preferred = min(last, each, key=lambda one: one.preference)
        kept[-1] = replace(preferred, hidden=hidden)
    return kept
