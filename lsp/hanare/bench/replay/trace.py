"""What happened while code was typed, keystroke by keystroke: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PATIENCE_MS = 400.0
"""A suggestion that takes longer is not noticed: it does not count as shown."""

WARM_TOKENS = 8
"""A prompt of which no more is evaluated was in the KV cache, but for what was just typed."""


class Source(StrEnum):
    """Where an answer came from."""

    CACHE = "cache"
    """From what was said before: no model was asked."""
    RUNNING = "running"
    """From what the model was already saying on account of an earlier request."""
    WARM = "warm"
    """From the model, with at most `WARM_TOKENS` of the prompt to evaluate."""
    COLD = "cold"
    """From the model, with more to evaluate."""
    NOWHERE = "nowhere"
    """Neither was asked: no suggestion is wanted there."""
    UNKNOWN = "unknown"
    """The target does not say."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a target says about its last answer; `None` where it says nothing."""

    reason: str | None = None
    origin: str | None = None
    """`cache`, `running` or `engine`, in the target's words; empty if nothing was asked."""
    prompt_tokens: int | None = None
    evaluated_tokens: int | None = None
    generated_tokens: int | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    """By stage; `total`, if present, is the whole of what the target knows of."""

    @property
    def source(self) -> Source:
        """Where the answer came from."""
        if self.origin in (Source.CACHE, Source.RUNNING):
            return Source(self.origin)
        if self.prompt_tokens is None or self.evaluated_tokens is None:
            return Source.UNKNOWN
        if self.prompt_tokens == 0:
            return Source.NOWHERE
        return Source.WARM if self.evaluated_tokens <= WARM_TOKENS else Source.COLD


class Fate(StrEnum):
    """How a request ended."""

    ANSWERED = "answered"
    """Before the next keystroke; perhaps with nothing."""
    CANCELLED = "cancelled"
    """The next keystroke came first, or the target gave up on it."""
    FAILED = "failed"
    """With an error."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, sent after one keystroke."""

    offset: int
    """Characters of the slot before the cursor."""
    sent_ms: float
    """Since the first key of the slot."""
    fate: Fate
    milliseconds: float | None = None
    """From the request to its answer; only if answered."""
    suggestion: str = ""
    accepted: int = 0
    """Characters of the suggestion that the typist took, 0 for none."""
    account: Account | None = None
    error: str = ""

    @property
    def source(self) -> Source:
        """Where the answer came from."""
        return self.account.source if self.account else Source.UNKNOWN

    @property
    def in_time(self) -> bool:
        """Whether an answer came while the typist still looked."""
        return self.milliseconds is not None and self.milliseconds <= PATIENCE_MS

    @property
    def shown(self) -> bool:
        """Whether there was something to see in time."""
        return self.in_time and bool(self.suggestion.strip())

    @property
    def saved(self) -> int:
        """Characters saved; accepting costs a key."""
        return self.accepted - 1 if self.accepted else 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What a target's processes have used up to now, or hold now; `None` if it cannot be seen."""

    cpu_seconds: float | None = None
    server_bytes: int | None = None
    """Resident memory of the process that is talked to."""
    children_bytes: int | None = None
    """Resident memory of the processes below it."""


@dataclass(frozen=True, slots=True)
class SlotTrace:
    """One slot, typed with one target."""

    path: str
    characters: int
    keys: int
    """Keystrokes that the slot takes without suggestions."""
    pressed: int
    """Keystrokes that it took, those that accept included."""
    asks: tuple[Ask, ...]
    cpu_seconds: float | None
    """Used by the target while the slot was typed."""
    usage: Usage
    """When it was typed."""


@dataclass(frozen=True, slots=True)
class TargetTrace:
    """All slots, typed with one target."""

    name: str
    slots: tuple[SlotTrace, ...]
