"""Documents as they were at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from hanare.text.lines import LineIndex


@dataclass(frozen=True)
class DocumentSnapshot:
    """One document as it was when a request arrived; safe on any thread."""

    uri: str
    version: int
    text: str = field(repr=False)
    language: str = "plaintext"
    """LSP language id, e.g. `python`."""

    @cached_property
    def lines(self) -> LineIndex:
        """The snapshot's line index, made on first use."""
        return LineIndex(self.text)
