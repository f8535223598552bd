"""The hash chain: how an event becomes a line, and what a line says of its place.

A line is the canonical JSON of its values: ASCII only, keys in order, no spaces. `hash` is the
SHA-256 of the canonical JSON of all others, `previous` the hash of the line before. There is one
way to write a line, so what has the same meaning but other bytes was not written by us.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

Value = str | int | float | bool | None
Event = Mapping[str, Value]

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of a line that are read; what is longer is no line of ours."""


@dataclass(frozen=True, slots=True)
class Link:
    """A point between two entries: number and hash of the one before it."""

    sequence: int
    hash: str


ORIGIN = Link(0, "0" * 64)
"""The point before the first entry."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a trail should hold, kept beside it: this is how a missing end is noticed."""

    start: Link = ORIGIN
    """The point before the oldest entry that must still be there."""
    end: Link = ORIGIN
    """The point after the last entry."""
    size: int = 0
    """Bytes of the current file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that could be read."""

    values: Mapping[str, Value]
    before: Link
    after: Link
    genuine: bool
    """Whether the line is what `seal` makes of its values."""

    def follows(self, link: Link) -> bool:
        """Say whether this entry, unchanged, comes next at that point."""
        return self.genuine and self.before == link


def seal(event: Event, after: Link) -> tuple[bytes, Link]:
    """Return the event as the line that comes next, and the point after it.

    The chain's own values stand over those of the event.
    """
    values = {**event, "sequence": after.sequence + 1, "previous": after.hash}
    values.pop("hash", None)
    digest = hashlib.sha256(_canonical(values)).hexdigest()
    line = _canonical({**values, "hash": digest}) + b"\n"
    return line, Link(after.sequence + 1, digest)


def read(line: bytes) -> Entry | None:
    """Return the entry of a line, or None for what no line of ours looks like."""
    values = _flat_object(line)
    if values is None:
        return None
    sequence, previous, digest = (values.get(key) for key in ("sequence", "previous", "hash"))
    # Exactly int: JSON's true is an int for isinstance.
    if type(sequence) is not int or not isinstance(previous, str) or not isinstance(digest, str):
        return None
    before = Link(sequence - 1, previous)
    sealed, after = seal(values, before)
    return Entry(values, before, Link(sequence, digest), sealed == line and after.hash == digest)


def write_head(head: Head) -> bytes:
    """Return the content of the head file."""
    return json.dumps(asdict(head)).encode("ascii") + b"\n"


def read_head(content: bytes) -> Head | None:
    """Return the head that `write_head` wrote, or None for anything else."""
    try:
        values = json.loads(content)
        head = Head(Link(**values["start"]), Link(**values["end"]), values["size"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    numbers = (head.start.sequence, head.end.sequence, head.size)
    hashes = (head.start.hash, head.end.hash)
    typed = all(type(n) is int for n in numbers) and all(isinstance(h, str) for h in hashes)
    return head if typed else None


def _flat_object(line: bytes) -> dict[str, Value] | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):  # brackets nest as deep as a hostile line likes
        return None
    if not isinstance(values, dict) or any(isinstance(v, dict | list) for v in values.values()):
        return None
    return values


def _canonical(values: Event) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")
