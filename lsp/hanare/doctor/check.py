"""What a check comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hanare.wording import NOTHING, Said


class State(StrEnum):
    """How serious it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, but not as well as it could."""
    FAILED = "failed"
    """Something does not work."""
    UNKNOWN = "unknown"
    """It could not be told."""


_GRAVITY = (State.OK, State.UNKNOWN, State.WARNING, State.FAILED)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Invariant: one that failed, and one with a warning, has a remedy.
    """

    name: str
    """For scripts; stable."""
    title: Said
    state: State
    found: Said
    remedy: Said = NOTHING
    details: Mapping[str, object] = field(default_factory=dict)
    """The figures behind it, for scripts."""


def gravest(checks: Iterable[Check]) -> State:
    """Return the state of the gravest of some checks."""
    return max((each.state for each in checks), key=_GRAVITY.index, default=State.OK)
