"""How long the engine is still busy after a request was cancelled, prefill included.

Each round begins a generation on a prompt that nothing is known of, leaves it after a random
while, and at once asks for something tiny. What passes until that is begun, is the time in which
a user's next keystroke would have to wait.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass

from hanare.bench.cases import InfillCase
from hanare.bench.orders import VARIANTS, request_for
from hanare.context.window import Budget
from hanare.engine.protocol import Engine, Prefilled, Request
from hanare.models.layout import FimLayout
from hanare.text.prompt import Plain

_LONGEST_RUN_SECONDS = 1.5
_PROBE = Request((Plain("x"),), max_tokens=0, document="probe", heal=False)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """One cancelled generation."""

    in_prefill: bool
    busy_ms: float
    """From leaving the generation to the beginning of the next request."""


async def run(
    engine: Engine, layout: FimLayout, cases: Sequence[InfillCase], seed: int
) -> list[Cancelled]:
    """Cancel a generation of each case after a random while."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark has no secrets
    await engine.start()
    rounds = []
    for case in cases:
        request = request_for(case, VARIANTS[-1], layout, Budget())
        in_prefill = await _leave_after(engine, request, chance.uniform(0.02, _LONGEST_RUN_SECONDS))
        rounds.append(Cancelled(in_prefill, await _busy_ms(engine)))
    return rounds


async def _leave_after(engine: Engine, request: Request, seconds: float) -> bool:
    """Run a request for so long at most; return whether that ended in its prefill."""
    in_prefill = True
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds), aclosing(engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, Prefilled):
                    in_prefill = False
    return in_prefill


async def _busy_ms(engine: Engine) -> float:
    left = time.perf_counter()
    async with aclosing(engine.stream(_PROBE)) as events:
        first = await anext(events)
    assert isinstance(first, Prefilled)  # noqa: S101 - every stream begins with it
    return (time.perf_counter() - left) * 1000 - first.prefill_ms
