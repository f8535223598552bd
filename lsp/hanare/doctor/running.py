"""The model at work: one real completion, and how fast it reads and writes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from hanare.doctor.check import Check, State
from hanare.engine.protocol import Delta, Done, Engine, Prefilled, Request
from hanare.errors import HanareError
from hanare.models.advice import Advice, line_rate
from hanare.models.layout import FimLayout
from hanare.prompting.fim import fim_prompt
from hanare.text.prompt import Plain
from hanare.wording import said

_HEAD = 'def add(a: int, b: int) -> int:\n    """Return the sum of a and b."""\n    return '
_SUFFIX = "\n\n\nprint(add(1, 2))\n"
_EXPECTED = "a + b"
_LONGEST_TOKENS = 12

_READ_LINES = 40
_WRITTEN_TOKENS = 40
_FEWEST_TOKENS = 8
"""Fewer say nothing about the speed."""
_MOST_SECONDS = 180
"""For loading the model and both runs; a disk may be slow."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the model did."""

    completion: str
    read_tokens: int
    read_ms: float
    written_tokens: int
    written_ms: float
    special_kernels: bool
    """See `EngineInfo`."""

    @property
    def reading_rate(self) -> float:
        """Tokens of a prompt that are evaluated in a second."""
        return 1000 * self.read_tokens / self.read_ms if self.read_ms else 0.0

    @property
    def writing_rate(self) -> float | None:
        """Tokens that are generated in a second; None if there were too few."""
        if self.written_tokens < _FEWEST_TOKENS or not self.written_ms:
            return None
        return 1000 * self.written_tokens / self.written_ms


async def run(engine: Engine, layout: FimLayout) -> Run:
    """Load the model, and let it complete a line and read and write for a second or two.

    Raises:
        HanareError: the engine failed.
    """
    completing = Request(
        fim_prompt(layout, head="", tail=_HEAD, suffix=_SUFFIX),
        _LONGEST_TOKENS,
        stop=("\n",),
        document="completion",
    )
    text = "".join(f"    value_{n} = compute_{n}(value_{n - 1}, {n})\n" for n in range(_READ_LINES))
    writing = Request(
        (Plain(f"def run(value):\n{text}"),), _WRITTEN_TOKENS, heal=False, document="speed"
    )
    async with asyncio.timeout(_MOST_SECONDS):
        info = await engine.start()
        completion, _, _ = await _answer(engine, completing)
        _, read, written = await _answer(engine, writing)
    return Run(
        completion,
        read.evaluated_tokens,
        read.prefill_ms,
        written.generated_tokens,
        written.decode_ms,
        info.special_kernels,
    )


async def _answer(engine: Engine, request: Request) -> tuple[str, Prefilled, Done]:
    pieces: list[str] = []
    read, written = Prefilled(0, 0, 0.0), None
    async with aclosing(engine.stream(request)) as events:
        async for event in events:
            match event:
                case Prefilled():
                    read = event
                case Delta(text):
                    pieces.append(text)
                case Done():
                    written = event
    assert written is not None  # noqa: S101 - a stream that is not left early ends with it
    return "".join(pieces), read, written


def completion_check(outcome: Run | HanareError | None) -> Check:
    """Tell whether the model completes; None if there is none, or it was not asked to."""
    title = said("A completion")
    if outcome is None:
        return Check("completion", title, State.UNKNOWN, said("not tried"))
    if isinstance(outcome, HanareError):
        return Check("completion", title, State.FAILED, outcome.what, outcome.advice)
    details = {"expected": _EXPECTED, "text": outcome.completion}
    if outcome.completion.strip() == _EXPECTED:
        found = said("`{text}`, as it should be", text=_EXPECTED)
        return Check("completion", title, State.OK, found, details=details)
    return Check(
        "completion",
        title,
        State.WARNING,
        said("{text!r} instead of `{expected}`", text=outcome.completion, expected=_EXPECTED),
        said("Another model may do better: `hanare models recommend`. Is model.id right?"),
        details,
    )


def speed_check(
    outcome: Run | HanareError | None, chosen: str, advice: Sequence[Advice], *, busy: bool
) -> Check:
    """Tell how fast the model is, and which is recommended; the first of `advice` is.

    `busy` says that other programs wanted the processor as well.
    """
    title = said("Speed")
    best = advice[0].model.id if advice else ""
    if not best:
        recommended = said("no model fits into the memory")
    elif best == chosen:
        recommended = said("recommended is the same model, {model}", model=best)
    else:
        recommended = said("recommended instead of {chosen}: {model}", chosen=chosen, model=best)
    if not isinstance(outcome, Run) or (rate := outcome.writing_rate) is None:
        found = said("not measured; {recommended}", recommended=recommended)
        return Check("speed", title, State.UNKNOWN, found, details={"recommended": best})
    found = said(
        "reads {reading:.0f} and writes {writing:.0f} tokens a second; {recommended}",
        reading=outcome.reading_rate,
        writing=rate,
        recommended=recommended,
    )
    details = {
        "reading": round(outcome.reading_rate, 1),
        "writing": round(rate, 1),
        "recommended": best,
        "busy": busy,
        "special_kernels": outcome.special_kernels,
    }
    if not outcome.special_kernels:
        remedy = said(
            "Some of this llama.cpp ends over an illegal instruction here and is not used, so that "
            "reading is slower. GCC before 12.4 compiles it wrongly for processors with AMX: take "
            "a portable build (`hanare bundle`), or a newer compiler and "
            "`pip install --no-cache-dir --force-reinstall --no-deps llama-cpp-python`."
        )
        return Check("speed", title, State.WARNING, found, remedy, details)
    if rate < line_rate() and busy:
        remedy = said("Other programs are busy: close them, and measure again.")
        return Check("speed", title, State.WARNING, found, remedy, details)
    if rate < line_rate():
        remedy = said(
            "Suggestions will come late while you type ({needed:.0f} tokens a second would do). "
            "Choose a smaller model: `hanare models recommend`.",
            needed=line_rate(),
        )
        return Check("speed", title, State.WARNING, found, remedy, details)
    return Check("speed", title, State.OK, found, details=details)
