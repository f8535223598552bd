"""Shadows: texts of one byte a character, in which tree-sitter's offsets are code points.

Tree-sitter counts bytes of UTF-8. In the shadow of a text each character outside ASCII is one ASCII
character of the same role, a letter or a blank, so that a byte offset is an offset into the text.
"""

from __future__ import annotations

import re

# What is white space to Unicode, and the invisible characters that grammars skip.
_WIDE_BLANK = re.compile("[^\\S\x00-\x7f]|[\u200b\u2060\ufeff]")
_WIDE = re.compile("[^\x00-\x7f]")
# It ends a line in LSP, and to most grammars nothing: a comment would not end there.
_LONE_RETURN = re.compile("\r(?!\n)")


def shadow(text: str, start: int, end: int) -> bytes:
    """Return the shadow of `text[start:end]`: `end - start` bytes."""
    piece = text[start:end]
    if "\r" in piece:
        piece = _LONE_RETURN.sub("\n", text[start : end + 1])[: end - start]
    if not piece.isascii():
        piece = _WIDE.sub("x", _WIDE_BLANK.sub(" ", piece))
    return piece.encode("ascii")


def reshadowed(old: str, old_shadow: bytes, new: str) -> tuple[int, int, bytes]:
    """Return how many characters `old` and `new` share at start and end, and `new`'s shadow.

    Only what differs is shadowed anew; both counts together fit into the shorter text.
    """
    before = _shared_start(old, new)
    if before and new[before - 1] == "\r":
        before -= 1  # its role depends on what follows
    after = _shared_end(old, new, min(len(old), len(new)) - before)
    middle = shadow(new, before, len(new) - after)
    return before, after, old_shadow[:before] + middle + old_shadow[len(old) - after :]


# Both bisect, so that the comparing is done in C.


def _shared_start(one: str, other: str) -> int:
    known, limit = 0, min(len(one), len(other))
    while known < limit:
        middle = (known + limit + 1) // 2
        if one[known:middle] == other[known:middle]:
            known = middle
        else:
            limit = middle - 1
    return known


def _shared_end(one: str, other: str, limit: int) -> int:
    known = 0
    while known < limit:
        middle = (known + limit + 1) // 2
        if one.endswith(other[len(other) - middle : len(other) - known], 0, len(one) - known):
            known = middle
        else:
            limit = middle - 1
    return known
