"""A call in Python, by what its name means and what it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.arguments import Arguments, settled
from hanare.analysis.matching.disguises import may_be_disguised, may_be_renamed
from hanare.analysis.matching.hit import Hit
from hanare.analysis.matching.names import Names, names_of
from hanare.analysis.matching.values import Value, compiled
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, Pattern

_CALLS = Pattern(
    "python",
    """
    (call function: (identifier) @name) @call
    (call function: (attribute attribute: (identifier) @method)) @call
    (call function: [(call) (subscript) (parenthesized_expression)]) @call
    (decorator (identifier) @name) @call
    (decorator (attribute attribute: (identifier) @method)) @call
    """,
)
_WORD = re.compile(r"\w+")
_ANY = "*."


class Condition(Value):
    """What one argument must be."""

    at: int | None = None
    """Position from 0."""
    keyword: str = ""
    """Name. With neither any argument will do."""
    missing: bool = False
    """It must not be given, neither by `*` nor by `**`."""
    expanded: bool = False
    """It must come from a dictionary after `**`."""
    is_secret: bool = False
    """Whether what meets it must not be shown."""

    def may_be_met(self, words: frozenset[str]) -> bool:
        """Tell whether it can be met in a text of those words."""
        if self.mentions:
            return any(map(compiled(self.mentions).search, words))
        by_name_only = self.keyword and self.at is None and not self.missing
        return not by_name_only or self.keyword in words

    def met(self, given: Arguments, names: Names) -> bool:
        """Tell whether the arguments of a call meet it."""
        if self.missing:
            return not (
                self.keyword in given.named
                or (bool(self.keyword) and given.more_named)
                or (self.at is not None and self._may_be_at(self.at, given))
            )
        if self.expanded and self.keyword not in given.expanded:
            return False
        return next(self.meeting(given, names), None) is not None

    def meeting(self, given: Arguments, names: Names) -> Iterator[Element]:
        """Yield the arguments that meet it."""
        return (each for each in self._meant(given) if self.holds(each, names))

    def _may_be_at(self, at: int, given: Arguments) -> bool:
        return at < len(given.positional) or given.more_positional

    def _meant(self, given: Arguments) -> Iterator[Element]:
        if self.at is None and not self.keyword:
            yield from given.positional
            yield from given.named.values()
        elif self.at is not None and self.at < len(given.positional):
            yield given.positional[self.at]
        elif self.keyword in given.named:
            yield given.named[self.keyword]


class CallMatcher(BaseModel):
    """Calls of some functions with some arguments. A decorator is a call, too."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...] = Field(min_length=1)
    """`os.system`; `requests.Session().get` for a method of what that makes; `*.chmod` for any."""
    but: tuple[str, ...] = ()
    """Not these names, which `*.` would include."""
    when: tuple[Condition, ...] = ()
    """All must be met."""
    unless: tuple[Condition, ...] = ()
    """None must be met."""
    indirect: bool = False
    """Only by an alias or a look-up by text: where Bandit, which finds it otherwise, is blind."""
    any_word: tuple[str, ...] = ()
    """One of these words must occur in the text."""
    no_word: tuple[str, ...] = ()
    """None of these may: where Bandit finds it, or the remedy is there."""
    any_text: tuple[str, ...] = ()
    """One of these must occur in the text: pieces of the string literals that match."""
    confidence: Level | None = None
    """None for the rule's own."""

    def may_match(self, source: Source) -> bool:
        """Tell whether it can match in a text."""
        words = source.words
        return (
            words.isdisjoint(self.no_word)
            and not (self.any_word and words.isdisjoint(self.any_word))
            and all(each.may_be_met(words) for each in self.when)
            and (not self.any_text or any(each in source.text for each in self.any_text))
        )

    def matches(self, given: Arguments, names: Names) -> bool:
        """Tell whether a call of the right name matches by what it is given."""
        return all(each.met(given, names) for each in self.when) and not any(
            each.met(given, names) for each in self.unless
        )

    def secrets(self, given: Arguments, names: Names) -> Iterator[Element]:
        """Yield the values in the arguments of a matching call that must not be shown."""
        for each in self.when:
            if each.is_secret:
                yield from (settled(value, names) for value in each.meeting(given, names))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name of one matcher of one rule."""

    name: str
    rule: str
    matcher: CallMatcher
    words: frozenset[str]
    """All that the name is made of: without one of them in the text it cannot be meant."""

    @property
    def last(self) -> str:
        """The last word of the name."""
        return self.name.rpartition(".")[2]

    def may_be_meant(self, source: Source) -> bool:
        """Tell whether a text that has the words may use them so that the matcher cares."""
        return not self.matcher.indirect or may_be_disguised(self.name, source)

    def may_be_renamed(self, source: Source) -> bool:
        """Tell whether a text may call it by another last word."""
        return self.matcher.indirect or (
            not self.name.startswith(_ANY) and may_be_renamed(self.name, source)
        )

    def is_meant(self, function: Element, names: Names) -> bool:
        """Tell whether a function is the one."""
        owner, method = function.field("object"), function.field("attribute")
        maker, is_method, name = self.name.rpartition("().")
        if is_method:
            return bool(owner and method and method.text == name and names.made_by(owner) == maker)
        meant = names.dotted(function)
        if self.name.startswith(_ANY):
            named = method is not None and method.text == self.last
            return named and meant not in self.matcher.but
        return meant == self.name and (not self.matcher.indirect or names.is_disguised(function))


class CallTable:
    """All call matchers, run together: what a text costs depends on the names that occur in it."""

    def __init__(self, matchers: Iterable[tuple[str, CallMatcher]]) -> None:
        self._matchers = [
            (
                matcher,
                [
                    _Entry(name, rule, matcher, frozenset(_WORD.findall(name)))
                    for name in matcher.names
                ],
            )
            for rule, matcher in matchers
        ]

    def find(self, source: Source) -> Iterator[Hit]:
        """Yield the calls that match, each once a rule."""
        wanted = self._wanted(source)
        if not wanted or source.tree is None:
            return
        names = names_of(source)
        by_last: dict[str, list[_Entry]] = {}
        for each in wanted:
            by_last.setdefault(each.last, []).append(each)
        renamed = [each for each in wanted if each.may_be_renamed(source)]
        for match in _CALLS.search(source.tree):
            name = match.get("name") or match.get("method")
            last = name[0].text if name else ""
            entries = by_last.get(last, [])
            if renamed and "method" not in match:  # a method keeps its name
                entries = entries + [each for each in renamed if each.last != last]
            if entries:
                yield from _judged(match["call"][0], entries, names)

    def _wanted(self, source: Source) -> list[_Entry]:
        """Return what may match in a text, by its words alone where these tell."""
        return [
            each
            for matcher, entries in self._matchers
            if (known := [each for each in entries if each.words <= source.words])
            and matcher.may_match(source)
            for each in known
            if each.may_be_meant(source)
        ]


def _judged(call: Element, entries: list[_Entry], names: Names) -> Iterator[Hit]:
    # Arguments first: they rule out most calls, and names cost more.
    given = Arguments.of(call, names)
    function = call.field("function") or call.children[0]
    found = set()
    for entry in entries:
        matcher = entry.matcher
        if (
            entry.rule not in found
            and matcher.matches(given, names)
            and entry.is_meant(function, names)
        ):
            found.add(entry.rule)
            yield Hit(
                entry.rule,
                Span(call.start, call.end),
                matcher.confidence,
                tuple(Span(each.start, each.end) for each in matcher.secrets(given, names)),
            )
