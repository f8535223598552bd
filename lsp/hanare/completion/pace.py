"""When to ask the model, from the typist's rhythm and the model's speed."""

from __future__ import annotations

_WEIGHT = 0.2
"""Of a new measurement in the running means: about the last ten keystrokes count."""
_PAUSE_SECONDS = 1.5
"""A longer interval is a pause and tells nothing of the rhythm."""
_LONGEST_DELAY = 0.3
_KEYS_AHEAD = 3.0
_PAUSE_INTERVALS = 1.5
_SHORTEST_PAUSE = 0.15
_LONGEST_PAUSE = 0.5


class Pace:
    """Running means of the typing interval and of the time a suggestion takes. Seconds."""

    def __init__(self) -> None:
        self._interval = 0.25
        self._latency = 0.15
        self._last_key: float | None = None

    def key(self, now: float) -> None:
        """Take note of a keystroke."""
        if self._last_key is not None and now - self._last_key < _PAUSE_SECONDS:
            self._interval += _WEIGHT * (now - self._last_key - self._interval)
        self._last_key = now

    def answered(self, seconds: float) -> None:
        """Take note of how long the model took for a suggestion."""
        self._latency += _WEIGHT * (seconds - self._latency)

    def pause(self) -> float:
        """Return how long without a key means that the user has paused."""
        return min(max(self._interval * _PAUSE_INTERVALS, _SHORTEST_PAUSE), _LONGEST_PAUSE)

    def delay(self) -> float:
        """Return how long to wait for the next keystroke before asking.

        Nothing while a suggestion takes no longer than a few keystrokes: a generation goes on
        while the keys agree with it, so an early start is not lost. On a slower machine an answer
        is only ready in a pause, so the model is asked once a pause seems to begin: work that is
        thrown away heats the machine.
        """
        if self._latency <= self._interval * _KEYS_AHEAD:
            return 0.0
        return min(self._interval * 1.2, _LONGEST_DELAY)
