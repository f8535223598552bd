from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.engine.states import SavedState, SavedStates, common_prefix

TOKENS = st.lists(st.integers(0, 2), max_size=12)


@given(TOKENS, TOKENS)
def test_common_prefix(left: list[int], right: list[int]) -> None:
    length = common_prefix(left, right)
    assert left[:length] == right[:length]
    assert length == min(len(left), len(right)) or left[length] != right[length]


def test_the_state_that_shares_most_is_found() -> None:
    states = SavedStates()
    for tokens in ([1, 2, 3], [1, 2, 4, 5], [7]):
        states.add(SavedState(tokens, b"x"))
    found = states.best([1, 2, 4, 9], at_least=2)
    assert found is not None
    assert found.tokens == [1, 2, 4, 5]
    assert states.best([1, 9], at_least=2) is None
    assert SavedStates().best([1], at_least=0) is None


def test_a_state_takes_the_place_of_what_it_continues() -> None:
    states = SavedStates()
    states.add(SavedState([1, 2], b"old"))
    states.add(SavedState([1, 2, 3], b"new"))
    assert [state.data for state in states._states] == [b"new"]


@pytest.mark.parametrize(("most", "kept"), [(100, 3), (25, 2), (1, 1)])
def test_memory_is_bounded_and_the_longest_unused_goes(most: int, kept: int) -> None:
    states = SavedStates(most_bytes=most)
    states.add(SavedState([0], b"0" * 10))
    states.add(SavedState([1], b"1" * 10))
    if most > 20:
        states.best([0], at_least=1)
    states.add(SavedState([2], b"2" * 10))
    assert len(states._states) == kept
    assert states._states[-1].tokens == [2]
    if kept == 2:
        assert states._states[0].tokens == [0]
