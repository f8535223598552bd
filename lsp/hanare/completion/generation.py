"""A generation that outlives the request that began it.

Each keystroke is a new request. As long as what is typed is what the model is saying anyway,
the running generation serves the newer requests too; it ends early only when the typed text
departs from it, or when nobody has waited for it for a moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace

from hanare.completion.answer import Answer
from hanare.completion.cache import Place
from hanare.completion.types import Query, Trace
from hanare.engine.protocol import Delta, Engine, Event, Prefilled, Request

Clock = Callable[[], float]
"""Seconds, monotonic."""

StopRule = Callable[[str], "int | None"]
"""Takes new text; returns how much of all the text belongs to the answer once it has ended."""

_UNWANTED_SECONDS = 0.25
_TYPED_AHEAD = 40
"""Characters that may have been typed beyond what is generated so far."""


class Generation:
    """One answer in the making."""

    def __init__(
        self,
        engine: Engine,
        request: Request,
        place: Place,
        stop: StopRule,
        clock: Clock,
        measure: Callable[[Event], None],
        keep: Callable[[Generation], None],
    ) -> None:
        """Begin at once, on the event loop.

        `measure` sees every event; `keep` is called when the answer is complete.
        """
        self.place = place
        self.text = ""
        self.trace = Trace()
        self._engine = engine
        self._request = request
        self._stop = stop
        self._clock = clock
        self._measure = measure
        self._keep = keep
        self._grew = asyncio.Event()
        self._scores: list[tuple[int, float]] = []
        self._waiters = 0
        self._unwanted: asyncio.TimerHandle | None = None
        self._task = asyncio.ensure_future(self._run())
        self._task.add_done_callback(self._ended)

    @property
    def finished(self) -> bool:
        """Whether the answer is complete, or there will be none."""
        return self._task.done()

    @property
    def answer(self) -> Answer:
        """What has been said so far."""
        return Answer(self.text, tuple(self._scores))

    def cancel(self) -> None:
        """End it; whoever waits is told that nothing fits."""
        self._task.cancel()

    def fits(self, query: Query) -> bool:
        """Whether the query's cursor was reached by typing what is being said, or was said."""
        failed = self.finished and (self._task.cancelled() or self._task.exception() is not None)
        return not failed and self._agrees(query)

    def _agrees(self, query: Query) -> bool:
        typed = self.place.typed_since(query, len(self.text) + _TYPED_AHEAD)
        if typed is None:
            return False
        if not self.finished and typed.startswith(self.text):
            return True
        # Typed to its end, it has nothing more to say.
        return self.text.startswith(typed) and (typed != self.text or not typed)

    async def wait(self, query: Query) -> bool:
        """Wait until the answer is complete; return whether it still fits the query.

        Raises:
            EngineError: the engine failed.
            Superseded: a newer request took its place.
        """
        self._waiters += 1
        self._wanted()
        try:
            while self._agrees(query) and not self.finished:
                self._grew.clear()
                await self._grew.wait()
            if not self.finished or self._task.cancelled():
                return False
            self._task.result()
            return self._agrees(query)
        finally:
            self._waiters -= 1
            if not self._waiters and not self.finished:
                self._unwanted = asyncio.get_running_loop().call_later(
                    _UNWANTED_SECONDS, self.cancel
                )

    def _wanted(self) -> None:
        if self._unwanted:
            self._unwanted.cancel()
            self._unwanted = None

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._wanted()
        self._grew.set()
        if not task.cancelled():
            task.exception()  # retrieved: whoever waited may have gone

    async def _run(self) -> None:
        started = first = self._clock()
        async with aclosing(self._engine.stream(self._request)) as events:
            async for event in events:
                self._measure(event)
                if isinstance(event, Prefilled):
                    self.trace = replace(
                        self.trace,
                        prompt_tokens=event.prompt_tokens,
                        evaluated_tokens=event.evaluated_tokens,
                        timings_ms={
                            "prefill": event.prefill_ms,
                            "queue": (self._clock() - started) * 1000 - event.prefill_ms,
                        },
                    )
                    first = self._clock()
                elif isinstance(event, Delta):
                    self.trace = replace(
                        self.trace, generated_tokens=self.trace.generated_tokens + 1
                    )
                    self.text += event.text
                    self._scores.append((len(self.text), event.logprob))
                    end = self._stop(event.text)
                    if end is not None:
                        self.text = self.text[:end]
                        break
                    self._grew.set()
        self.trace.timings_ms["decode"] = (self._clock() - first) * 1000
        self._keep(self)
