"""What an explanation is worth: which facts it states, and what is wrong with it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from hanare.bench.explain.cases import ExplainCase, Fact
from hanare.bench.explain.faults import chinese, in_language, leaks, repeats
from hanare.bench.explain.names import Names, names
from hanare.bench.explain.prose import UNKNOWN_MARK, without_fences


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of one explanation."""

    present: tuple[Fact, ...]
    absent: tuple[Fact, ...]
    names: Names
    is_in_language: bool
    chinese: tuple[str, ...]
    """Words of Chinese in what is to be Japanese."""
    repeats: bool
    leaks: tuple[str, ...]


def judge(case: ExplainCase, code: str, markdown: str, *, shown: str = "") -> Judgement:
    """Judge an explanation of `code`, asked for in the language of the case.

    `shown` is what else the model was shown, and may take names from.
    """
    present = stated(case, markdown)
    return Judgement(
        present=present,
        absent=tuple(fact for fact in case.facts if fact not in present),
        names=names(markdown, (code, shown, case.id)),
        is_in_language=in_language(markdown, case.language),
        chinese=chinese(markdown) if case.language == "ja" else (),
        repeats=repeats(markdown),
        leaks=leaks(markdown),
    )


def stated(case: ExplainCase, markdown: str) -> tuple[Fact, ...]:
    """Return the facts that an explanation states."""
    words = _words(markdown)
    return tuple(fact for fact in case.facts if fact.stated_by(words))


def _words(markdown: str) -> str:
    """Return an explanation as one line of plain text, full-width forms made ordinary ones."""
    text = without_fences(markdown).replace(UNKNOWN_MARK, "").replace("`", "")
    return " ".join(unicodedata.normalize("NFKC", text).split())
