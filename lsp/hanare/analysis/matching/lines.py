"""What lines look like, in languages without a grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.anchors import occurrences
from hanare.analysis.matching.hit import Hit
from hanare.analysis.source import Source
from hanare.text.languages import line_comment

_LONGEST = 1_000
"""Characters of a line that are looked at: a pattern may take quadratic time in them."""


class LineMatcher(BaseModel):
    """A regular expression that is searched for in each line that is no comment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str
    """What its group `finding` matches is underlined, or else the whole match.

    What the group `secret` matches, if there is one, is not shown.
    """
    anchors: tuple[str, ...] = Field(min_length=1)
    """Words of which every match holds one: other lines are not looked at."""
    last: bool = False
    """Whether only the last match of a text counts."""
    unless_after: str = ""
    """A regular expression that no line after the match may match."""
    confidence: Level | None = None
    """None for the rule's own."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern)

    @cached_property
    def remedy(self) -> re.Pattern[str] | None:
        """What clears a match if it comes later, compiled."""
        return re.compile(self.unless_after) if self.unless_after else None


class LineTable:
    """All line matchers for one language."""

    def __init__(self, pairs: Iterable[tuple[str, LineMatcher]]) -> None:
        self._pairs = tuple(pairs)

    def find(self, source: Source) -> Iterator[Hit]:
        """Yield the hits in a text, in any order."""
        for rule, matcher in self._pairs:
            if source.words.isdisjoint(matcher.anchors):
                continue
            hits = list(_hits(rule, matcher, source))
            if matcher.last:
                hits = hits[-1:]
            if hits and matcher.remedy is not None:
                remedied = _last_line(matcher.remedy, source)
                hits = [hit for hit in hits if source.lines.line_of(hit.span.start) >= remedied]
            yield from hits


def _hits(rule: str, matcher: LineMatcher, source: Source) -> Iterator[Hit]:
    lines = {source.lines.line_of(at) for at in occurrences(source.text, matcher.anchors)}
    for line in sorted(lines):
        found = _search(matcher.regex, source, line)
        if found is not None:
            start = source.lines.start(line)
            secret = _span(found, "secret", start)
            yield Hit(
                rule,
                _span(found, "finding", start) or Span(start + found.start(), start + found.end()),
                confidence=matcher.confidence,
                secrets=(secret,) if secret else (),
            )


def _span(found: re.Match[str], group: str, offset: int) -> Span | None:
    if found.groupdict().get(group) is None:
        return None
    return Span(offset + found.start(group), offset + found.end(group))


def _last_line(remedy: re.Pattern[str], source: Source) -> int:
    """Return the last line that matches, or -1."""
    for line in reversed(range(len(source.lines))):
        if _search(remedy, source, line):
            return line
    return -1


def _search(pattern: re.Pattern[str], source: Source, line: int) -> re.Match[str] | None:
    text = source.lines.line_text(line)[:_LONGEST]
    if text.lstrip().startswith(line_comment(source.language)):
        return None
    return pattern.search(text)
