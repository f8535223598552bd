"""Findings: the one currency of all that detects, reports, suppresses and mends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hanare.text.lines import LineIndex
from hanare.wording import Said


class Level(StrEnum):
    """How severe a finding is, or how sure the engine is of it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 2 for high."""
        return _RANKS[self]


_RANKS = {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 2}


class Origin(StrEnum):
    """Which engine a finding comes from."""

    BANDIT = "bandit"
    RULES = "rules"
    TAINT = "taint"
    SECRETS = "secrets"
    SUPPRESSIONS = "suppressions"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, `text[start:end]`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A position as people count: line and column from 1, columns in code points."""

    line: int
    column: int

    @classmethod
    def of(cls, lines: LineIndex, offset: int) -> Place:
        """Return where an offset is."""
        line, column = lines.position(offset)
        return cls(line + 1, column + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One station on the way of untrusted data to where it does harm."""

    span: Span
    message: Said


@dataclass(frozen=True, slots=True)
class Detection:
    """What an engine has found, before it is known where in lines it is and what it is called."""

    rule: str
    span: Span
    origin: Origin
    message: str = ""
    """Empty for the rule's title. Never holds a secret."""
    severity: Level | None = None
    """None for the rule's own."""
    confidence: Level | None = None
    secrets: tuple[Span, ...] = ()
    """What must not be shown, logged or hashed."""
    flow: tuple[Step, ...] = ()
    """From where untrusted data enters to where it does harm; empty if the engine knows no way."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Put `new` in the place of `span`."""

    span: Span
    new: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes a finding, worked out by rule, not by a model."""

    title: Said
    edits: tuple[Replacement, ...]
    """In order, not overlapping."""
    to_agree: bool = False
    """Whether it changes what right code does, or says what its author alone knows: not made
    unless somebody has looked at it."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A `Step` with its lines."""

    start: Place
    end: Place
    message: Said


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in one text."""

    rule: str
    severity: Level
    confidence: Level
    cwe: int
    """Number of the Common Weakness Enumeration."""
    message: str
    origin: Origin
    span: Span
    start: Place
    end: Place
    """Exclusive: the column after the last character."""
    fingerprint: str
    """The same for the same code in another line; two alike in one file share it."""
    excerpt: str
    """The lines it is in, seven at most, with secrets blotted out."""
    flow: tuple[FlowStep, ...] = ()
    fix: Fix | None = None
