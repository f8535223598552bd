"""What the results of `hanare bench infill` come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from hanare.bench.cases import DEFAULT_SEED
from hanare.bench.infill import Result
from hanare.bench.statistics import (
    Interval,
    Threshold,
    mean_interval,
    precision_curve,
    ratio_interval,
    wilson,
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with a 95 % interval of the share."""

    hits: int
    trials: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 without trials."""
        return self.hits / self.trials if self.trials else 0.0

    @property
    def interval(self) -> Interval:
        """Wilson's score interval."""
        return wilson(self.hits, self.trials)

    @classmethod
    def of(cls, results: Sequence[Result], what: Callable[[Result], bool]) -> Share:
        """Return how many of the results are so."""
        return cls(sum(map(what, results)), len(results))


@dataclass(frozen=True, slots=True)
class Quality:
    """One group of cases, everything shown, and with a confidence threshold."""

    name: str
    exact: Share
    """Of all cases, every suggestion shown."""
    similarity: float
    similarity_interval: Interval
    shown: Share
    """Of all cases, those whose suggestion is confident enough and passes the filters."""
    precision: Share
    """Of what is shown, what is right to the character."""
    broken: Share
    """Of what is shown, what leaves more syntax errors than the masked code."""


@dataclass(frozen=True, slots=True)
class ContextEffect:
    """The same cases without and with definitions of other files."""

    name: str
    alone: Share
    informed: Share
    lift: float
    """Exact matches with context by those without; 1 is no effect."""
    interval: Interval


@dataclass(frozen=True, slots=True)
class Faults:
    """What must never be shown; counted over all results, whatever their confidence."""

    suggestions: int
    repeats: int
    leaks: int
    worse: int


def quality(name: str, results: Sequence[Result], threshold: float) -> Quality:
    """Summarise results; only those of at least the confidence `threshold` count as shown."""
    shown = [each for each in results if each.shown is not None and each.confidence >= threshold]
    similarities = [each.similarity for each in results]
    return Quality(
        name=name,
        exact=Share.of(results, lambda each: each.exact),
        similarity=fmean(similarities),
        similarity_interval=mean_interval(similarities, seed=DEFAULT_SEED),
        shown=Share(len(shown), len(results)),
        precision=Share.of(shown, lambda each: each.exact),
        broken=Share.of(shown, lambda each: each.broken),
    )


def context_effect(
    name: str, alone: Sequence[Result], informed: Sequence[Result]
) -> ContextEffect | None:
    """Compare results of the same cases; None where they are none."""
    by_case = {(each.case, each.kind): each for each in informed}
    pairs = [
        (each, by_case[each.case, each.kind]) for each in alone if (each.case, each.kind) in by_case
    ]
    if not pairs:
        return None
    before = [float(each.exact) for each, _ in pairs]
    after = [float(each.exact) for _, each in pairs]
    return ContextEffect(
        name=name,
        alone=Share(int(sum(before)), len(pairs)),
        informed=Share(int(sum(after)), len(pairs)),
        lift=_ratio(sum(after), sum(before)),
        interval=ratio_interval(after, before, seed=DEFAULT_SEED),
    )


def _ratio(above: float, below: float) -> float:
    """Return a quotient; of nothing by nothing, which is no change, 1."""
    if not below:
        return float("inf") if above else 1.0
    return above / below


def faults(results: Iterable[Result]) -> Faults:
    """Count what must never be shown."""
    shown = [each for each in results if each.shown is not None]
    return Faults(
        suggestions=len(shown),
        repeats=sum(each.repeats for each in shown),
        leaks=sum(each.leaks for each in shown),
        worse=sum(each.worse for each in shown),
    )


def curve(results: Sequence[Result]) -> list[Threshold]:
    """Return what each confidence threshold would show, of all cases, and how precisely."""
    answers = [
        (each.confidence if each.shown is not None else -1.0, each.exact) for each in results
    ]
    return [threshold for threshold in precision_curve(answers) if threshold.confidence >= 0]


def at_share(thresholds: Sequence[Threshold], share: float) -> Threshold | None:
    """Return the highest threshold that still shows at least `share` of the cases."""
    return next((each for each in thresholds if each.share >= share), None)
