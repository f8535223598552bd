from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hanare.engine.vocabulary import Vocabulary

PIECES = st.lists(st.binary(max_size=4), min_size=1, max_size=40, unique=True)


@given(PIECES, st.binary(min_size=1, max_size=4), st.sets(st.integers(0, 40)))
def test_compatible_is_what_a_walk_over_the_vocabulary_finds(
    pieces: list[bytes], start: bytes, control: set[int]
) -> None:
    vocabulary = Vocabulary(pieces, frozenset(control))
    wanted = {
        token
        for token, piece in enumerate(pieces)
        if piece and token not in control and (piece.startswith(start) or start.startswith(piece))
    }
    found = vocabulary.compatible(start).tolist()
    assert len(found) == len(set(found))
    assert set(found) == wanted
