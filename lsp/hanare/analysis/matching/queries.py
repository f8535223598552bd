"""What code of any language looks like: tree-sitter queries with conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.anchors import occurrences, ranges
from hanare.analysis.matching.constant import is_constant
from hanare.analysis.matching.functions import Functions
from hanare.analysis.matching.hit import Hit
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, Pattern
from hanare.syntax.tree import SyntaxTree

_FINDING = "finding"
_HIDDEN = "secret"
_LONGEST = 2_000
"""Characters of a capture that its conditions see: nested calls would be read once per level."""
_HIGHEST = 32
"""How many levels above a finding are looked at: each costs a way down from the root."""
_LONGEST_FUNCTION = 10_000
"""Characters of a function that are looked at, for each finding in it."""

Captures = Mapping[str, list[Element]]


class QueryMatcher(BaseModel):
    """A tree-sitter query, and what must be true of what it captures.

    Root the query at the smallest node that tells, and let no two children of it be free to stand
    anywhere: that takes quadratic time in long lists. Regular expressions are searched for, in the
    first 2,000 characters of a capture.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    """The query; `@finding` captures what is underlined, `@secret` what is not shown."""
    anchors: tuple[str, ...] = Field(min_length=1)
    """Words of which every match holds one: texts without are not even parsed for this."""
    any_case: bool = False
    """Whether anchors, in small letters here, are found in any case: PHP's functions are."""
    along: tuple[str, ...] = ()
    """Words of which one must occur somewhere in the text, e.g. a library's name."""
    without: tuple[str, ...] = ()
    """Words none of which may occur in the text, e.g. of the remedy."""
    holds: Mapping[str, str] = {}
    """By capture: a regular expression that its text must hold."""
    lacks: Mapping[str, str] = {}
    """By capture: a regular expression that its text, if there is one, must not hold."""
    dynamic: tuple[str, ...] = ()
    """Captures that must not be made of literals only."""
    function_lacks: str = ""
    """A regular expression that the function around the finding must not hold."""
    widen: tuple[str, ...] = ()
    """Kinds of nodes: as long as the finding's parent is one of them, it is underlined instead."""
    confidence: Level | None = None
    """None for the rule's own."""

    @field_validator("source")
    @classmethod
    def _captures_a_finding(cls, source: str) -> str:
        if f"@{_FINDING}" not in source:
            raise ValueError(f"the query captures no @{_FINDING}")
        return source

    def is_worth_trying(self, source: Source) -> bool:
        """Tell from a text's words whether it can match at all."""
        words = source.words
        return (
            not (source.words_folded if self.any_case else words).isdisjoint(self.anchors)
            and (not self.along or not words.isdisjoint(self.along))
            and words.isdisjoint(self.without)
        )

    def finding(self, captures: Captures) -> Element | None:
        """Return what a match of the query finds; None if a condition on captures is not met."""
        found = self._widened(captures[_FINDING][0])
        widened = {**captures, _FINDING: [found]}
        return found if self._is_met(widened) else None

    def _widened(self, found: Element) -> Element:
        if self.widen:
            for above in islice(found.ancestors(), _HIGHEST):
                if above.kind not in self.widen:
                    break
                found = above
        return found

    def _is_met(self, captures: Captures) -> bool:
        return (
            all(_any_holds(pattern, captures.get(name)) for name, pattern in self._holds)
            and not any(_any_holds(pattern, captures.get(name)) for name, pattern in self._lacks)
            and all(not all(map(is_constant, captures.get(name, ()))) for name in self.dynamic)
        )

    def is_remedied(self, function: str) -> bool:
        """Tell whether the text of the function around a finding holds what makes it harmless."""
        return re.search(self.function_lacks, function) is not None

    @cached_property
    def _holds(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, re.compile(pattern)) for name, pattern in self.holds.items())

    @cached_property
    def _lacks(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, re.compile(pattern)) for name, pattern in self.lacks.items())


class QueryTable:
    """All query matchers for one language."""

    def __init__(self, language: str, pairs: Iterable[tuple[str, QueryMatcher]]) -> None:
        # Compiling a query takes milliseconds, so a pattern does it when it is first searched for.
        self._rows = [(rule, matcher, Pattern(language, matcher.source)) for rule, matcher in pairs]

    def check(self) -> None:
        """Compile all queries.

        Raises:
            PatternError: one is no query of the language.
        """
        for _, _, pattern in self._rows:
            pattern.check()

    def find(self, source: Source) -> Iterator[Hit]:
        """Yield the hits in a text, in any order; none without a grammar."""
        tried = [row for row in self._rows if row[1].is_worth_trying(source)]
        if not tried or source.tree is None:
            return
        scan = _Scan(source.tree)
        for rule, matcher, pattern in tried:
            yield from scan.hits(rule, matcher, pattern)


class _Scan:
    """One search of one tree."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree

    def hits(self, rule: str, matcher: QueryMatcher, pattern: Pattern) -> Iterator[Hit]:
        # One finding may match in several ways.
        found: dict[Span, set[Span]] = {}
        anchored = occurrences(self._tree.text, matcher.anchors, any_case=matcher.any_case)
        for start, end in ranges(anchored):
            for captures in pattern.search(self._tree, start, end):
                finding = matcher.finding(captures)
                if finding is not None:
                    hidden = found.setdefault(_span(finding), set())
                    hidden.update(map(_span, captures.get(_HIDDEN, ())))
        for span, hidden in found.items():
            if not matcher.function_lacks or not matcher.is_remedied(self._function(span)):
                secrets = tuple(sorted(hidden, key=lambda each: each.start))
                yield Hit(rule, span, matcher.confidence, secrets)

    def _function(self, span: Span) -> str:
        around = self._functions.around(span.start)
        if around is None:
            return ""
        start, end = around
        return self._tree.text[start : min(end, start + _LONGEST_FUNCTION)]

    @cached_property
    def _functions(self) -> Functions:
        return Functions(self._tree)


def _span(element: Element) -> Span:
    return Span(element.start, element.end)


def _any_holds(pattern: re.Pattern[str], elements: list[Element] | None) -> bool:
    return any(pattern.search(each.text[:_LONGEST]) for each in elements or ())
