"""Stop rules: where an answer ends, decided while it is generated.

A rule is fed with text as it comes and returns how much of everything fed so far belongs to the
answer, once the end is known, else None.
"""

from __future__ import annotations

from collections.abc import Callable

from hanare.completion.extent import Extent, indentation

_MOST_LINES = 12
_CLOSERS = (")", "]", "}", "end")
_OPENERS = ("{", "(", "[")


def no_stop(_text: str) -> int | None:
    """Leave the end to the engine: the rule of one-line answers."""
    return None


class Deadline:
    """Says whether time is up, counted from the first time it is asked."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._end: float | None = None

    def __call__(self) -> bool:
        """Tell whether the seconds have passed."""
        now = self._clock()
        if self._end is None:
            self._end = now + self._seconds
        return now > self._end


class BlockStop:
    """Ends a block at its dedent, its own closer, where the suffix begins, or after enough lines.

    Lines are judged when they are complete, or as soon as their first word is. Once `late`, which
    is asked with every piece of text, says that time is up, the block ends with the last complete
    line.
    """

    def __init__(
        self, extent: Extent, suffix: str, late: Callable[[], bool] = lambda: False
    ) -> None:
        self._extent = extent
        self._late = late
        self._text = ""
        self._judged = 0
        self._lines = 0
        self._next_line = next((line for line in suffix.splitlines() if line.strip()), "")

    def __call__(self, text: str) -> int | None:
        """Take more text; return the length of the answer if it has ended."""
        self._text += text
        late = self._late()
        while (newline := self._text.find("\n", self._judged)) >= 0:
            start = newline + 1
            line_end = self._text.find("\n", start)
            line = self._text[start : line_end if line_end >= 0 else len(self._text)]
            if line_end < 0 and not line.strip():
                return None  # nothing of the line is known yet
            if self._ends_before(line, complete=line_end >= 0):
                return newline
            if line_end < 0:
                return newline if self._text[:newline].strip() and late else None
            self._judged = line_end
            self._lines += 1
            if self._lines >= _MOST_LINES or self._ends_after(line):
                return line_end
        return None

    def _ends_before(self, line: str, *, complete: bool) -> bool:
        stripped = line.strip()
        if not stripped:
            return False
        if indentation(line) < self._extent.indent and not self._closes(line):
            return True
        return complete and self._is_next(line)

    def _is_next(self, line: str) -> bool:
        """Whether the suffix begins with this line; a closer only if it closes the same block."""
        if line.strip() != self._next_line.strip():
            return False
        return not line.strip().startswith(_CLOSERS) or (
            indentation(line) == indentation(self._next_line)
        )

    def _ends_after(self, line: str) -> bool:
        """Whether the block ends with this closer; `} else {` goes on."""
        return (
            indentation(line) < self._extent.indent
            and self._closes(line)
            and not line.rstrip().endswith(_OPENERS)
        )

    def _closes(self, line: str) -> bool:
        return line.strip().startswith(_CLOSERS) and indentation(line) == self._extent.closer


class LineStop:
    """Ends with the cursor's line; where that is complete already, with the next one.

    The model says that a line is complete by breaking it. What it says then is asked for anyway
    as soon as the user breaks the line too.
    """

    def __init__(self) -> None:
        self._text = ""
        self._next_line = NextLineStop()

    def __call__(self, text: str) -> int | None:
        """Take more text; return the length of the answer if it has ended."""
        self._text += text
        newline = self._text.find("\n")
        if newline >= 0 and self._text[:newline].strip():
            return newline
        return self._next_line(text)


class BracketStop:
    """After an open bracket: one line where the model goes on in it, else until it is closed."""

    def __init__(self, block: BlockStop) -> None:
        self._block = block
        self._text = ""

    def __call__(self, text: str) -> int | None:
        """Take more text; return the length of the answer if it has ended."""
        self._text += text
        newline = self._text.find("\n")
        if newline >= 0 and self._text[:newline].strip():
            return newline
        return self._block(text)


class NextLineStop:
    """Ends after the first line with text that follows the cursor's own."""

    def __init__(self) -> None:
        self._text = ""

    def __call__(self, text: str) -> int | None:
        """Take more text; return the length of the answer if it has ended."""
        self._text += text
        first = self._text.find("\n")
        if first < 0:
            return None
        following = self._text[first:]
        begins = first + len(following) - len(following.lstrip())
        end = self._text.find("\n", begins)
        return end if end >= 0 else None
