"""One text through all engines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from hanare.analysis.catalogue import rules as known_rules
from hanare.analysis.completing import complete
from hanare.analysis.engines import bandit, rules, secrets, taint
from hanare.analysis.finding import Detection
from hanare.analysis.results import FileResult, Why
from hanare.analysis.source import Source
from hanare.analysis.suppressions import suppressions
from hanare.observe.defects import described
from hanare.syntax.grammars import has_grammar
from hanare.syntax.tree import LARGEST
from hanare.wording import NOTHING, Said, said, verbatim

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """What is looked for; the same for all texts of a worker."""

    secrets: bool = True
    allowed_secrets: tuple[str, ...] = ()
    """As of `engines.secrets.detect`."""


def analyse(source: Source, options: Options) -> FileResult:
    """Return what the engines find in one text, and what they could not see."""
    run = _Run(source)
    if source.language in _with_syntax():
        run.need_syntax()
    run.engine("rules", lambda: rules.detect(source))
    run.engine("taint", lambda: taint.detect(source))
    if source.language == "python" and not taint.is_followed_wholly(source):
        run.problem(Why.NESTED, said("taint: not all of it could be followed"))
    if options.secrets:
        run.engine("secrets", lambda: secrets.detect(source, options.allowed_secrets))
    if source.language == "python":
        run.engine("bandit", run.bandit)
    hidden = [span for each in run.detections for span in each.secrets]
    comments, wrong = suppressions(source, hidden)
    return FileResult(
        complete(source, [*run.detections, *wrong]), tuple(comments), run.why, run.detail
    )


@cache
def _with_syntax() -> frozenset[str]:
    """Return the languages of the rules that look at syntax."""
    return frozenset(
        language
        for rule in known_rules().values()
        if rule.query or rule.call or rule.assignment or rule.sink
        for language in rule.languages
    )


class _Run:
    """Gathers what the engines say about one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.detections: list[Detection] = []
        self.why: Why | None = None
        self.detail = NOTHING

    def engine(self, name: str, detect: Callable[[], Sequence[Detection]]) -> None:
        """Run one engine. A defect of one must not cost what the others find."""
        try:
            self.detections += detect()
        except MemoryError:
            self.problem(Why.MEMORY, said("{engine}: out of memory", engine=name))
        except Exception as failure:  # noqa: BLE001 - whatever it is, it is reported
            log.error("%s failed: %s", name, described(failure))  # noqa: TRY400 - no text of files
            self.problem(Why.FAILED, verbatim(f"{name}: {type(failure).__name__}"))

    def need_syntax(self) -> None:
        """Note it if rules cannot see the text's syntax: they would find nothing, and say nothing.

        It is not parsed for that.
        """
        if len(self.source.text) > LARGEST:
            self.problem(
                Why.TOO_LARGE,
                said("more than {most:,} characters: rules saw no syntax", most=LARGEST),
            )
        elif not has_grammar(self.source.language):
            self.problem(
                Why.FAILED, said("rules: no grammar of {language}", language=self.source.language)
            )

    def bandit(self) -> Sequence[Detection]:
        outcome = bandit.detect(self.source)
        if outcome.problem is not None:
            self.problem(outcome.problem.why, outcome.problem.detail)
        return outcome.detections

    def problem(self, why: Why, detail: Said) -> None:
        """Note why something may have been missed; the first reason stays."""
        if self.why is None:
            self.why, self.detail = why, detail
