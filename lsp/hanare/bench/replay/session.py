"""The typing itself: keys at their times, a request after each, and what comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from hanare.bench.cases import TypingSlot
from hanare.bench.replay.target import RequestFailedError, Target
from hanare.bench.replay.trace import Ask, Fate, SlotTrace, TargetTrace, Usage
from hanare.bench.replay.typist import Key, accepted_length, keys
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.languages import language_of


@dataclass(frozen=True, slots=True)
class Pace:
    """How the typist types."""

    seed: int
    speed: float = 1.0
    """How many times as fast as a person; published figures are of 1."""
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
    traces: list[list[SlotTrace]] = [[] for _ in targets]
    async with AsyncExitStack() as started:
        for target in targets:
            started.push_async_callback(target.close)
            await target.start()
        for turn, slot in enumerate(slots):
            order = list(zip(targets, traces, strict=True))
            for target, trace in reversed(order) if turn % 2 else order:
                trace.append(await type_slot(target, slot, pace))
                progress()
    return [
        TargetTrace(target.name, tuple(trace))
        for target, trace in zip(targets, traces, strict=True)
    ]


async def type_slot(target: Target, slot: TypingSlot, pace: Pace) -> SlotTrace:
    """Type one slot with one target.

    Raises:
        TargetLostError: the target has gone.
    """
    name = slot.path.rpartition("/")[2]
    document = DocumentSnapshot(slot.path, 1, slot.before + slot.after, language_of(name))
    await target.open(document, len(slot.before))
    await asyncio.sleep(pace.settle_seconds)
    before = target.usage()
    strokes = keys(slot, pace.seed)
    typing = _Typing(target, slot, document)
    try:
        await typing.type(strokes, pace.speed)
        asks = tuple([await request.ask() for request in typing.requests])
    finally:
        await typing.end()
    after = target.usage()
    await target.leave(typing.document)
    return SlotTrace(
        path=slot.path,
        characters=len(slot.typed),
        keys=len(strokes),
        pressed=typing.pressed,
        asks=asks,
        cpu_seconds=_cpu_seconds(before, after),
        usage=after,
    )


def _cpu_seconds(before: Usage, after: Usage) -> float | None:
    if before.cpu_seconds is None or after.cpu_seconds is None:
        return None
    return after.cpu_seconds - before.cpu_seconds


class _Typing:
    """One slot while it is typed."""

    def __init__(self, target: Target, slot: TypingSlot, document: DocumentSnapshot) -> None:
        self.document = document
        self.requests: list[_Request] = []
        self.pressed = 0
        self._target = target
        self._slot = slot
        self._typed = 0
        self._began = 0.0

    async def type(self, strokes: Iterable[Key], speed: float) -> None:
        """Press keys; after the last one nothing is asked, since nothing is left to type."""
        at_offset = {key.offset: key for key in strokes}
        due = time.perf_counter()
        accepted = 0
        while rest := self._slot.typed[self._typed :]:
            key = at_offset[self._typed]
            seconds = key.seconds_after_accepting if accepted else key.seconds
            # Counted from when the last key was due, so that slow steps do not add up.
            due += seconds / speed
            await asyncio.sleep(due - time.perf_counter())
            accepted = self.requests[-1].decide(rest) if self.requests else 0
            self._press(rest[:accepted] or key.text)

    def _press(self, text: str) -> None:
        before, offset = self.document, len(self._slot.before) + self._typed
        edit = Edit(offset, offset, text)
        self.document = before.edited(edit, before.version + 1)
        now = time.perf_counter()
        self._began = self._began or now
        self.pressed += 1
        self._typed += len(text)
        self._target.edit(before, edit, self.document)
        if self.requests:
            self.requests[-1].supersede()
        if self._typed < len(self._slot.typed):
            ask = Ask(self._typed, (now - self._began) * 1000, Fate.CANCELLED)
            cursor = offset + len(text)
            self.requests.append(_Request(ask, self._target, self.document, cursor))

    async def end(self) -> None:
        """Let nothing go on in the background."""
        await asyncio.gather(*(request.end() for request in self.requests))


class _Request:
    """A request that is on its way, or has been answered."""

    def __init__(self, ask: Ask, target: Target, document: DocumentSnapshot, offset: int) -> None:
        """Send it; `ask` says what is known if nothing comes of it."""
        self._ask = ask
        self._target = target
        self._task = asyncio.create_task(self._run(document, offset))

    async def _run(self, document: DocumentSnapshot, offset: int) -> None:
        started = time.perf_counter()
        try:
            suggestion = await self._target.suggest(document, offset)
        except RequestFailedError as failure:
            self._ask = replace(self._ask, fate=Fate.FAILED, error=str(failure))
            return
        if suggestion is None:
            return
        self._ask = replace(
            self._ask,
            fate=Fate.ANSWERED,
            milliseconds=(time.perf_counter() - started) * 1000,
            suggestion=suggestion,
        )
        account = await self._target.account()
        self._ask = replace(self._ask, account=account)

    def decide(self, rest: str) -> int:
        """Return how much of `rest`, what is to be typed, the typist takes from the answer.

        Raises:
            TargetLostError: the target has gone.
        """
        if self._task.done():
            self._task.result()
        if self._ask.shown:
            length = accepted_length(self._ask.suggestion, rest)
            self._ask = replace(self._ask, accepted=length)
        return self._ask.accepted

    def supersede(self) -> None:
        """Cancel the request, as editors do, unless it is answered."""
        if self._ask.fate is Fate.CANCELLED:
            self._task.cancel()

    async def ask(self) -> Ask:
        """Return what came of it.

        Raises:
            TargetLostError: the target has gone.
        """
        await asyncio.wait({self._task})
        if not self._task.cancelled():
            self._task.result()
        return self._ask

    async def end(self) -> None:
        """Let nothing go on in the background."""
        self._task.cancel()
        await asyncio.wait({self._task})
        if not self._task.cancelled():
            self._task.exception()  # retrieved: it has been raised where it was waited for
