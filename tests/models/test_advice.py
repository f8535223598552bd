"""Which model is recommended where, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.models.advice import decode_rate, memory_needed, recommend
from hanare.models.catalog import Catalog

CATALOG = Catalog.load()
GB = 1_000_000_000


@pytest.mark.parametrize(
    ("memory", "cores", "first"),
    [
        (1, 2, None),
        (3, 2, "qwen2.5-coder-0.5b-instruct"),
        (4, 2, "qwen2.5-coder-0.5b-instruct"),
        (8, 1, "qwen2.5-coder-0.5b-instruct"),
        (8, 2, "qwen2.5-coder-1.5b-instruct"),
        (16, 8, "qwen2.5-coder-1.5b-instruct"),
        (64, 16, "qwen2.5-coder-1.5b-instruct"),
    ],
)
def test_first_choice(memory: int, cores: int, first: str | None) -> None:
    advice = recommend(memory * GB, cores, commercial=True, catalog=CATALOG)
    assert (advice[0].model.id if advice else None) == first


def test_the_measured_figures() -> None:
    rates = {m.id: decode_rate(m, 2, CATALOG) for m in CATALOG.models}
    assert 51 <= rates["qwen2.5-coder-0.5b-instruct"] <= 58
    assert rates["qwen2.5-coder-1.5b-instruct"] == 33
    assert rates["qwen2.5-coder-32b-instruct"] < 2.5
    # A mixture reads only its active weights.
    assert rates["qwen3-coder-30b-a3b-instruct"] > rates["qwen2.5-coder-7b-instruct"]


def test_non_commercial_models_are_left_out_or_named() -> None:
    allowed = recommend(64 * GB, 8, commercial=True, catalog=CATALOG)
    assert all(a.model.commercial != "no" for a in allowed)
    every = recommend(64 * GB, 8, commercial=False, catalog=CATALOG)
    three = next(a for a in every if a.model.id == "qwen2.5-coder-3b-instruct")
    assert any("Not for commercial use" in str(reason) for reason in three.reasons)


def test_reasons_say_speed_memory_and_what_is_missing() -> None:
    advice = {a.model.id: a for a in recommend(64 * GB, 2, commercial=False, catalog=CATALOG)}
    default = advice["qwen2.5-coder-0.5b-instruct"].reasons
    assert [str(reason) for reason in default] == [
        "About 54 tokens/s on 2 cores: fast enough while typing.",
        "Needs 0.7 of the 48.0 GB that can be spared.",
    ]
    large = " ".join(map(str, advice["codestral-22b"].reasons))
    assert "too slow for interactive use" in large
    assert "(as Q4_K_M)" in large
    assert "bring the file" in large
    assert "cannot explain" in " ".join(map(str, advice["starcoder2-3b"].reasons))
    assert "after the cursor" in " ".join(map(str, advice["llama-3-8b-instruct"].reasons))


@given(st.integers(0, 2**40), st.integers(0, 256), st.booleans())
def test_what_is_recommended_fits_and_interactive_ones_come_first(
    memory: int, cores: int, commercial: bool
) -> None:
    advice = recommend(memory, cores, commercial, CATALOG)
    assert all(a.memory == memory_needed(a.model) <= memory * 0.75 for a in advice)
    order = [a.interactive for a in advice]
    assert order == sorted(order, reverse=True)
    assert len(recommend(memory * 2, cores, commercial, CATALOG)) >= len(advice)
