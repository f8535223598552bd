"""The sinks of all rules, arranged for look-ups by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Level
from hanare.analysis.matching.sinks import Reach, SinkMatcher
from hanare.analysis.taint.marks import Marks, Tokens, parts

_WORD = re.compile(r"[A-Za-z_]{3,}")


@dataclass(frozen=True)
class Sink:
    """One sink of one rule."""

    rule: str
    confidence: Level
    """The most that a finding can have."""
    matcher: SinkMatcher

    @cached_property
    def reach(self) -> frozenset[Reach]:
        """Whose data do harm in it."""
        own = frozenset(self.matcher.reach)
        return own | {Reach.STRUCTURED} if Reach.REMOTE in own else own

    @cached_property
    def receiver(self) -> re.Pattern[str] | None:
        """What must stand before the dot."""
        return re.compile(self.matcher.receiver) if self.matcher.receiver else None

    @cached_property
    def begins(self) -> re.Pattern[str] | None:
        """What the harmful text must begin with."""
        return re.compile(self.matcher.begins) if self.matcher.begins else None

    @cached_property
    def assigned_words(self) -> frozenset[str]:
        """The words of what must have an item set."""
        return frozenset(_WORD.findall(self.matcher.assigned))

    def may_occur(self, words: frozenset[str], reaches: frozenset[Reach]) -> bool:
        """Whether a text of these words can hold it, and data that do harm in it."""
        matcher = self.matcher
        if self.reach.isdisjoint(reaches) and not matcher.built:
            return False
        if matcher.needs and words.isdisjoint(matcher.needs):
            return False
        return (
            matcher.returned
            or not self.assigned_words.isdisjoint(words)
            or not words.isdisjoint(matcher.methods)
            or any(parts(name) <= words for name in matcher.calls)
        )


@dataclass(frozen=True)
class Sinks:
    """The sinks that one text can hold."""

    by_name: Mapping[str, tuple[Sink, ...]]
    by_method: Mapping[str, tuple[Sink, ...]]
    assigned: tuple[Sink, ...]
    returned: tuple[Sink, ...]

    @classmethod
    def of(cls, sinks: Iterable[Sink], words: frozenset[str]) -> Sinks:
        """Arrange those names of sinks that a text of these words can hold."""
        by_name: dict[str, tuple[Sink, ...]] = {}
        by_method: dict[str, tuple[Sink, ...]] = {}
        assigned, returned = [], []
        for sink in sinks:
            for name in sink.matcher.calls:
                if parts(name) <= words:
                    by_name[name] = (*by_name.get(name, ()), sink)
            for name in words.intersection(sink.matcher.methods):
                by_method[name] = (*by_method.get(name, ()), sink)
            if sink.matcher.assigned:
                assigned.append(sink)
            if sink.matcher.returned:
                returned.append(sink)
        return cls(by_name, by_method, tuple(assigned), tuple(returned))

    def __bool__(self) -> bool:
        return bool(self.by_name or self.by_method or self.assigned or self.returned)

    def called(self, name: str, method: str) -> Iterator[Sink]:
        """Yield the sinks that a call is, by its full name and that after the last dot."""
        found = self.by_name.get(name, ())
        yield from found
        for sink in self.by_method.get(method, ()):
            if sink not in found:
                yield sink

    def marks(self, aliases: list[tuple[Tokens, str]]) -> Marks:
        """Return what a function holds if it holds a sink itself."""
        assigned = {word for sink in self.assigned for word in sink.assigned_words}
        return Marks.of(self.by_name, [*self.by_method, *assigned], aliases, assigned)

    def building_marks(self, aliases: list[tuple[Tokens, str]]) -> Marks:
        """Return the same for those that harm without an untrusted source."""
        names = [name for name, own in self.by_name.items() if any(map(_builds, own))]
        methods = [name for name, own in self.by_method.items() if any(map(_builds, own))]
        return Marks.of(names, methods, aliases)


def _builds(sink: Sink) -> bool:
    return sink.matcher.built


@cache
def all_sinks() -> tuple[Sink, ...]:
    """Return the sinks of all Python rules."""
    return tuple(
        Sink(rule.id, matcher.confidence or rule.confidence, matcher)
        for rule in rules().values()
        if not rule.languages or "python" in rule.languages
        for matcher in rule.sink
    )


def sinks_for(words: frozenset[str], reaches: frozenset[Reach]) -> Sinks:
    """Return the sinks that a text of these words can hold."""
    return Sinks.of((each for each in all_sinks() if each.may_occur(words, reaches)), words)
