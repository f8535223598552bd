from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanare.engine.stops import StopMatcher


@pytest.mark.parametrize(
    ("stops", "pieces", "shown", "stopped"),
    [
        (("\n",), ["ab", "c\nd"], "abc", True),
        (("\n",), ["ab", "c"], "abc", False),
        (("END",), ["aE", "N", "D b"], "a", True),
        (("END",), ["aE", "N", "x"], "aENx", False),
        (("ab", "b"), ["xab"], "x", True),
        ((), ["\n", "x"], "\nx", False),
    ],
)
def test_stops(stops: tuple[str, ...], pieces: list[str], shown: str, stopped: bool) -> None:
    matcher = StopMatcher(stops)
    text = ""
    for piece in pieces:
        text += matcher.feed(piece)
        if matcher.stopped:
            break
    assert matcher.stopped is stopped
    assert text + matcher.flush() == shown


@given(st.text("abc", max_size=30), st.text("abc", min_size=1, max_size=3), st.integers(1, 4))
def test_the_cut_does_not_depend_on_the_pieces(text: str, stop: str, size: int) -> None:
    matcher = StopMatcher((stop,))
    shown = ""
    for start in range(0, len(text), size):
        shown += matcher.feed(text[start : start + size])
        if matcher.stopped:
            break
    assert shown + matcher.flush() == text.split(stop)[0]
