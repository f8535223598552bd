from __future__ import annotations

import pytest

from hanare.completion.budget import Affordable


def total(affordable: Affordable) -> int:
    budget = affordable.budget()
    return budget.head + budget.suffix


@pytest.mark.parametrize(
    ("tokens_per_second", "characters_per_token", "characters"),
    [(290, 4.2, 2000), (130, 4.2, 800), (60, 4.2, 400), (2000, 4.2, 4500), (290, 1.3, 800)],
)
def test_it_follows_the_speed_and_the_text(
    tokens_per_second: float, characters_per_token: float, characters: int
) -> None:
    affordable = Affordable()
    affordable.configure(answer_tokens=96, wanted=None)
    affordable.context(4096)
    assert total(affordable) == 2000
    for _ in range(30):
        affordable.evaluated(
            round(400 * characters_per_token), 400, 400, 400 / tokens_per_second * 1000
        )
    assert total(affordable) == characters


def test_noise_does_not_move_it() -> None:
    affordable = Affordable()
    affordable.configure(answer_tokens=96, wanted=None)
    sizes = set()
    for number in range(60):
        speed = 290 if number % 2 else 250
        affordable.evaluated(1680, 400, 400, 400 / speed * 1000)
        sizes.add(total(affordable))
    assert sizes == {2000}


def test_short_evaluations_tell_nothing() -> None:
    affordable = Affordable()
    affordable.configure(answer_tokens=96, wanted=None)
    affordable.evaluated(1680, 400, 1, 30)
    affordable.evaluated(8, 2, 2, 60)
    assert total(affordable) == 2000


@pytest.mark.parametrize(("context", "most"), [(256, 400), (512, 800), (4096, 2000)])
def test_it_fits_the_context(context: int, most: int) -> None:
    affordable = Affordable()
    affordable.configure(answer_tokens=96, wanted=None)
    affordable.context(context)
    assert total(affordable) <= most


def test_denser_text_than_thought_shrinks_it() -> None:
    affordable = Affordable()
    affordable.configure(answer_tokens=96, wanted=None)
    affordable.context(1024)
    sizes = []
    for _ in range(3):
        sizes.append(total(affordable))
        affordable.too_long()
    assert sizes == sorted(sizes, reverse=True)
    assert total(affordable) == 400


def test_what_is_wanted_holds_from_then_on() -> None:
    affordable = Affordable()
    affordable.configure(answer_tokens=96, wanted=3000)
    affordable.evaluated(1600, 400, 400, 400 / 20 * 1000)
    assert total(affordable) == 3000
    affordable.configure(answer_tokens=96, wanted=None)
    affordable.evaluated(1600, 400, 400, 400 / 20 * 1000)
    assert total(affordable) == 400
