"""Edits in offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` by `new`; offsets are code points before the edit.

    Invariant: `0 <= start <= end <= len(text)`.
    """

    start: int
    end: int
    new: str

    def apply(self, text: str) -> str:
        """Return `text` with this edit made."""
        # One allocation for the result: adding up would copy megabytes once more.
        return "".join((text[: self.start], self.new, text[self.end :]))
