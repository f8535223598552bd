"""From the model's words to what is shown: confidence, then the filters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial

from hanare.completion import filters
from hanare.completion.answer import Answer
from hanare.completion.extent import Extent
from hanare.completion.trees import Trees
from hanare.completion.types import Outcome, Query, Suggestion, Trace, Trigger
from hanare.config.settings import CompletionSettings
from hanare.observe.reasons import Code, Reason
from hanare.syntax.tree import SyntaxTree
from hanare.wording import said


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found out about its place."""

    query: Query
    tree: SyntaxTree | None
    extent: Extent


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the filters made of an answer: the same from every cursor reached by typing it."""

    raw: str
    """The document with the answer as the model gave it."""
    outcome: str | Reason
    """The document with what was left of it."""

    def at(self, before: str, after: str) -> str | Reason:
        """Return what is left at the cursor between these texts; empty if the filters must say."""
        if isinstance(self.outcome, Reason):
            return self.outcome
        fits = self.outcome.startswith(before) and self.outcome.endswith(after)
        return self.outcome[len(before) : len(self.outcome) - len(after)] if fits else ""


class Finishing:
    """Makes suggestions of answers, by settings that may be replaced."""

    def __init__(self, settings: CompletionSettings, trees: Trees, counts: Counter[str]) -> None:
        """Prepare; `counts` takes note of how often each filter changed an answer."""
        self.settings = settings
        self._trees = trees
        self._counts = counts
        self._verdicts: dict[str, _Verdict] = {}

    async def outcome(self, asked: Asked, answer: Answer, trace: Trace) -> Outcome:
        """Make of the model's words what is shown, or say why nothing is."""
        query, by_hand = asked.query, asked.query.trigger is Trigger.INVOKED
        sure = answer.confidence
        trace = replace(trace, raw=answer.text, confidence=sure).told("answer", repr(answer.text))
        needed = self.settings.min_confidence
        words = said("{sure:.2f}, {needed:g} needed", sure=sure, needed=needed)
        trace = trace.told("confidence", words)
        if sure < self.settings.min_confidence and not by_hand:
            return Outcome(None, Reason(Code.LOW_CONFIDENCE), trace)
        left, trace = await self._filtered(asked, answer, trace)
        if isinstance(left, Reason):
            return Outcome(None, left, trace)
        reason = Reason(Code.CACHED if trace.source == "cache" else Code.SHOWN)
        return Outcome(Suggestion(left, query.offset, query.offset), reason, trace)

    def forget(self, uri: str) -> None:
        """Drop what is kept of a document."""
        self._verdicts.pop(uri, None)

    def clear(self) -> None:
        """Drop what is kept of all documents."""
        self._verdicts.clear()

    async def _filtered(
        self, asked: Asked, answer: Answer, trace: Trace
    ) -> tuple[str | Reason, Trace]:
        query, by_hand = asked.query, asked.query.trigger is Trigger.INVOKED
        uri, text = query.document.uri, query.document.text
        before, after = text[: query.offset], text[query.offset :]
        raw = before + answer.text + after
        last = self._verdicts.get(uri)
        if last and last.raw == raw and not by_hand and (left := last.at(before, after)):
            return left, trace.told("filters", said("as for the cursor before"))
        tree = asked.tree if self._trees.is_quick(uri) else None
        around = filters.Around(
            query.document, query.offset, asked.extent, tree, by_hand, self._trees.variants(uri)
        )
        filtered = await self._trees.work(
            uri,
            partial(filters.apply, answer.text, around, self.settings.disabled_filters),
        )
        for step in filtered.steps:
            self._counts[step.rule] += 1
            changed = str(step.after) if isinstance(step.after, Reason) else repr(step.after)
            trace = trace.told(f"filter {step.rule}", changed)
        if not filtered.steps:
            checked = (
                said("none changed it")
                if tree
                else said("none of those that need no syntax changed it")
            )
            trace = trace.told("filters", checked)
        left = filtered.reason or Reason(Code.EMPTY) if filtered.text is None else filtered.text
        outcome = left if isinstance(left, Reason) else before + left + after
        if not by_hand:  # a person may be shown what typing is not
            self._verdicts[uri] = _Verdict(raw, outcome)
        return left, trace
