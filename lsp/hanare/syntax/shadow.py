"""Shadows: texts of one byte a character, in which tree-sitter's offsets are code points.

Tree-sitter counts bytes of UTF-8. In the shadow of a text each character outside ASCII is one ASCII
character of the same role, a letter or a blank, so that a byte offset is an offset into the text.
"""

from __future__ import annotations

import re

from hanare.text.differing import shared_end, shared_start

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
    before = shared_start(old, new)
    if before and new[before - 1] == "\r":
        before -= 1  # its role depends on what follows
    after = shared_end(old, new, min(len(old), len(new)) - before)
    middle = shadow(new, before, len(new) - after)
    return before, after, old_shadow[:before] + middle + old_shadow[len(old) - after :]
