"""The writing end of the trail, for callers that must not wait."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Thread

from hanare.observe.audit.appending import append, stamp
from hanare.observe.audit.chain import Event, Value
from hanare.observe.audit.files import TrailFiles
from hanare.observe.defects import described

log = logging.getLogger(__name__)

_MOST_BYTES = 16 * 1024 * 1024
_MOST_FILES = 4
_MOST_WAITING = 10_000
_LONGEST_VALUE = 10_000
_CLOSE_SECONDS = 5.0


def utc_now() -> datetime:
    """Return the time, as entries are stamped with it."""
    return datetime.now(UTC)


class AuditTrail:
    """Writes events to the trail at `path`, in order and in the background.

    A caller never waits and never sees a failure: what could not be written is logged once,
    counted, and the count is an entry (`lost`) as soon as writing works again. A file of
    `most_bytes` is set aside; `most_files`, at least two, are kept, the current one included.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = utc_now,
        *,
        most_bytes: int = _MOST_BYTES,
        most_files: int = _MOST_FILES,
    ) -> None:
        self._files = TrailFiles(path)
        self._clock = clock
        self._most_bytes = most_bytes
        self._most_files = most_files
        self._changed = Condition()
        # Guarded by _changed.
        self._waiting: list[Event] = []
        self._lost = 0
        self._closing = False
        self._writer: Thread | None = None
        # Of the writer alone.
        self._failing = False

    def write(self, event: Event) -> None:
        """Add an event to the trail, soon; its time is now.

        Texts are cut at 10,000 code points. What an event says is up to the caller: never the
        text of a document unless the user asked for that.
        """
        values = {key: _storable(value) for key, value in event.items()}
        values["time"] = stamp(self._clock().astimezone(UTC))
        with self._changed:
            if len(self._waiting) < _MOST_WAITING:
                self._waiting.append(values)
            else:
                self._lost += 1
            if self._writer is None:
                self._closing = False
                self._writer = Thread(target=self._work, name="hanare-audit", daemon=True)
                self._writer.start()
            self._changed.notify()

    def close(self) -> None:
        """Wait until everything is written, for five seconds at most."""
        with self._changed:
            self._closing = True
            self._changed.notify()
            writer = self._writer
        if writer is not None:
            writer.join(_CLOSE_SECONDS)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    self._writer = None
                    if self._lost:
                        log.warning("%d entries of the audit trail are lost", self._lost)
                    return
                events, self._waiting = self._waiting, []
                lost, self._lost = self._lost, 0
            if not self._written(events, lost):
                with self._changed:
                    self._lost += lost + len(events)

    def _written(self, events: list[Event], lost: int) -> bool:
        now = self._clock().astimezone(UTC)
        gap: list[Event] = [{"kind": "lost", "time": stamp(now), "entries": lost}] if lost else []
        try:
            append(self._files, [*gap, *events], now, self._most_bytes, self._most_files)
        except Exception as error:  # noqa: BLE001 - whatever fails, the next event may be written
            if not self._failing:
                reason = getattr(error, "strerror", None) or described(error)
                log.warning("the audit trail cannot be written: %s", reason)
            self._failing = True
            return False
        self._failing = False
        return True


def _storable(value: Value) -> Value:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    # JSON has no number for these.
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
