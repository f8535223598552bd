"""Whether a trail is still what was written, and where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hanare.observe.audit.chain import ORIGIN, Entry, Head, Link, read
from hanare.observe.audit.files import Line, Snapshot, TrailFiles


class Flaw(StrEnum):
    """What shows that a trail was changed."""

    UNREADABLE = "unreadable"
    """A line is no entry."""
    EDITED = "edited"
    """An entry does not have its own hash."""
    MISSING = "missing"
    """An entry was removed, or moved to a later place."""
    INSERTED = "inserted"
    """An entry was put in, or moved to an earlier place."""
    REPLACED = "replaced"
    """An entry has the right number, but its neighbour or the head knows another hash."""
    TRUNCATED = "truncated"
    """The last entries were removed."""
    HEADLESS = "headless"
    """The head is gone or unreadable, so the end cannot be vouched for."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a trail is not what was written."""

    flaw: Flaw
    file: Path
    line: int
    """From 1."""
    sequence: int
    """The number of the entry that should be there."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a check."""

    entries: int
    """How many form an unbroken chain, from the oldest on."""
    broken: Break | None = None
    interrupted: bool = False
    """A writer died before it could bring the head up to date; the next one does that."""


def verify(path: Path) -> Checked:
    """Check the trail at `path` with all its files, from the oldest entry on.

    Tamper-evident, not tamper-proof. Whoever may write both the files and the head can compute
    the chain anew from any entry on, or delete everything: nothing here is secret or signed.
    Against that, keep the last hash elsewhere (another machine's log, paper) and compare.

    Raises `OSError` if the files cannot be read.
    """
    with TrailFiles(path).snapshot() as trail:
        return _walk(trail, path)


def _walk(trail: Snapshot, path: Path) -> Checked:
    head = trail.head
    link: Link | None = None
    count = 0
    strange: Checked | None = None
    torn = False
    line = Line(path, 0, b"")
    for line in trail.lines():
        entry = read(line.content)
        if link is None:
            link = _beginning(head, entry)
        step = _next(entry, link, head.start if head else link)
        if isinstance(step, Flaw):
            # Half a line after all that the head knows is what a crash leaves.
            unfinished = line.file == path and not line.content.endswith(b"\n")
            torn = unfinished and head is not None and link.sequence >= head.end.sequence
            if torn:
                break
            return Checked(count, Break(step, line.file, line.number, link.sequence + 1))
        link = step
        if head and link.sequence == head.end.sequence and link != head.end:
            # Reported if nothing later is wrong: the end may be that of a chain begun anew.
            strange = Checked(count, Break(Flaw.REPLACED, line.file, line.number, link.sequence))
        count += 1
    if strange:
        return strange
    if link is None and (head is None or head.start == head.end):
        return Checked(0)
    link = link or _beginning(head, None)
    flaw = Flaw.HEADLESS if head is None else Flaw.TRUNCATED
    if head is None or link.sequence < head.end.sequence:
        return Checked(count, Break(flaw, line.file, line.number + 1, link.sequence + 1))
    return Checked(count, interrupted=torn or link.sequence > head.end.sequence)


def _beginning(head: Head | None, entry: Entry | None) -> Link:
    """Return the point that the first entry must follow.

    A file that was to be deleted, but is still there, begins before the head's start.
    """
    if entry and (head is None or entry.before.sequence < head.start.sequence):
        return entry.before
    return head.start if head else ORIGIN


def _next(entry: Entry | None, link: Link, start: Link) -> Link | Flaw:
    """Return the point after the entry, if it may stand at `link`; `start` is the head's."""
    if entry is None:
        return Flaw.UNREADABLE
    if not entry.genuine:
        return Flaw.EDITED
    if entry.before.sequence != link.sequence:
        later = entry.before.sequence > link.sequence
        return Flaw.MISSING if later else Flaw.INSERTED
    moved_start = link.sequence == start.sequence and link != start
    return Flaw.REPLACED if moved_start or entry.before != link else entry.after
