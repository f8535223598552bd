"""What is known of a value: where it may come from, and what of its text is certain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hanare.analysis.finding import Level, Span, Step
from hanare.analysis.matching.sinks import Reach
from hanare.analysis.taint.limits import LONGEST_TRAIL, MOST_TAINTS
from hanare.wording import Said

ALL_HARM = "*"

REQUEST = "request()"
"""What an object that holds a whole request is, in `Value.of`."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The way that data have come, last station first; ways that part share their beginning."""

    step: Step
    before: Trail | None = None
    length: int = 1

    @classmethod
    def begin(cls, span: Span, message: Said) -> Trail:
        """Return a way of one station."""
        return cls(Step(span, message))

    def then(self, span: Span, message: Said) -> Trail:
        """Return the way with one more station; no more are told than fit."""
        if self.length >= LONGEST_TRAIL or self.step.span == span:
            return self
        return Trail(Step(span, message), self, self.length + 1)

    def followed_by(self, other: Trail) -> Trail:
        """Return this way and then another."""
        whole = self
        for step in other.steps():
            whole = whole.then(step.span, step.message)
        return whole

    def steps(self) -> tuple[Step, ...]:
        """Return the stations from the first to the last."""
        found = []
        trail: Trail | None = self
        while trail is not None:
            found.append(trail.step)
            trail = trail.before
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Taint:
    """One place that a value's content may come from."""

    reach: Reach | None
    """None for a parameter: whose data it holds is known only where the function is called."""
    parameter: int
    """Its number, or -1."""
    origin: int
    """Offset of the place."""
    confidence: Level
    clean: frozenset[str]
    """The harms that it can no longer do."""
    trail: Trail

    @property
    def identity(self) -> tuple[Reach | None, int, int]:
        """What tells places apart."""
        return self.reach, self.parameter, self.origin

    def harmful(self, harm: str) -> bool:
        """Whether the data can still do this harm."""
        return harm not in self.clean and ALL_HARM not in self.clean


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of one value."""

    taints: tuple[Taint, ...] = ()
    constant: bool = False
    """Made of nothing but what stands in the code, or of numbers."""
    head: str = ""
    """How its text begins; of a list, its first constant items with blanks between them."""
    whole: bool = False
    """Whether `head` is all of it."""
    built: Span | None = None
    """The expression that puts a text together of parts that are not all constant."""
    piecewise: bool = False
    """Whether that took more than one expression around a literal."""
    of: str = ""
    """What it is: the full name of a module, class or function, or of what has made it and `()`."""

    @property
    def known(self) -> bool:
        """Whether it is the constant text `head`."""
        return self.constant and self.whole

    def cleaned(self, harms: Iterable[str]) -> Value:
        """Return it after something that prevents `harms`."""
        if not self.taints:
            return self
        more = frozenset(harms)
        if ALL_HARM in more:
            return replace(self, taints=())
        return replace(
            self, taints=tuple(replace(each, clean=each.clean | more) for each in self.taints)
        )

    def passing(self, span: Span, message: Said) -> Value:
        """Return it with one more station on the way of its data."""
        if not self.taints:
            return self
        return replace(
            self,
            taints=tuple(
                replace(each, trail=each.trail.then(span, message)) for each in self.taints
            ),
        )

    def plain(self) -> Value:
        """Return something else made of the same data, of which only the data are known."""
        return Value(taints=self.taints, constant=self.constant)


UNKNOWN = Value()
HARMLESS = Value(constant=True)
"""Constants whose text is not known, numbers, and what a thorough check has let pass."""


def merged(taints: Iterable[Taint]) -> tuple[Taint, ...]:
    """Return taints, one for each place; what one of two ways does not prevent is not prevented."""
    by_place: dict[tuple[Reach | None, int, int], Taint] = {}
    for taint in taints:
        known = by_place.get(taint.identity)
        if known is None:
            if len(by_place) < MOST_TAINTS:
                by_place[taint.identity] = taint
        elif known is not taint and known.clean != taint.clean:
            dirtier = min(known, taint, key=lambda each: len(each.clean))
            by_place[taint.identity] = replace(dirtier, clean=known.clean & taint.clean)
    return tuple(by_place.values())


def either(one: Value, other: Value) -> Value:
    """Return what is known of a value that is one or the other."""
    if one is other or one == other:
        return one
    same = one.head == other.head
    return Value(
        taints=merged((*one.taints, *other.taints)),
        constant=one.constant and other.constant,
        head=one.head if same else _common(one.head, other.head),
        whole=same and one.whole and other.whole,
        built=one.built or other.built,
        piecewise=one.piecewise or other.piecewise,
        of=one.of if one.of == other.of else "",
    )


def mixture(values: Iterable[Value]) -> Value:
    """Return what is known of a collection, or of what is worked out of all these values."""
    taints: list[Taint] = []
    constant = True
    for value in values:
        taints += value.taints
        constant = constant and value.constant
    return Value(taints=merged(taints), constant=constant)


def _common(one: str, other: str) -> str:
    length = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        length += 1
    return one[:length]
