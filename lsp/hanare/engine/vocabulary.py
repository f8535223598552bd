"""The token vocabulary as bytes, ordered so that a prefix is a range."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

TokenIds = npt.NDArray[np.int64]

_BEFORE_WORDS = (b"", b" ", b".", b"(", b"=", b",", b"_", b'"', b"'")
"""What tokens hold before a word."""
_SHORTEST_OPENER = 3


@dataclass(frozen=True)
class Vocabulary:
    """What each token stands for, and which tokens end a generation."""

    pieces: Sequence[bytes] = field(repr=False)
    """The bytes of each token, by id; a token may hold part of a character."""
    control: frozenset[int]
    """Tokens that are not text: markers, end of turn, padding. Generating one ends the answer."""
    bos: int | None = None
    """Put before every prompt where the model wants one."""
    _order: TokenIds = field(init=False, repr=False)
    _sorted: list[bytes] = field(init=False, repr=False)
    _ids: dict[bytes, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        text = [i for i, piece in enumerate(self.pieces) if piece and i not in self.control]
        text.sort(key=self.pieces.__getitem__)
        object.__setattr__(self, "_order", np.array(text, dtype=np.int64))
        object.__setattr__(self, "_sorted", [self.pieces[i] for i in text])
        object.__setattr__(self, "_ids", {self.pieces[i]: i for i in text})

    def __len__(self) -> int:
        return len(self.pieces)

    def compatible(self, start: bytes) -> TokenIds:
        """Return the tokens that can be the next part of a text that begins with `start`.

        They begin with `start`, or are the beginning of it. The first kind is one range of
        the sorted vocabulary, the second at most `len(start)` look-ups, so that no request
        walks the whole vocabulary.
        """
        low = bisect_left(self._sorted, start)
        high = bisect_left(self._sorted, _after(start)) if _after(start) else len(self._sorted)
        shorter = [self._ids[start[:n]] for n in range(1, len(start)) if start[:n] in self._ids]
        return np.concatenate([self._order[low:high], np.array(shorter, dtype=np.int64)])

    def openers(self, word: bytes) -> TokenIds:
        """Return the tokens with which a text goes on to say `word`, alone or after punctuation.

        They are the word or a beginning of it, of three bytes at least: shorter ones begin
        too much else.
        """
        lengths = range(min(_SHORTEST_OPENER, len(word)), len(word) + 1)
        begun = (before + word[:length] for before in _BEFORE_WORDS for length in lengths)
        found = {self._ids[each] for each in begun if each in self._ids}
        return np.array(sorted(found), dtype=np.int64)


def _after(prefix: bytes) -> bytes:
    """Return the smallest byte string above every string that begins with `prefix`."""
    stripped = prefix.rstrip(b"\xff")
    return stripped[:-1] + bytes([stripped[-1] + 1]) if stripped else b""
