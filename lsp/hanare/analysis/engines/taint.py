"""Untrusted data that reach a place where they do harm."""

from __future__ import annotations

from functools import lru_cache

from hanare.analysis.finding import Detection, Span
from hanare.analysis.source import Source
from hanare.analysis.taint.analysis import Examination, examine


def detect(source: Source) -> list[Detection]:
    """Return where untrusted data do harm, with the way that they come."""
    return list(_examined(source).detections)


def is_constant_sql(source: Source, span: Span) -> bool:
    """Tell whether a piece of code is SQL that is made of constants only, whatever it looks like.

    Bandit takes any string that is put together for dangerous; this says when it is not.
    """
    return any(
        each.start <= span.start and span.end <= each.end
        for each in _examined(source).constant_statements
    )


def is_followed_wholly(source: Source) -> bool:
    """Tell whether nothing of a text nested too deeply, or was too much, to be followed."""
    return _examined(source).complete


@lru_cache(maxsize=1)
def _examined(source: Source) -> Examination:
    return examine(source)
