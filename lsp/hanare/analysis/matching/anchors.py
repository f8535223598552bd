"""Words that make a text, or a part of it, worth a closer look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# A query over a range costs as much as one over some thirty lines, so nearer ones share it.
_NEAR = 1_000
# Each range is reached through all nodes around it, of which hostile code has thousands.
_MOST_RANGES = 32


def occurrences(text: str, words: Iterable[str], *, any_case: bool = False) -> list[int]:
    """Return where the words occur, in order; also where they are parts of longer ones."""
    flags = re.IGNORECASE if any_case else re.NOFLAG
    return sorted(found.start() for word in words for found in _literal(word, flags).finditer(text))


def ranges(occurrences: list[int]) -> list[tuple[int, int]]:
    """Join occurrences to few ranges, since each has its price; one at most for very many."""
    joined: list[tuple[int, int]] = []
    for at in occurrences:
        if joined and at - joined[-1][1] < _NEAR:
            joined[-1] = joined[-1][0], at + 1
        else:
            joined.append((at, at + 1))
    if len(joined) > _MOST_RANGES:
        return [(joined[0][0], joined[-1][1])]
    return joined


@cache
def _literal(word: str, flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(re.escape(word), flags)
