"""How sure a measured figure is, how alike two texts are, and what a threshold would show."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds that hold the true value with the confidence asked for; both ends count."""

    low: float
    high: float


def wilson(hits: int, trials: int, confidence: float = CONFIDENCE) -> Interval:
    """Return Wilson's score interval of a share, 0 to 1.

    Unlike the textbook's normal interval it stays inside 0 and 1, and does not shrink to
    nothing where all trials agree. Without trials it is 0 to 1.
    """
    if not trials:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = hits / trials
    spread = z * math.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
    middle = share + z * z / (2 * trials)
    scale = 1 + z * z / trials
    # At shares of 0 and 1 rounding alone would put the bound beside the share.
    low = 0.0 if hits == 0 else (middle - spread) / scale
    high = 1.0 if hits == trials else (middle + spread) / scale
    return Interval(low, high)


def mean_interval(
    values: Sequence[float], *, seed: int, confidence: float = CONFIDENCE
) -> Interval:
    """Return the bootstrap interval of a mean; of paired samples, give their differences.

    Raises:
        ValueError: there are no values.
    """
    sample = np.asarray(values, dtype=np.float64)
    return _bootstrap(len(sample), lambda chosen: sample[chosen].mean(), seed, confidence)


def ratio_interval(
    above: Sequence[float], below: Sequence[float], *, seed: int, confidence: float = CONFIDENCE
) -> Interval:
    """Return the bootstrap interval of `sum(above) / sum(below)`, both measured on the same cases.

    Cases are drawn in pairs: what makes a case easy makes it so for both, and drawing the two
    apart would count that as noise. A bound is infinite where draws have nothing below.

    Raises:
        ValueError: there are no cases, or not as many on both sides.
    """
    if len(above) != len(below):
        raise ValueError(f"{len(above)} values cannot be paired with {len(below)}")
    pairs = np.asarray([above, below], dtype=np.float64)

    def ratio(chosen: NDArray[np.int64]) -> float:
        upper, lower = pairs[:, chosen].sum(axis=1)
        return upper / lower if lower else math.inf

    return _bootstrap(len(above), ratio, seed, confidence)


def _bootstrap(
    size: int, statistic: Callable[[NDArray[np.int64]], float], seed: int, confidence: float
) -> Interval:
    if not size:
        raise ValueError("there is nothing to draw from")
    draws = np.random.default_rng(seed)
    found = sorted(statistic(draws.integers(size, size=size)) for _ in range(RESAMPLES))
    # Without interpolation, which makes no sense beside an infinite value.
    outside = int(RESAMPLES * (1 - confidence) / 2)
    return Interval(float(found[outside]), float(found[-1 - outside]))


def edit_similarity(one: str, other: str) -> float:
    """Return 1 - (Levenshtein distance / length of the longer), 0 to 1, in code points."""
    longest = max(len(one), len(other))
    return 1 - levenshtein(one, other) / longest if longest else 1.0


def levenshtein(one: str, other: str) -> int:
    """Return how many characters must be put in, taken out or replaced between two texts."""
    shorter, longer = sorted((_code_points(one), _code_points(other)), key=len)
    columns = np.arange(len(longer) + 1)
    row = columns.copy()
    for number, character in enumerate(shorter, start=1):
        changed = np.minimum(row[:-1] + (longer != character), row[1:] + 1)
        row = np.concatenate(([number], changed))
        # A cell may also come from its left neighbour, one more for each step; measured from
        # the diagonal that is a running minimum, which needs no loop.
        row = np.minimum.accumulate(row - columns) + columns
    return int(row[-1])


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is shown if only answers of at least this confidence are."""

    confidence: float
    shown: int
    correct: int
    answers: int

    @property
    def share(self) -> float:
        """What part of all answers is shown, 0 to 1."""
        return self.shown / self.answers

    @property
    def precision(self) -> float:
        """What part of the shown answers is correct, 0 to 1."""
        return self.correct / self.shown


def precision_curve(answers: Sequence[tuple[float, bool]]) -> list[Threshold]:
    """Return a threshold for each confidence that occurs, highest first.

    `answers` are pairs of confidence and whether the answer was correct, in any order.
    """
    curve, shown, correct = [], 0, 0
    ordered = sorted(answers, key=lambda answer: answer[0], reverse=True)
    for confidence, alike in groupby(ordered, key=lambda answer: answer[0]):
        marks = [right for _, right in alike]
        shown += len(marks)
        correct += sum(marks)
        curve.append(Threshold(confidence, shown, correct, len(answers)))
    return curve


def widest(curve: Sequence[Threshold], precision: float) -> Threshold | None:
    """Return the threshold that shows most while at least `precision` of it is correct."""
    precise = [threshold for threshold in curve if threshold.precision >= precision]
    return max(precise, key=lambda threshold: threshold.shown, default=None)
