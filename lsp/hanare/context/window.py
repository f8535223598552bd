"""The part of a document the model sees, placed so that typing only appends to it.

A model with prefix-suffix-middle order would evaluate the suffix anew for every character
typed before it. The window therefore freezes a `head` that ends a few lines above the cursor
and the `suffix`, and gives what lies between, the `tail`, after the middle marker: while the
user types, only the tail grows, and the KV cache serves everything before it. The window is
placed anew only when the cursor leaves the tail, text outside the tail changes, or the tail
outgrows its share.
"""

from __future__ import annotations

from dataclasses import dataclass

from hanare.text.document import DocumentSnapshot

_CLOSERS = ")]}>"


@dataclass(frozen=True, slots=True)
class Budget:
    """Shares of the window, in characters (code points)."""

    head: int = 1600
    suffix: int = 400
    tail: int = 400
    context: int = 800
    """Of other files; at the end of the suffix."""
    lines_above: int = 3
    """Lines above the cursor's that a new window puts into the tail.

    Three give the model enough of a run-up after the middle marker and leave the tail room
    to grow (`hanare bench infill`)."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the model sees around one cursor: `head` + `tail` | cursor | `suffix`."""

    head: str
    tail: str
    suffix: str

    def only_tail_differs(self, other: Window) -> bool:
        """Whether a prompt of one extends a prompt of the other, or could."""
        return (self.head, self.suffix) == (other.head, other.suffix)


def place(
    document: DocumentSnapshot, offset: int, budget: Budget, previous: Window | None = None
) -> Window:
    """Return the window for a cursor at `offset`; the previous one, grown, where it still fits."""
    if previous is not None:
        anchor = _find_anchor(document.text, offset, budget, previous)
        if anchor is not None and _same_suffix(document.text, offset, previous):
            return Window(previous.head, document.text[anchor:offset], previous.suffix)
    return _place_anew(document, offset, budget, previous)


def _find_anchor(text: str, offset: int, budget: Budget, previous: Window) -> int | None:
    """Return where the previous head ends before `offset`, if that is within the tail's share.

    It is found by its text, so that edits further up in the file do not matter.
    """
    if not previous.head:
        return 0 if offset <= budget.tail else None
    earliest = max(0, offset - budget.tail - len(previous.head))
    at = text.rfind(previous.head, earliest, offset)
    return None if at < 0 else at + len(previous.head)


def _same_suffix(text: str, offset: int, previous: Window) -> bool:
    if not previous.suffix:
        return not text[offset:].strip()
    return text.startswith(previous.suffix, offset)


def _place_anew(
    document: DocumentSnapshot, offset: int, budget: Budget, previous: Window | None
) -> Window:
    lines = document.lines
    anchor = lines.start(max(0, lines.line_of(offset) - budget.lines_above))
    start = _start(document, anchor, budget, previous)
    text = document.text
    return Window(text[start:anchor], text[anchor:offset], _suffix(text, offset, budget))


def _start(document: DocumentSnapshot, anchor: int, budget: Budget, previous: Window | None) -> int:
    """Return where the head begins: where the previous one did, else at a block boundary.

    Moving the start makes the whole prompt new to the KV cache, so the previous start is kept
    until the head is a quarter over its share.
    """
    if previous and previous.head:
        at = document.text.rfind(previous.head[: budget.head // 2], 0, anchor)
        if at >= 0 and budget.head // 2 <= anchor - at <= budget.head * 5 // 4:
            return at
    earliest = anchor - budget.head
    if earliest <= 0:
        return 0
    lines = document.lines
    first = lines.line_of(earliest) + 1
    for line in range(first, lines.line_of(anchor)):
        if lines.start(line) > earliest + budget.head // 4:
            break
        beginning = document.text[lines.start(line) : lines.start(line) + 1]
        if beginning and not beginning.isspace() and beginning not in _CLOSERS:
            return lines.start(line)
    return min(lines.start(first), anchor) if first < len(lines) else anchor


def _suffix(text: str, offset: int, budget: Budget) -> str:
    """Return the text after the cursor, cut after a whole line where there is one."""
    if len(text) - offset <= budget.suffix:
        return text[offset:]
    cut = text.rfind("\n", offset + 1, offset + budget.suffix)
    return text[offset : cut + 1 if cut >= 0 else offset + budget.suffix]
