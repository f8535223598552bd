"""What an explanation is worth: which facts it states, and what is wrong with it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from hanare.bench.explain.cases import ExplainCase, Fact
from hanare.bench.explain.faults import in_language, leaks, repeats
from hanare.bench.explain.names import Names, names
from hanare.bench.explain.prose import UNKNOWN_MARK, without_fences


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of one explanation."""

    present: tuple[Fact, ...]
    absent: tuple[Fact, ...]
    names: Names
    is_in_language: bool
    repeats: bool
    leaks: tuple[str, ...]


def judge(case: ExplainCase, code: str, markdown: str, *, shown: str = "") -> Judgement:
    """Judge an explanation of `code`, asked for in the language of the case.

    `shown` is what else the model was shown, and may take names from.
    """
    words = _words(markdown)
    stated = {fact: fact.stated_by(words) for fact in case.facts}
    return Judgement(
        present=tuple(fact for fact, is_stated in stated.items() if is_stated),
        absent=tuple(fact for fact, is_stated in stated.items() if not is_stated),
        names=names(markdown, (code, shown, case.id)),
        is_in_language=in_language(markdown, case.language),
        repeats=repeats(markdown),
        leaks=leaks(markdown),
    )


def _words(markdown: str) -> str:
    """Return an explanation as one line of plain text, full-width forms made ordinary ones."""
    text = without_fences(markdown).replace(UNKNOWN_MARK, "").replace("`", "")
    return " ".join(unicodedata.normalize("NFKC", text).split())
