"""All fixes of one text: by rule and by model, kept only if the engines prove them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding, Level, Replacement
from hanare.analysis.results import FileResult
from hanare.analysis.source import Source
from hanare.explain.author import Author
from hanare.explain.fixes.candidate import applied
from hanare.explain.fixes.fixing import Mended, mend
from hanare.explain.fixes.proving import disproof
from hanare.explain.fixes.refusals import Refusal, Why
from hanare.explain.fixes.verifying import Analyse, case_of

_MOST_AT_ONCE = 100  # fixes; each is compared with all others
Shown = Callable[[FileResult], Sequence[Finding]]
"""Returns the findings of a result that count: neither suppressed nor below a threshold."""


class Consent(StrEnum):
    """What somebody says who is asked about a change."""

    YES = "yes"
    NO = "no"
    QUIT = "quit"
    """No, and do not ask again."""


Ask = Callable[[Finding, str, str], Consent]
"""Asks about a proved change: the finding that it removes, the text before and after."""


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stays."""

    finding: Finding
    refusals: tuple[Refusal, ...]
    """Why each change was not made; empty if somebody did not want it."""


class Mending:
    """One text, mended step by step.

    Findings are told apart by rule and fingerprint: their places change with every step.
    """

    def __init__(
        self,
        source: Source,
        result: FileResult,
        wanted: Iterable[Finding],
        analyse: Analyse,
        shown: Shown,
    ) -> None:
        """Begin with a text and its analysis; `wanted` are the findings to remove."""
        self.source = source
        self.fixed: list[Finding] = []
        self.left: list[Left] = []
        self.stopped = False
        """Whether somebody wants no more changes."""
        self._result = result
        self._wanted = Counter(map(_key, wanted))
        self._analyse = analyse
        self._shown = shown

    async def by_rule(self, ask: Ask | None = None) -> None:
        """Make the fixes that rules know.

        Those that somebody must agree to are made only if one can be asked.

        As many at once as do not overlap. If together they are not proved, half of them are tried:
        one that spoils something costs few analyses, and no other its fix.
        """
        most = 1 if ask is not None else _MOST_AT_ONCE
        while not self.stopped and (batch := self._batch(most, asked=ask is not None)):
            edits = _together(batch)
            text = applied(self.source.text, edits)
            result = await self._analyse(text)
            refusal = disproof(self._result, result, batch)
            if refusal is not None and len(batch) > 1:
                most = len(batch) // 2
            elif refusal is not None:
                self._leave(batch[0], refusal)
            elif self._agreed(ask, batch[0], text):
                self._accept(batch, text, result)
                most = most if ask is not None else min(2 * most, _MOST_AT_ONCE)

    async def by_model(
        self,
        author: Author,
        ask: Ask | None = None,
        trying: Callable[[Finding, int], None] = lambda finding, number: None,
    ) -> None:
        """Have a model mend what is left and of medium severity at least.

        `trying` is told the number of each try.

        Raises:
            EngineError: the model cannot work.
            HanareError: nothing can be analysed.
        """
        while not self.stopped and (finding := self._next_for_model()) is not None:
            case = case_of(self.source, self._result, finding)
            if case is None:
                self._leave(finding, Refusal(Why.UNSEEN))
                continue
            outcome = await mend(case, author, self._analyse, trying=partial(trying, finding))
            if not isinstance(outcome, Mended):
                self._leave(finding, *outcome.refusals)
                continue
            text = applied(self.source.text, outcome.edits)
            if self._agreed(ask, finding, text):
                self._accept([finding], text, await self._analyse(text))

    def _open(self) -> list[Finding]:
        """Return the wanted findings, where they are now.

        Of several that are alike the last ones: a baseline takes the first for those it knows.
        """
        left = Counter(self._wanted)
        found = []
        for each in reversed(self._shown(self._result)):
            if left[_key(each)] > 0:
                left[_key(each)] -= 1
                found.append(each)
        return found[::-1]

    def to_agree(self) -> list[Finding]:
        """Return the wanted findings with a fix that somebody must agree to."""
        return [each for each in self._open() if each.fix is not None and each.fix.to_agree]

    def _batch(self, most: int, *, asked: bool) -> list[Finding]:
        """Return findings whose fixes can be made together."""
        batch: list[Finding] = []
        taken: list[Replacement] = []
        for each in self._open():
            if each.fix is None or len(batch) >= most or (each.fix.to_agree and not asked):
                continue
            new = [edit for edit in each.fix.edits if edit not in taken]
            if not any(_overlap(one, other) for one in new for other in taken):
                batch.append(each)
                taken += new
        return batch

    def _next_for_model(self) -> Finding | None:
        suited = (
            each
            for each in self._open()
            if each.severity.rank >= Level.MEDIUM.rank and not rules()[each.rule].advisory
        )
        return next(suited, None)

    def _agreed(self, ask: Ask | None, finding: Finding, text: str) -> bool:
        consent = ask(finding, self.source.text, text) if ask is not None else Consent.YES
        if consent is not Consent.YES:
            self._leave(finding)
        self.stopped = consent is Consent.QUIT
        return consent is Consent.YES

    def _leave(self, finding: Finding, *refusals: Refusal) -> None:
        self.left.append(Left(finding, refusals))
        self._wanted[_key(finding)] -= 1

    def _accept(self, batch: Sequence[Finding], text: str, result: FileResult) -> None:
        self.fixed += batch
        self._wanted.subtract(map(_key, batch))
        self.source = replace(self.source, text=text, known_tree=None)
        self._result = result


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.fingerprint


def _together(batch: Sequence[Finding]) -> tuple[Replacement, ...]:
    """Return all edits of fixes, in order; an import that several need is added once."""
    edits = dict.fromkeys(edit for each in batch if each.fix for edit in each.fix.edits)
    return tuple(sorted(edits, key=lambda each: (each.span.start, each.span.end)))


def _overlap(one: Replacement, other: Replacement) -> bool:
    """Whether two edits cannot both be made; of two insertions in one place the order matters."""
    if one.span == other.span:
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end
