"""What two texts have in common at their ends. Both bisect, so that the comparing is done in C."""

from __future__ import annotations


def shared_start(one: str, other: str) -> int:
    """Return how many characters two texts share at their beginning."""
    known, limit = 0, min(len(one), len(other))
    while known < limit:
        middle = (known + limit + 1) // 2
        if one[known:middle] == other[known:middle]:
            known = middle
        else:
            limit = middle - 1
    return known


def shared_end(one: str, other: str, limit: int) -> int:
    """Return how many characters two texts share at their end, `limit` at most."""
    known = 0
    while known < limit:
        middle = (known + limit + 1) // 2
        if one.endswith(other[len(other) - middle : len(other) - known], 0, len(one) - known):
            known = middle
        else:
            limit = middle - 1
    return known
