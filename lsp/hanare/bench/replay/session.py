"""The typing itself: keys at their times, a request after each, and what comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from hanare.bench.cases import TypingSlot
from hanare.bench.replay.target import RequestFailedError, Target
from hanare.bench.replay.trace import PATIENCE_MS, Account, Ask, Fate, SlotTrace, TargetTrace
from hanare.bench.replay.typist import accepted_length, keys
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.languages import language_of


@dataclass(frozen=True, slots=True)
class Pace:
    """How the typist types."""

    seed: int
    speed: float = 1.0
    """How many times as fast as a person; 1 is what figures are published of."""
    settle_seconds: float = 3.0
    """Between opening a file and the first key: somebody looks for the place."""


async def run(
    targets: Sequence[Target],
    slots: Sequence[TypingSlot],
    pace: Pace,
    progress: Callable[[], None] = lambda: None,
) -> list[TargetTrace]:
    """Type every slot with every target; the order alternates so that noise hits all alike.

    Raises:
        TargetLostError: a target does not start, or ends too soon.
    """
    traces: dict[int, list[SlotTrace]] = {index: [] for index in range(len(targets))}
    async with AsyncExitStack() as started:
        for target in targets:
            started.push_async_callback(target.close)
            await target.start()
        for turn, slot in enumerate(slots):
            for index in sorted(traces, reverse=bool(turn % 2)):
                traces[index].append(await type_slot(targets[index], slot, pace))
                progress()
    return [TargetTrace(targets[index].name, tuple(trace)) for index, trace in traces.items()]


async def type_slot(target: Target, slot: TypingSlot, pace: Pace) -> SlotTrace:
    """Type one slot with one target.

    Raises:
        TargetLostError: the target has gone.
    """
    start = len(slot.before)
    strokes = {key.offset: key for key in keys(slot, pace.seed)}
    document = DocumentSnapshot(
        slot.path, 1, slot.before + slot.after, language_of(slot.path.rpartition("/")[2])
    )
    await target.open(document, start)
    await asyncio.sleep(pace.settle_seconds)
    before = target.usage()

    asks: list[Ask] = []
    request: _Request | None = None
    typed, pressed, due = 0, 0, time.perf_counter()
    while typed < len(slot.typed):
        key = strokes[typed]
        after_accepting = bool(asks and asks[-1].accepted)
        due += (key.seconds_after_accepting if after_accepting else key.seconds) / pace.speed
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        new = key.text
        if request:
            suggestion = request.shown()
            accepted = accepted_length(suggestion, slot.typed[typed:])
            new = slot.typed[typed : typed + accepted] or key.text
            request.accepted = accepted
"""...replaced below..."""
