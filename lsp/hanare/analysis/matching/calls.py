"""A call in Python, by what its name means and what it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.arguments import Arguments
from hanare.analysis.matching.hit import Hit
from hanare.analysis.matching.names import Names, names_of
from hanare.analysis.matching.values import Value
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, Pattern

_CALLS = Pattern(
    "python",
    """
    (call function: (identifier)) @call
    (call function: (attribute attribute: (identifier) @method)) @call
    (call function: [(call) (subscript) (parenthesized_expression)]) @call
    (decorator (identifier)) @call
    (decorator (attribute attribute: (identifier) @method)) @call
    """,
)
_WORD = re.compile(r"\w+")


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
    confidence: Level | None = None
    """None for the rule's own."""

    def may_match(self, words: frozenset[str]) -> bool:
        """Tell whether it can match in a text of those words."""
        return words.isdisjoint(self.no_word) and not (
            self.any_word and words.isdisjoint(self.any_word)
        )

    def matches(self, given: Arguments, names: Names) -> bool:
        """Tell whether a call of the right name matches by what it is given."""
        return all(each.met(given, names) for each in self.when) and not any(
            each.met(given, names) for each in self.unless
        )

    def secrets(self, given: Arguments, names: Names) -> Iterator[Element]:
        """Yield the arguments of a matching call that must not be shown."""
        for each in self.when:
            if each.is_secret:
                yield from each.meeting(given, names)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name of one matcher of one rule."""

    rule: str
    matcher: CallMatcher
    words: frozenset[str]
    """All that the name is made of: without one of them in the text it cannot be meant."""


class CallTable:
    """All call matchers, run together: what a text costs depends on the names that occur in it."""

    def __init__(self, matchers: Iterable[tuple[str, CallMatcher]]) -> None:
        self._entries = [
            (name, _Entry(rule, matcher, frozenset(_WORD.findall(name))))
            for rule, matcher in matchers
            for name in matcher.names
        ]

    def find(self, source: Source) -> Iterator[Hit]:
        """Yield the calls that match, each once a rule."""
        wanted = self._wanted(source.words)
        if not wanted or source.tree is None:
            return
        names = names_of(source)
        last = {name.rpartition(".")[2] for name in wanted}
        for match in _CALLS.search(source.tree):
            # Any other expression may be an alias of what is wanted, a method may not.
            if "method" in match and match["method"][0].text not in last:
                continue
            yield from _judged(match["call"][0], wanted, names)

    def _wanted(self, words: frozenset[str]) -> dict[str, list[_Entry]]:
        found: dict[str, list[_Entry]] = {}
        for name, entry in self._entries:
            if entry.words <= words and entry.matcher.may_match(words):
                found.setdefault(name, []).append(entry)
        return found


def _judged(call: Element, wanted: dict[str, list[_Entry]], names: Names) -> Iterator[Hit]:
    function = call.field("function") or call.children[0]
    meant = names.dotted(function)
    entries = [entry for name in _called(function, meant, names) for entry in wanted.get(name, ())]
    if not entries:
        return
    given = Arguments.of(call, names)
    found = set()
    for entry in entries:
        matcher = entry.matcher
        if (
            entry.rule not in found
            and meant not in matcher.but
            and (not matcher.indirect or names.is_disguised(function))
            and matcher.matches(given, names)
        ):
            found.add(entry.rule)
            yield Hit(
                entry.rule,
                Span(call.start, call.end),
                matcher.confidence,
                tuple(Span(each.start, each.end) for each in matcher.secrets(given, names)),
            )


def _called(function: Element, meant: str, names: Names) -> Iterator[str]:
    """Yield what a matcher may call a function."""
    if meant:
        yield meant
    owner, method = function.field("object"), function.field("attribute")
    if owner is not None and method is not None:
        yield f"*.{method.text}"
        if made := names.made_by(owner):
            yield f"{made}().{method.text}"
