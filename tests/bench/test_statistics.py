from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.bench.statistics import (
    Interval,
    Threshold,
    edit_similarity,
    levenshtein,
    mean_interval,
    precision_curve,
    ratio_interval,
    widest,
    wilson,
)


@pytest.mark.parametrize(("hits", "trials"), [(46, 100), (7, 10), (1, 2000), (1999, 2000)])
def test_wilson_bounds_are_just_not_rejected(hits: int, trials: int) -> None:
    """A bound is the share from which what was seen is 1.96 standard errors away."""
    found = wilson(hits, trials)
    for bound in (found.low, found.high):
        error = math.sqrt(bound * (1 - bound) / trials)
        assert abs(hits / trials - bound) / error == pytest.approx(1.96, abs=1e-4)
    assert found.low < hits / trials < found.high


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_wilson_at_the_ends(hits: int, trials: int, low: float, high: float) -> None:
    found = wilson(hits, trials)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)
    assert 0.0 <= found.low <= found.high <= 1.0


def test_wilson_is_wider_for_more_confidence() -> None:
    assert wilson(50, 100, 0.99).low < wilson(50, 100, 0.95).low < wilson(50, 100, 0.8).low


def test_mean_interval_is_that_of_the_normal_law() -> None:
    draws = random.Random(1)
    values = [draws.gauss(5, 2) for _ in range(400)]
    found = mean_interval(values, seed=3)
    mean = sum(values) / len(values)
    half = 1.96 * 2 / math.sqrt(400)
    assert (found.low, found.high) == pytest.approx((mean - half, mean + half), abs=0.03)


def test_ratio_of_pairs_has_no_noise_where_pairs_agree() -> None:
    easy = [float(number) for number in range(1, 50)]
    found = ratio_interval([1.25 * value for value in easy], easy, seed=1)
    assert (found.low, found.high) == pytest.approx((1.25, 1.25))


def test_ratio_interval_holds_the_ratio() -> None:
    draws = random.Random(5)
    below = [float(draws.random() < 0.4) for _ in range(300)]
    above = [max(value, float(draws.random() < 0.2)) for value in below]
    found = ratio_interval(above, below, seed=1)
    assert 1.1 < found.low < sum(above) / sum(below) < found.high < 1.6


def test_nothing_below_is_infinite() -> None:
    assert ratio_interval([1, 0], [0, 0], seed=1) == Interval(math.inf, math.inf)


@pytest.mark.parametrize(
    "interval", [mean_interval, lambda v, seed: ratio_interval(v, v, seed=seed)]
)
def test_same_seed_same_interval(interval: Callable[..., Interval]) -> None:
    values = [1.0, 5.0, 2.0, 8.0, 3.0, 0.5]
    assert interval(values, seed=1) == interval(values, seed=1)
    with pytest.raises(ValueError, match="nothing to draw"):
        interval([], seed=1)


def test_mean_interval_depends_on_the_seed() -> None:
    values = [random.Random(2).random() for _ in range(30)]
    values = [value * number for number, value in enumerate(values)]
    assert mean_interval(values, seed=1) != mean_interval(values, seed=2)


def test_pairs_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="2 values cannot be paired with 1"):
        ratio_interval([1, 2], [1], seed=1)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
        ("abc", "abc", 0),
        ("abcdef", "bcdefa", 2),
        ("x = f(a)", "x = g(a, b)", 4),
        ("値a", "値b", 1),
        ("\U0001f600", "", 1),
        ("\ud800", "a", 1),
    ],
)
def test_levenshtein(one: str, other: str, distance: int) -> None:
    assert levenshtein(one, other) == levenshtein(other, one) == distance


def slow_levenshtein(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for above, left in enumerate(one, start=1):
        diagonal, row[0] = row[0], above
        for column, top in enumerate(other, start=1):
            best = min(row[column] + 1, row[column - 1] + 1, diagonal + (left != top))
            diagonal, row[column] = row[column], best
    return row[-1]


@given(st.text("abc(", max_size=12), st.text("abc(", max_size=12))
def test_levenshtein_is_the_textbook_one(one: str, other: str) -> None:
    assert levenshtein(one, other) == slow_levenshtein(one, other)


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [("", "", 1.0), ("abcd", "abcd", 1.0), ("abcd", "abxd", 0.75), ("abcd", "", 0.0)],
)
def test_edit_similarity(one: str, other: str, similarity: float) -> None:
    assert edit_similarity(one, other) == similarity


ANSWERS = [(0.9, True), (0.2, False), (0.5, False), (0.5, True), (0.7, True), (0.3, True)]


def test_precision_curve() -> None:
    curve = precision_curve(ANSWERS)
    assert curve == [
        Threshold(0.9, 1, 1, 6),
        Threshold(0.7, 2, 2, 6),
        Threshold(0.5, 4, 3, 6),
        Threshold(0.3, 5, 4, 6),
        Threshold(0.2, 6, 4, 6),
    ]
    assert [round(point.share, 2) for point in curve] == [0.17, 0.33, 0.67, 0.83, 1.0]
    assert [round(point.precision, 2) for point in curve] == [1.0, 1.0, 0.75, 0.8, 0.67]


@pytest.mark.parametrize(
    ("precision", "confidence"), [(1.0, 0.7), (0.8, 0.3), (0.76, 0.3), (0.6, 0.2), (1.1, None)]
)
def test_widest_threshold(precision: float, confidence: float | None) -> None:
    found = widest(precision_curve(ANSWERS), precision)
    assert (found.confidence if found else None) == confidence


def test_no_answers_no_curve() -> None:
    assert precision_curve([]) == []
    assert widest([], 0.5) is None
