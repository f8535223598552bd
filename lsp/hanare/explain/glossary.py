"""In-house terms and manners: what of the user's own lists belongs to what is explained.

A glossary has lines `term: meaning`; a list of style rules has a rule a line. Blank lines and
lines that begin with `#` are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_MOST_CHARACTERS = 600
"""Of entries, and of rules: what a small model reads in less than a second."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what is meant by it."""

    word: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.word}: {self.meaning}"


@dataclass(frozen=True, slots=True)
class House:
    """The words and the manners of the house."""

    terms: tuple[Term, ...] = ()
    style: tuple[str, ...] = ()

    @classmethod
    def of(cls, glossaries: Iterable[str], styles: Iterable[str]) -> House:
        """Return what texts say; a line of a glossary without a colon says nothing."""
        pairs = (line.partition(":") for text in glossaries for line in _rows(text))
        return cls(
            tuple(
                Term(word.strip(), meaning.strip())
                for word, _, meaning in pairs
                if word.strip() and meaning.strip()
            ),
            tuple(_fitting(line for text in styles for line in _rows(text))),
        )

    def about(self, *texts: str) -> tuple[Term, ...]:
        """Return the terms that occur in texts, those that occur most often first.

        Names of code are taken apart: `paymentSlip` and `payment_slip` hold `payment slip`.
        """
        plain = "\n".join(texts)
        spoken = _words(plain)
        counted = [(_times(term.word, plain, spoken), term) for term in self.terms]
        relevant = sorted((each for each in counted if each[0]), key=lambda each: -each[0])
        kept = _fitting(str(term) for _, term in relevant)
        return tuple(term for _, term in relevant[: len(kept)])


def _rows(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _times(word: str, plain: str, spoken: str) -> int:
    # Japanese has no blanks between its words.
    return spoken.count(_words(word)) if word.isascii() else plain.count(word)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text)).lower()} " if text else ""


def _fitting(texts: Iterable[str]) -> Sequence[str]:
    kept: list[str] = []
    left = _MOST_CHARACTERS
    for text in texts:
        left -= len(text) + 1
        if left < 0:
            break
        kept.append(text)
    return kept
