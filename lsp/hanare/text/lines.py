"""Where lines begin, by LSP's rules."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from hanare.text.edits import Edit

_EOL = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    r"""Return the offsets at which lines begin.

    Only `\n`, `\r\n` and `\r` end a line (LSP 3.17, "Text Documents"). `str.splitlines`
    would also split at form feeds, vertical tabs, NEL and U+2028, and every later edit
    would land in the wrong place.
    """
    return [0, *(match.end() for match in _EOL.finditer(text))]


class LineIndex:
    """The lines of one text: offset to (line, column) and back, in code points."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which lines begin; computed once, on first use."""
        return line_starts(self.text)

    def edited(self, edit: Edit) -> LineIndex:
        r"""Return the index of the text after `edit`, without scanning all of it again.

        Whether a line begins at an offset depends on the character on either side of it
        (`\r\n` is one break), so only starts from `edit.start` to `edit.end` can change;
        those before stay, those after move by the edit's growth.
        """
        after = LineIndex(edit.apply(self.text))
        new_end = edit.start + len(edit.new)
        scanned = _EOL.finditer(after.text, max(edit.start - 1, 0), new_end + 1)
        growth = new_end - edit.end
        tail = self.starts[bisect_right(self.starts, edit.end) :]
        after.starts = [
            # Zero begins a line whatever the text is.
            *(self.starts[: bisect_left(self.starts, edit.start)] or [0]),
            *(match.end() for match in scanned if edit.start <= match.end() <= new_end),
            *([start + growth for start in tail] if growth else tail),
        ]
        return after

    def __len__(self) -> int:
        return len(self.starts)

    def line_of(self, offset: int) -> int:
        """Return the zero-based line that holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def start(self, line: int) -> int:
        """Return the offset at which `line` begins."""
        return self.starts[line]

    def end(self, line: int) -> int:
        """Return the offset at which `line` ends, its line break excluded."""
        if line + 1 >= len(self.starts):
            return len(self.text)
        end = self.starts[line + 1] - 1
        if self.text[end] == "\n" and end > self.starts[line] and self.text[end - 1] == "\r":
            end -= 1
        return end

    def line_text(self, line: int) -> str:
        """Return the text of `line` without its line break."""
        return self.text[self.start(line) : self.end(line)]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of `column` (code points) in `line`, clamped into the text."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.text)
        return min(self.start(line) + max(column, 0), self.end(line))

    def position(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of `offset`, both zero-based, in code points."""
        line = self.line_of(offset)
        return line, offset - self.starts[line]
