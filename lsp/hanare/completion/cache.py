"""Answers that are still good while the user types through them.

An answer is kept with a little of the text on both sides of its cursor. It serves every later
cursor that is reached by typing the answer itself: the rest is shown without asking the model.
Looking for the text around the cursor, and not for a line number, makes edits and scrolling
elsewhere in the file harmless.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from hanare.completion.answer import Answer
from hanare.completion.types import Query

_SIDE = 160
"""Characters kept on each side of the cursor: enough to tell one place of a file from another."""
_PER_DOCUMENT = 24
_AUTO_CLOSED = ")]}\"'`"
_MOST_AUTO_CLOSED = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor, by the text around it."""

    left: str
    right: str

    @classmethod
    def of(cls, query: Query) -> Place:
        """Return the place of a query's cursor."""
        text, offset = query.document.text, query.offset
        return cls(text[max(0, offset - _SIDE) : offset], text[offset : offset + _SIDE])

    def typed_since(self, query: Query, longest: int) -> str | None:
        """Return what was typed between this place and the query's cursor, if only that changed.

        `longest` bounds how much that can be, in characters. Brackets and quotes that an editor
        closed by itself behind the cursor do not count as a change.
        """
        text, offset = query.document.text, query.offset
        if len(self.left) < _SIDE:  # all there was before the cursor
            if not text.startswith(self.left) or not 0 <= offset - len(self.left) <= longest:
                return None
            typed = text[len(self.left) : offset]
        else:
            region = text[max(0, offset - len(self.left) - longest) : offset]
            at = region.rfind(self.left)
            if at < 0:
                return None
            typed = region[at + len(self.left) :]
        return typed if self._same_right(text, offset, typed) else None

    def _same_right(self, text: str, offset: int, typed: str) -> bool:
        for skipped in range(_MOST_AUTO_CLOSED + 1):
            start = offset + skipped
            # A short right side is all there was after the cursor.
            ends = len(self.right) == _SIDE or start + len(self.right) == len(text)
            if ends and text.startswith(self.right, start):
                return True
            closer = text[start : start + 1]
            if not typed or not closer or closer not in _AUTO_CLOSED:
                return False
        return False

    def after(self, typed: str) -> Place:
        """Return the place that is reached by typing `typed` here."""
        return Place((self.left + typed)[-_SIDE:], self.right)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the model said at a place."""

    place: Place
    answer: Answer


@dataclass
class TypeThroughCache:
    """The newest answers of each document."""

    _entries: dict[str, deque[Entry]] = field(default_factory=dict)

    def add(self, uri: str, entry: Entry) -> None:
        """Keep an answer; the oldest of the document goes."""
        self._entries.setdefault(uri, deque(maxlen=_PER_DOCUMENT)).append(entry)

    def look_up(self, query: Query) -> Answer | None:
        """Return what is left to type of an answer that fits, the longest if several do."""
        best: Answer | None = None
        for entry in self._entries.get(query.document.uri, ()):
            text = entry.answer.text
            typed = entry.place.typed_since(query, len(text))
            if typed is None or not text.startswith(typed):
                continue
            if typed == text and typed:
                continue  # typed to its end: what follows is a new question
            if best is None or len(text) - len(typed) > len(best.text):
                best = entry.answer.rest(len(typed))
        return best

    def clear(self) -> None:
        """Drop all answers."""
        self._entries.clear()

    def forget(self, uri: str) -> None:
        """Drop a document's answers."""
        self._entries.pop(uri, None)
