"""Stop rules: where a block ends, decided while it is generated."""

from __future__ import annotations

from hanare.completion.extent import Extent, indentation

_MOST_LINES = 12
_CLOSERS = (")", "]", "}", "end")


class BlockStop:
    """Ends a block at its dedent, where the suffix begins, or after enough lines.

    Fed with text as it comes, it returns how much of everything fed so far belongs to the
    suggestion once the end is known, else None. Lines are judged when they are complete, or
    as soon as their first word is.
    """

    def __init__(self, extent: Extent, suffix: str) -> None:
        self._extent = extent
        self._text = ""
        self._judged = 0
        self._lines = 0
        self._next_line = next((line.strip() for line in suffix.splitlines() if line.strip()), "")

    def feed(self, text: str) -> int | None:
        """Take more text; return the length of the suggestion if it has ended."""
        self._text += text
        while (newline := self._text.find("\n", self._judged)) >= 0:
            start = newline + 1
            line_end = self._text.find("\n", start)
            line = self._text[start : line_end if line_end >= 0 else len(self._text)]
            if line_end < 0 and not line.strip():
                return None  # nothing of the line is known yet
            if self._ends_before(line, complete=line_end >= 0):
                return newline
            if line_end < 0:
                return None
            self._judged = line_end
            self._lines += 1
            if self._lines >= _MOST_LINES:
                return line_end
        return None

    def _ends_before(self, line: str, *, complete: bool) -> bool:
        stripped = line.strip()
        if not stripped:
            return False
        if indentation(line) < self._extent.indent and not (
            stripped.startswith(_CLOSERS) and indentation(line) == self._extent.indent - 1
        ):
            return True
        return complete and stripped == self._next_line
