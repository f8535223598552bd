"""Where untrusted data do harm: what a rule says of it, for `hanare.analysis.taint`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanare.analysis.finding import Level

Selected = int | str
"""An argument: its position, its name, or one of `receiver` (before the dot) and `*` (all)."""


class Reach(StrEnum):
    """Who can choose data, by the kind of place that it comes in at."""

    REMOTE = "remote"
    """Whoever can send a request."""
    STRUCTURED = "structured"
    """The same, and may choose its type too, as in JSON. Counts wherever `remote` does."""
    INPUT = "input"
    """Who types into the program, or starts it with raw arguments."""
    CONFIG = "config"
    """Who sets its environment or its options, which are mostly checked."""
    NETWORK = "network"
    """The other end of a connection that the program has opened."""
    FILE = "file"
    """Who writes a file that the program reads."""
    ARCHIVE = "archive"
    """Who made an archive: the names of its members."""


class SinkMatcher(BaseModel):
    """A call, an assignment or a view's result that does harm with data of others' choice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    harm: str
    """What is to be feared, one word; what prevents it says so by the same word."""
    calls: tuple[str, ...] = ()
    """What is called, by its full name; `requests.Session().get` is a method of what that makes."""
    methods: tuple[str, ...] = ()
    """The same of any object, by the last part of the name."""
    assigned: str = ""
    """A regular expression for what has an item set, e.g. `headers` in `x.headers[k] = v`."""
    returned: bool = False
    """What a view returns as a page."""
    arguments: tuple[Selected, ...] = (0,)
    """Which do harm."""
    receiver: str = ""
    """A regular expression that what stands before the dot must match."""
    when: Mapping[str, str] = Field(default_factory=dict)
    """Arguments by name, with expressions that they must match; absent ones never do."""
    unless: Mapping[str, str] = Field(default_factory=dict)
    """The same, but no argument may match."""
    begins: str = ""
    """A regular expression that the harmful text begins with, as far as it is known."""
    needs: tuple[str, ...] = ()
    """Words of which one must occur in the file."""
    reach: tuple[Reach, ...] = (Reach.REMOTE,)
    """Whose data do harm here; more distant ones are not a defect, e.g. a path from `argv`."""
    built: bool = False
    """Not only untrusted data: any text put together of parts that are not all constant.

    Except by one expression around a literal, which Bandit sees itself.
    """
    confidence: Level | None = None
    """None for the rule's own."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for pattern in (self.assigned, self.receiver, self.begins, *self.when.values()):
            re.compile(pattern)
        if not (self.calls or self.methods or self.assigned or self.returned):
            raise ValueError("a sink is a call, a method, an assignment or a result")
        return self
