"""Adding entries to a trail, whatever state an interrupted or a hostile writer left it in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime
from io import BufferedReader, FileIO

from hanare.observe.audit.chain import LONGEST_LINE, Event, Head, Link, read, seal
from hanare.observe.audit.files import TrailFiles, write_all


def append(
    files: TrailFiles, events: Sequence[Event], now: datetime, most_bytes: int, most_files: int
) -> None:
    """Add the events to the trail, all of them or none; `OSError` if that cannot be done.

    The chain goes on from the head, never from what the files happen to hold: whatever was taken
    away or changed stays visible as a break. Only what follows the head without a flaw is taken
    over, since that is what is left when a writer dies between its lines and its head.
    """
    with files.alone():
        head, repairs = _state(files, now)
        if head.size >= most_bytes:
            head = files.set_aside(head, most_files)
        with files.open_current() as log:
            _add(files, log, head, [*repairs, *events])


def stamp(moment: datetime) -> str:
    """Return a time as entries have it."""
    return moment.isoformat(timespec="milliseconds")


def _state(files: TrailFiles, now: datetime) -> tuple[Head, list[Event]]:
    """Return the head as the current file has it, and what there is to say about that."""
    head = files.head()
    if head is None:
        # Of files that lost their head nothing can be taken for granted: a chain begins anew.
        begun: Event = {"kind": "restarted", "time": stamp(now)}
        head = Head(size=files.size())
        files.write_head(head)
        return head, [begun] if files.all() else []
    if files.size() <= head.size:
        return Head(head.start, head.end, files.size()), []
    with files.open_current() as log:
        entries, end, torn = _beyond(log, head)
        if torn:
            log.truncate(log.seek(-torn, os.SEEK_END))
        size = log.seek(0, os.SEEK_END)
    event: Event = {"kind": "recovered", "time": stamp(now), "entries": entries, "bytes": torn}
    return Head(head.start, end, size), [event] if entries or torn else []


def _beyond(log: FileIO, head: Head) -> tuple[int, Link, int]:
    """Return how many entries follow the head, where they end, and the bytes of half a line."""
    log.seek(max(head.size - 1, 0))
    lines = BufferedReader(log)
    try:
        if head.size and lines.read(1) != b"\n":
            return 0, head.end, 0
        count, end = 0, head.end
        while line := lines.readline(LONGEST_LINE):
            entry = read(line)
            if entry is None or not entry.follows(end):
                at_the_end = not lines.peek(1)
                return count, end, len(line) if at_the_end and not line.endswith(b"\n") else 0
            count, end = count + 1, entry.after
        return count, end, 0
    finally:
        lines.detach()


def _add(files: TrailFiles, log: FileIO, head: Head, events: Sequence[Event]) -> None:
    size = log.seek(0, os.SEEK_END)
    lines, end = [_line_end(log, size)], head.end
    for event in events:
        line, end = seal(event, end)
        lines.append(line)
    content = b"".join(lines)
    try:
        write_all(log, content)
        files.write_head(Head(head.start, end, size + len(content)))
    except OSError:
        with contextlib.suppress(OSError):
            log.truncate(size)
        raise


def _line_end(log: FileIO, size: int) -> bytes:
    """Return what keeps a new line apart from a last one that was cut off."""
    if not size:
        return b""
    log.seek(size - 1)
    return b"" if log.read(1) == b"\n" else b"\n"
