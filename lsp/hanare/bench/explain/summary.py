"""The figures of `hanare bench explain`: shares with their intervals, and medians of times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hanare.bench.explain.cases import Kind
from hanare.bench.explain.judge import Judgement
from hanare.bench.infill_summary import Share
from hanare.bench.replay.summary import quantile
from hanare.wording import Language

ALL = "all"
"""Stands for every language in a row."""
HEAD = (
    "model", "language", "answers", "facts", "invented", "foreign exceptions", "in its language",
    "with Chinese", "repeats", "leaks", "first token (ms)", "tokens/s",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One explanation, judged."""

    model: str
    language: Language
    case: str
    judgement: Judgement
    first_token_ms: float | None
    """From the question to the first text; None if there was none."""
    tokens_per_second: float | None
    """While it was written; None if there was nothing to measure."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model in one language, or in all."""

    model: str
    language: str
    answers: int
    facts: Share
    """Of the facts, those that are stated."""
    by_kind: dict[Kind, Share]
    """The same by the kind of fact."""
    invented: Share
    """Of the code spans that name something, those that name what is not, without a mark."""
    marked: Share
    """Likewise, with a mark."""
    foreign: int
    """Exceptions of Python's own that are quoted and not named in the code."""
    in_language: Share
    """Of the answers."""
    chinese: Share
    """Of the answers, Japanese ones that have words of Chinese."""
    repeats: Share
    leaks: Share
    first_token_ms: float | None
    """Median."""
    tokens_per_second: float | None
    """Median."""


def rows(results: Sequence[Result]) -> list[Row]:
    """Return a row for each model and language, and one for all languages where there are more.

    Models are in the order of their first result.
    """
    models = dict.fromkeys(each.model for each in results)
    return [
        row
        for model in models
        for row in _rows(model, [each for each in results if each.model == model])
    ]


def cells(row: Row) -> tuple[str, ...]:
    """Return what a table shows of a row, below `HEAD`; intervals are of 95 %."""
    return (
        row.model,
        row.language,
        str(row.answers),
        _share(row.facts),
        _share(row.invented),
        str(row.foreign),
        _share(row.in_language),
        str(row.chinese.hits),
        str(row.repeats.hits),
        str(row.leaks.hits),
        "–" if row.first_token_ms is None else f"{row.first_token_ms:,.0f}",
        "–" if row.tokens_per_second is None else f"{row.tokens_per_second:.1f}",
    )


def _rows(model: str, results: Sequence[Result]) -> Iterator[Row]:
    languages = sorted({each.language for each in results})
    for language in languages:
        yield _row(model, language, [each for each in results if each.language == language])
    if len(languages) > 1:
        yield _row(model, ALL, results)


def _row(model: str, language: str, results: Sequence[Result]) -> Row:
    judged = [each.judgement for each in results]
    facts = [(fact, True) for each in judged for fact in each.present]
    facts += [(fact, False) for each in judged for fact in each.absent]
    quoted = sum(each.names.quoted for each in judged)
    return Row(
        model=model,
        language=language,
        answers=len(results),
        facts=_of(is_stated for _, is_stated in facts),
        by_kind={
            kind: _of(is_stated for fact, is_stated in facts if fact.kind is kind) for kind in Kind
        },
        invented=Share(sum(len(each.names.invented) for each in judged), quoted),
        marked=Share(sum(len(each.names.marked) for each in judged), quoted),
        foreign=sum(len(each.names.foreign) for each in judged),
        in_language=_of(each.is_in_language for each in judged),
        chinese=_of(bool(each.chinese) for each in judged),
        repeats=_of(each.repeats for each in judged),
        leaks=_of(bool(each.leaks) for each in judged),
        first_token_ms=_median(results, lambda each: each.first_token_ms),
        tokens_per_second=_median(results, lambda each: each.tokens_per_second),
    )


def _of(answers: Iterable[bool]) -> Share:
    marks = list(answers)
    return Share(sum(marks), len(marks))


def _median(results: Sequence[Result], what: Callable[[Result], float | None]) -> float | None:
    values = [value for value in map(what, results) if value is not None]
    return quantile(values, 0.5) if values else None


def _share(share: Share) -> str:
    if not share.trials:
        return "–"
    low, high = share.interval.low, share.interval.high
    return f"{share.value:.1%} ({low:.1%} – {high:.1%})"
