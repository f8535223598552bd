"""Untrusted data that reach a place where they do harm."""

from __future__ import annotations

from hanare.analysis.finding import Detection
from hanare.analysis.source import Source
from hanare.analysis.taint.analysis import examine


def detect(source: Source) -> list[Detection]:
    """Return where untrusted data do harm, with the way that they come."""
    return list(examine(source).detections)
