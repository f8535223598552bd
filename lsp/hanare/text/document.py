"""Documents as they were at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from hanare.text.edits import Edit
from hanare.text.lines import LineIndex


@dataclass(frozen=True)
class DocumentSnapshot:
    """One document as it was when a request arrived; safe on any thread."""

    uri: str
    version: int
    text: str = field(repr=False)
    language: str = "plaintext"
    """LSP language id, e.g. `python`."""
    known_lines: LineIndex | None = field(default=None, repr=False, compare=False)
    """The text's line index where an edit has produced it already; see `lines`."""

    @cached_property
    def lines(self) -> LineIndex:
        """The snapshot's line index, made on first use."""
        return self.known_lines if self.known_lines is not None else LineIndex(self.text)

    def edited(self, edit: Edit, version: int) -> DocumentSnapshot:
        """Return the document after `edit`, in `version`; this one stays as it is."""
        lines = self.lines.edited(edit)
        return DocumentSnapshot(self.uri, version, lines.text, self.language, lines)
