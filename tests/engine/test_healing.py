from __future__ import annotations

import pytest

from hanare.engine.healing import tokens_to_drop


@pytest.mark.parametrize(
    ("pieces", "dropped"),
    [
        ([], 0),
        ([b"return"], 1),
        ([b"x", b" =", b" "], 1),
        ([b"(", b"\n", b"    "], 1),
        ([b" total", b"_s", b"iz"], 3),
        ([b" a", b"b", b"c", b"d"], 3),
        ([b"os", b".", b"pa"], 2),
        ([b"\xe3\x81", b"\x82"], 1),
    ],
)
def test_drops_the_word_under_the_cursor(pieces: list[bytes], dropped: int) -> None:
    assert tokens_to_drop(pieces) == dropped
