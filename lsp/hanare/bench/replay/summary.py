"""The figures of a replay: what its traces come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from hanare.bench.replay.trace import WARM_TOKENS, Ask, Fate, SlotTrace, Source, TargetTrace

HANDLER = "handler"
"""The stage of what a target has timed as a whole but not in parts."""

_FROM_MODEL = frozenset({Source.RUNNING, Source.WARM, Source.COLD})


@dataclass(frozen=True, slots=True)
class Spread:
    """How values are spread; in their own unit."""

    count: int
    mean: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the milliseconds of one kind of request went, on average."""

    source: Source
    count: int
    milliseconds: dict[str, float]
    """By stage, in the target's order and words."""
    elsewhere_ms: float
    """What the target does not know of: wire and event loop, there and back."""
    total_ms: float


@dataclass(frozen=True, slots=True)
class Summary:
    """One target's figures; `None` where the target does not say, or nothing was counted.

    Latencies are of answered requests only. One that the next keystroke cancelled would have
    taken longer, so they must be read together with `answered_share`.
    """

    name: str
    characters: int
    keys: int
    """Keystrokes that the code takes without suggestions."""
    pressed: int
    """Keystrokes that it took."""
    asked: int
    cancelled: int
    failed: int
    answered_share: float | None
    latency_ms: Spread | None
    latency_cache_ms: Spread | None
    latency_model_ms: Spread | None
    first_suggestion_ms: Spread | None
    """From the first key in a file to the first suggestion there, whatever asked for it."""
    reused_share: float | None
    """Answers from the cache or a warm prefix, of those that did not come from nowhere."""
    evaluated_tokens: Spread | None
    """Prompt tokens evaluated for an answer, none for one from the cache. What was evaluated
    for requests that were cancelled is not in it; the processor time has it."""
    saved: int
    """Characters that suggestions saved, accepting keys counted."""
    saved_share: float
    shown: int
    accepted: int
    too_late: int
    """Suggestions that came before the next keystroke, but later than anyone looks."""
    accepted_share: float | None
    """Of those shown."""
    reasons: dict[str, int]
    sources: dict[Source, int]
    cpu_seconds_per_100_keys: float | None
    server_bytes: int | None
    children_bytes: int | None
    stages: tuple[Stage, ...]


def summarise(trace: TargetTrace) -> Summary:
    """Return the figures of one target's trace; it has at least one slot."""
    slots = trace.slots
    asks = [ask for slot in slots for ask in slot.asks]
    answered = [ask for ask in asks if ask.fate is Fate.ANSWERED]
    accounted = [ask for ask in answered if ask.source is not Source.UNKNOWN]
    served = [ask for ask in accounted if ask.source is not Source.NOWHERE]
    characters, pressed = sum(s.characters for s in slots), sum(s.pressed for s in slots)
    shown = sum(ask.shown for ask in answered)
    accepted = sum(ask.accepted > 0 for ask in answered)
    saved = sum(ask.saved for ask in answered)
    seconds = [slot.cpu_seconds for slot in slots if slot.cpu_seconds is not None]
    return Summary(
        name=trace.name,
        characters=characters,
        keys=sum(slot.keys for slot in slots),
        pressed=pressed,
        asked=len(asks),
        cancelled=sum(ask.fate is Fate.CANCELLED for ask in asks),
        failed=sum(ask.fate is Fate.FAILED for ask in asks),
        answered_share=_share(len(answered), len(asks)),
        latency_ms=_latency(answered),
        latency_cache_ms=_latency(ask for ask in answered if ask.source is Source.CACHE),
        latency_model_ms=_latency(ask for ask in answered if ask.source in _FROM_MODEL),
        first_suggestion_ms=spread([ms for slot in slots for ms in _first_suggestion(slot)]),
        reused_share=_share(sum(_evaluated(ask) <= WARM_TOKENS for ask in served), len(served)),
        evaluated_tokens=spread([_evaluated(ask) for ask in accounted]),
        saved=saved,
        saved_share=saved / characters,
        shown=shown,
        accepted=accepted,
        too_late=sum(bool(ask.suggestion.strip()) and not ask.in_time for ask in answered),
        accepted_share=_share(accepted, shown),
        reasons=_counted(ask.account.reason for ask in answered if ask.account),
        sources=_counted(ask.source for ask in answered),
        cpu_seconds_per_100_keys=100 * sum(seconds) / pressed
        if len(seconds) == len(slots)
        else None,
        server_bytes=_most(slot.usage.server_bytes for slot in slots),
        children_bytes=_most(slot.usage.children_bytes for slot in slots),
        stages=tuple(_stages(answered)),
    )


def spread(values: Sequence[float]) -> Spread | None:
    """Return how `values` are spread, `None` if there are none."""
    if not values:
        return None
    return Spread(len(values), fmean(values), quantile(values, 0.5), quantile(values, 0.95))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of `values` lie, interpolated linearly."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _latency(asks: Iterable[Ask]) -> Spread | None:
    return spread([ask.milliseconds for ask in asks if ask.milliseconds is not None])


def _first_suggestion(slot: SlotTrace) -> list[float]:
    """Return when there was something to see for the first time, if ever."""
    moments = [ask.sent_ms + (ask.milliseconds or 0.0) for ask in slot.asks if ask.suggestion]
    return moments[:1]


def _evaluated(ask: Ask) -> int:
    return (ask.account and ask.account.evaluated_tokens) or 0


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _most(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


_T = TypeVar("_T")


def _counted(values: Iterable[_T | None]) -> dict[_T, int]:
    return dict(Counter(value for value in values if value is not None).most_common())


def _stages(answered: Sequence[Ask]) -> Iterable[Stage]:
    """Average, since averages of parts add up to the average of the whole; medians do not."""
    for source in Source:
        asks = [ask for ask in answered if ask.source is source]
        if not asks or source is Source.UNKNOWN:
            continue
        known = [_known_stages(ask) for ask in asks]
        names = dict.fromkeys(name for stages in known for name in stages)
        total = fmean(ask.milliseconds or 0.0 for ask in asks)
        yield Stage(
            source=source,
            count=len(asks),
            milliseconds={name: fmean(each.get(name, 0.0) for each in known) for name in names},
            elsewhere_ms=total - fmean(sum(each.values()) for each in known),
            total_ms=total,
        )


def _known_stages(ask: Ask) -> dict[str, float]:
    """Return the stages that the target has timed; they add up to what it knows of."""
    timings = dict(ask.account.timings_ms) if ask.account else {}
    total = timings.pop("total", None)
    if ask.source is Source.RUNNING:
        timings = {}  # they were spent for an earlier request
    if total is not None:
        timings[HANDLER] = total - sum(timings.values())
    return timings
