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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found out about its place."""

    query: Query
    tree: SyntaxTree | None
    extent: Extent


class Finishing:
    """Makes suggestions of answers, by settings that may be replaced."""

    def __init__(self, settings: CompletionSettings, trees: Trees, counts: Counter[str]) -> None:
        """Prepare; `counts` takes note of how often each filter changed an answer."""
        self.settings = settings
        self._trees = trees
        self._counts = counts

    async def outcome(self, asked: Asked, answer: Answer, trace: Trace) -> Outcome:
        """Make of the model's words what is shown, or say why nothing is."""
        query, by_hand = asked.query, asked.query.trigger is Trigger.INVOKED
        sure = answer.confidence
        trace = replace(trace, raw=answer.text, confidence=sure).told("answer", repr(answer.text))
        trace = trace.told("confidence", f"{sure:.2f}, {self.settings.min_confidence:g} needed")
        if sure < self.settings.min_confidence and not by_hand:
            return Outcome(None, Reason(Code.LOW_CONFIDENCE), trace)
        uri = query.document.uri
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
            after = step.after if isinstance(step.after, Reason) else repr(step.after)
            trace = trace.told(f"filter {step.rule}", after)
        if not filtered.steps:
            checked = "none changed it" if tree else "none of those that need no syntax changed it"
            trace = trace.told("filters", checked)
        if filtered.text is None:
            return Outcome(None, filtered.reason or Reason(Code.EMPTY), trace)
        reason = Reason(Code.CACHED if trace.source == "cache" else Code.SHOWN)
        return Outcome(Suggestion(filtered.text, query.offset, query.offset), reason, trace)
