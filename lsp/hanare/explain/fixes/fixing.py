"""A fix that a local model writes and the engines verify, or an honest refusal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from hanare.analysis.finding import Replacement
from hanare.engine.errors import PromptTooLongError
from hanare.engine.protocol import Delta, Engine, Request
from hanare.explain.author import Author
from hanare.explain.fixes.asking import Manner, Question
from hanare.explain.fixes.refusals import Refusal, Why
from hanare.explain.fixes.verifying import Analyse, Case, verified

# Greedy first: that is right most often. What begins right above the finding cannot go astray
# before it; what begins with the head may change what leads to the finding.
_MANNERS = (
    Manner(near=True, urgent=False),
    Manner(near=True, urgent=True),
    Manner(near=False, urgent=True, temperature=0.4, seed=1),
    Manner(near=True, urgent=True, temperature=0.8, seed=2),
)
MOST_TRIES = len(_MANNERS)


@dataclass(frozen=True, slots=True)
class Mended:
    """A verified fix."""

    edits: tuple[Replacement, ...]
    """Of the text, in order, not overlapping."""
    tries: int


@dataclass(frozen=True, slots=True)
class NotMended:
    """No try has come to a fix that could be verified."""

    refusals: tuple[Refusal, ...]


async def mend(
    case: Case,
    author: Author,
    analyse: Analyse,
    *,
    document: str = "",
    trying: Callable[[int], None] = lambda number: None,
) -> Mended | NotMended:
    """Ask for a fix until one is verified; leaving it at any time ends the model's work.

    `trying` is told the number of each try.

    Raises:
        EngineError: the model cannot work.
        HanareError: nothing can be analysed.
    """
    refusals: list[Refusal] = []
    judged: dict[str, Refusal] = {}
    question = Question(case.source, case.region, case.finding)
    for number, manner in enumerate(_MANNERS, 1):
        trying(number)
        request = question.request(author.layout, manner, document)
        try:
            code = question.code(await _said(author.engine, request), manner)
        except PromptTooLongError:
            return NotMended((*refusals, Refusal(Why.TOO_LONG)))
        outcome = judged.get(code) or await verified(case, code, analyse)
        if not isinstance(outcome, Refusal):
            return Mended(outcome, number)
        judged[code] = outcome
        refusals.append(outcome)
    return NotMended(tuple(refusals))


async def _said(engine: Engine, request: Request) -> str:
    async with aclosing(engine.stream(request)) as events:
        return "".join([event.text async for event in events if isinstance(event, Delta)])
