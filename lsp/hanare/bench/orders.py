"""Exact match on masked rests of lines: the anchored, healed prompt against the plain order.

Both see the same characters of the same files in one run. "Plain" is the order models are
trained on: everything before the cursor, then the suffix, then generate. "Anchored" freezes
what is a few lines above the cursor and gives the rest after the middle marker, with the
token under the cursor healed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from statistics import median

from hanare.bench.cases import InfillCase
from hanare.context.window import Budget, place
from hanare.engine.protocol import Delta, Engine, Prefilled, Request
from hanare.models.layout import FimLayout
from hanare.prompting.fim import fim_prompt
from hanare.text.document import DocumentSnapshot

MAX_TOKENS = 32
"""New tokens at most; the longest expected rest of a line has fewer."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of making the prompt."""

    name: str
    anchored: bool
    heal: bool


VARIANTS = (
    Variant("plain", anchored=False, heal=False),
    Variant("anchored, not healed", anchored=True, heal=False),
    Variant("anchored, healed", anchored=True, heal=True),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one variant said to one case."""

    case: str
    text: str
    exact: bool
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Score:
    """One variant over all cases."""

    variant: str
    answers: tuple[Answer, ...]

    @property
    def exact(self) -> int:
        """How many answers equal the masked text."""
        return sum(answer.exact for answer in self.answers)

    @property
    def exact_share(self) -> float:
        """`exact` as a share of all cases, 0 to 1."""
        return self.exact / len(self.answers)

    @property
    def median_prompt_tokens(self) -> float:
        """The median length of the prompt."""
        return median(answer.prompt_tokens for answer in self.answers)


def request_for(case: InfillCase, variant: Variant, layout: FimLayout, budget: Budget) -> Request:
    """Return the request that `variant` makes of `case`."""
    document = DocumentSnapshot(case.path, 0, case.prefix + case.suffix, "python")
    window = place(document, len(case.prefix), budget)
    head, tail = window.head, window.tail
    if not variant.anchored:
        head, tail = head + tail, ""
    return Request(
        prompt=fim_prompt(layout, head=head, tail=tail, suffix=window.suffix),
        max_tokens=MAX_TOKENS,
        stop=("\n",),
        end=layout.stop,
        heal=variant.heal,
    )


async def run(
    engine: Engine,
    layout: FimLayout,
    cases: Sequence[InfillCase],
    *,
    variants: Iterable[Variant] = VARIANTS,
    budget: Budget | None = None,
    progress: Callable[[], None] = lambda: None,
) -> list[Score]:
    """Ask every variant for every case.

    Greedy answers do not depend on the order. Times would: variants share parts of a prompt.
    """
    variants = tuple(variants)
    answers: dict[str, list[Answer]] = {variant.name: [] for variant in variants}
    await engine.start()
    for case in cases:
        for variant in variants:
            request = request_for(case, variant, layout, budget or Budget())
            answers[variant.name].append(await _ask(engine, request, case))
            progress()
    return [Score(name, tuple(given)) for name, given in answers.items()]


async def _ask(engine: Engine, request: Request, case: InfillCase) -> Answer:
    text, prompt_tokens = "", 0
    async with aclosing(engine.stream(request)) as events:
        async for event in events:
            if isinstance(event, Prefilled):
                prompt_tokens = event.prompt_tokens
            elif isinstance(event, Delta):
                text += event.text
    exact = text.rstrip() == case.expected.rstrip()
    return Answer(case.id, text, exact, prompt_tokens)
