"""What a matcher of ours has found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hanare.analysis.finding import Level, Span
from hanare.analysis.source import Source


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule matches."""

    rule: str
    span: Span
    confidence: Level | None = None
    """None for the rule's own."""
    secrets: tuple[Span, ...] = ()
    """What must not be shown, logged or hashed."""


class Table(Protocol):
    """All matchers of one kind for one language, ready to run together."""

    def find(self, source: Source) -> Iterator[Hit]:
        """Yield the hits in a text, in any order."""
        ...
