from __future__ import annotations

import pytest

from hanare.completion.pace import Pace


@pytest.mark.parametrize(
    ("interval", "latency", "least", "most"),
    [
        (0.2, 0.05, 0.0, 0.0),
        (0.2, 0.5, 0.0, 0.0),
        (0.1, 0.5, 0.1, 0.15),
        (1.0, 4.0, 0.3, 0.3),
    ],
)
def test_it_waits_only_where_typing_is_quicker_than_the_model(
    interval: float, latency: float, least: float, most: float
) -> None:
    pace = Pace()
    for key in range(100):
        pace.key(key * interval)
        pace.answered(latency)
    assert least <= pace.delay() <= most


def test_a_pause_is_no_rhythm() -> None:
    pace = Pace()
    for key in range(100):
        pace.key(key * 0.1)
        pace.answered(0.8)
    before = pace.delay()
    pace.key(1000.0)
    assert pace.delay() == before
