"""From what the model would show to what the gate lets through, with one more try if need be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from hanare.completion.finishing import Asked
from hanare.completion.gate import Decision, Gate
from hanare.completion.types import Outcome, Suggestion
from hanare.engine.errors import EngineError
from hanare.observe.reasons import Code, Reason
from hanare.wording import Said, said

_RESAMPLE_SECONDS = 0.8
"""For another try after an insecure answer, while somebody types."""

Resample = Callable[[Asked, tuple[str, ...]], Awaitable[Suggestion | None]]
"""Returns another suggestion, one that does without these words, if there is any."""


class Gating:
    """Asks the gate about outcomes."""

    def __init__(self, gate: Gate, resample: Resample) -> None:
        self._gate = gate
        self._resample = resample

    async def outcome(self, asked: Asked, outcome: Outcome) -> Outcome:
        """Return the outcome if it makes nothing less secure, or what the settings put there.

        Raises:
            Superseded: somebody types on.
        """
        if outcome.suggestion is None:
            return outcome
        decision = await self._decided(asked, outcome.suggestion)
        trace = outcome.trace.told("gate", decision.told)
        trace = replace(trace, timings_ms=trace.timings_ms | {"gate": decision.milliseconds})
        if decision.reason is None:
            return replace(outcome, trace=trace)
        if decision.shown:
            return replace(outcome, reason=decision.reason, trace=trace)
        if decision.policy == "resample":
            other, again = await self._another(asked, decision)
            trace = trace.told("gate, once more", again)
            if other is not None:
                self._gate.counts["resampled"] += 1
                return Outcome(other, Reason(Code.SHOWN, f"resampled-{decision.rule}"), trace)
        return Outcome(None, decision.reason, trace)

    async def passes(self, asked: Asked, suggestion: Suggestion) -> bool:
        """Whether a suggestion to choose from besides may be shown: it has no reason of its own."""
        return (await self._decided(asked, suggestion)).reason is None

    async def _decided(self, asked: Asked, suggestion: Suggestion) -> Decision:
        return await self._gate.decide(asked.query, suggestion.text, block=asked.extent.block)

    async def _another(self, asked: Asked, first: Decision) -> tuple[Suggestion | None, Said]:
        """Return a suggestion without what was wrong with the first, and how that went."""
        try:
            async with asyncio.timeout(_RESAMPLE_SECONDS):
                other = await self._resample(asked, first.words)
                if other is None:
                    return None, said("nothing else to say")
                decision = await self._decided(asked, other)
        except (TimeoutError, EngineError):
            return None, said("not in time")
        return (other if decision.reason is None else None), decision.told
