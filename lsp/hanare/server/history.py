"""How requests ended: the last one of each document, and how often each way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from hanare.completion.types import Outcome
from hanare.observe.reasons import Code


@dataclass(frozen=True, slots=True)
class Ended:
    """How one request ended."""

    uri: str
    version: int | None
    """The document's; `None` if it was not open."""
    outcome: Outcome
    at: float
    """Seconds on the history's clock."""


@dataclass(slots=True)
class History:
    """What is remembered of the requests so far; one entry for each open document."""

    clock: Callable[[], float]
    last: Ended | None = None
    """The last one of all."""
    settled: Ended | None = None
    """The last one that no newer one superseded."""
    counts: Counter[Code] = field(default_factory=Counter)
    _of: dict[str, Ended] = field(default_factory=dict)

    def add(self, uri: str, version: int | None, outcome: Outcome) -> None:
        """Take note of how a request ended just now."""
        self.last = Ended(uri, version, outcome, self.clock())
        if outcome.reason.code is not Code.SUPERSEDED:
            self.settled = self.last
        self.counts[outcome.reason.code] += 1
        if version is not None:
            self._of[uri] = self.last

    def of(self, uri: str) -> Ended | None:
        """Return how the last request for an open document ended."""
        return self._of.get(uri)

    def forget(self, uri: str) -> None:
        """Let go of a closed document's entry."""
        self._of.pop(uri, None)
