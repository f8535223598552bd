"""The functions to be explained, and the facts that an explanation should state.

A file a package in `cases/`. The functions themselves are not ours and are not in there: module
and qualified name say where they are found (`source.py`), a digest and a count of lines tell of
another version. Each fact holds as long as its `code` occurs in the function; it is stated by an
explanation that matches one of the patterns in `says`.

A pattern is a regular expression with two additions. `{name}` stands for a word of `words.toml`,
which knows both languages. `one ~ other` means that both occur near one another, in any order:
English and Japanese differ in it. The end of a sentence ends nearness. What begins with a Latin
letter matches from the beginning of a word only.

Patterns are meant to be fair to an explanation in its own words. They do not understand a denial,
and a false statement beside a fact does not count against it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import permutations

from pydantic import BaseModel, ConfigDict

from hanare.wording import Language

NEAR_CHARACTERS = 80

# Never past the end of a sentence; `1. ` begins one.
_BETWEEN = rf"(?:(?!(?<!\d)\. |。).){{0,{NEAR_CHARACTERS}}}?"
_WORD = re.compile(r"\{([a-z]+)\}")
_LATIN = re.compile(r"(?:\(\?:)?[A-Za-z]")
_WORD_BEGINS = "(?<![A-Za-z])"
"""`tries` is not in `entries`, but `cache` is in `_cache`."""


class Kind(StrEnum):
    """What a fact is about."""

    PARAMETER = "parameter"
    RETURNS = "returns"
    RAISES = "raises"
    EFFECT = "effect"
    """Something outside changes: a file, an argument, a cache, a log."""
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is true of a function."""

    kind: Kind
    what: str
    """For people who read the results."""
    code: tuple[str, ...]
    """What the function must contain for the fact to hold; any whitespace counts as one space."""
    says: tuple[str, ...]
    """Patterns; each of them alone states the fact."""

    def stated_by(self, words: str) -> bool:
        """Whether words, in one line, state the fact."""
        return any(compiled(pattern).search(words) for pattern in self.says)


@dataclass(frozen=True, slots=True)
class ExplainCase:
    """A function, the language that it is to be explained in, and its facts."""

    package: str
    module: str
    qualname: str
    language: Language
    digest: str
    """The first digits of the SHA-256 of the code that the facts were read from, dedented."""
    lines: int
    good: str
    """An explanation that states all facts."""
    wrong: str
    """One that states none."""
    facts: tuple[Fact, ...]

    @property
    def id(self) -> str:
        """Module and qualified name."""
        return f"{self.module}.{self.qualname}"


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Kind
    what: str
    code: tuple[str, ...]
    says: tuple[str, ...]


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    module: str
    qualname: str
    language: Language
    digest: str
    lines: int
    good: str
    wrong: str
    facts: tuple[_Fact, ...]


class _Word(BaseModel):
    model_config = ConfigDict(extra="forbid")

    en: str
    ja: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    package: str
    case: tuple[_Case, ...]


@cache
def explain_cases() -> tuple[ExplainCase, ...]:
    """Return all cases, by file and then as they are written."""
    return tuple(_read())


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression that a pattern of a fact means.

    Raises:
        KeyError: a word in braces is unknown.
        re.error: it is not a regular expression.
    """
    plain = _WORD.sub(lambda match: _words()[match[1]], pattern)
    parts = [f"(?:{_begun(part)})" for part in plain.split(" ~ ")]
    orders = "|".join(_BETWEEN.join(order) for order in permutations(parts))
    # In ASCII's sense of a word `timeoutを` ends one.
    return re.compile(orders, re.IGNORECASE | re.ASCII)


def _begun(part: str) -> str:
    return f"{_WORD_BEGINS}{part}" if _LATIN.match(part) else part


def _read() -> Iterator[ExplainCase]:
    for path in sorted((_folder() / "cases").iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".toml"):
            continue
        group = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
        for case in group.case:
            content = case.model_dump(exclude={"facts"})
            facts = tuple(Fact(**fact.model_dump()) for fact in case.facts)
            yield ExplainCase(package=group.package, facts=facts, **content)


@cache
def _words() -> dict[str, str]:
    read = tomllib.loads((_folder() / "words.toml").read_text("utf-8"))
    words = {name: _Word.model_validate(content) for name, content in read.items()}
    return {
        name: f"(?:{'|'.join(filter(None, (f'{_WORD_BEGINS}(?:{word.en})', word.ja)))})"
        for name, word in words.items()
    }


def _folder() -> Traversable:
    return files(__package__)
