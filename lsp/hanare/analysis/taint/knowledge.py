"""What `knowledge.toml` says of libraries: sources, what passes data on, what cleans them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from hanare.analysis.finding import Level
from hanare.analysis.matching.sinks import Reach
from hanare.analysis.taint.marks import Marks, Tokens, parts
from hanare.wording import Said, said

Names = frozenset[str]

CONFIDENCE: Mapping[Reach, Level] = {
    Reach.REMOTE: Level.HIGH,
    Reach.STRUCTURED: Level.HIGH,
    Reach.ARCHIVE: Level.HIGH,
    Reach.INPUT: Level.MEDIUM,
    Reach.NETWORK: Level.MEDIUM,
    Reach.CONFIG: Level.LOW,
    Reach.FILE: Level.LOW,
}
"""How sure it is that data of a source are untrusted."""

TOLD: Mapping[Reach, Said] = {
    Reach.REMOTE: said("comes from a request"),
    Reach.STRUCTURED: said("comes from a request, of any type"),
    Reach.ARCHIVE: said("comes from an archive"),
    Reach.INPUT: said("comes from who starts the program"),
    Reach.NETWORK: said("comes from the network"),
    Reach.CONFIG: said("comes from options or the environment"),
    Reach.FILE: said("comes from a file"),
}
"""What the first station of a flow says."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Requests(_Data):
    """Objects that hold what a client has sent."""

    names: Names
    parameters: Names
    annotations: Names
    owners: Names
    attributes: Names
    structured: Names


class Views(_Data):
    """Functions that a framework calls with what a client has sent."""

    decorators: Names
    methods: Names
    events: Names
    event_handlers: Names
    harmless: Names
    injected: Names
    pages: Names
    typed: Names
    django: Names


class Guards(_Data):
    """Conditions under which data do no harm."""

    methods: Names
    prefixes: Names
    matches: Names
    checks: re.Pattern[str]
    stops: Names


class _Source(_Data):
    reach: Reach
    names: Names = frozenset()
    calls: Names = frozenset()
    any: Names = frozenset()


class _Cleaner(_Data):
    harms: Names
    calls: Names = frozenset()
    any: Names = frozenset()
    attributes: Names = frozenset()


class _Propagator(_Data):
    calls: Names
    any: Names
    fill: Names
    same: Names


class _File(_Data):
    request: Requests
    views: Views
    source: tuple[_Source, ...]
    cleaner: tuple[_Cleaner, ...]
    propagator: tuple[_Propagator, ...]
    guards: Guards


@dataclass(frozen=True)
class Knowledge:
    """The same, arranged for look-ups by name."""

    request: Requests
    views: Views
    guards: Guards
    source_names: Mapping[str, Reach]
    source_calls: Mapping[str, Reach]
    source_methods: Mapping[str, Reach]
    cleaning_calls: Mapping[str, frozenset[str]]
    cleaning_methods: Mapping[str, frozenset[str]]
    cleaning_attributes: Mapping[str, frozenset[str]]
    passing_calls: frozenset[str]
    passing_methods: frozenset[str]
    filling_methods: frozenset[str]
    same: frozenset[str]

    def marks(self, words: frozenset[str], aliases: list[tuple[Tokens, str]]) -> Marks:
        """Return what a function of a text of these words holds if untrusted data enter in it."""
        request = self.request
        names = {*self.source_names, *request.names, *request.parameters, *request.annotations}
        return Marks.of(
            [name for name in self.source_calls if parts(name) <= words],
            self.source_methods.keys() & words,
            aliases,
            [name for name in (*names, *request.owners) if parts(name) <= words],
        )

    def reaches(self, words: frozenset[str]) -> frozenset[Reach]:
        """Return whose data may occur in a text, judged by its words."""
        found = {
            reach
            for table in (self.source_names, self.source_calls, self.source_methods)
            for name, reach in table.items()
            if parts(name) <= words
        }
        request, views = self.request, self.views
        if not words.isdisjoint(request.parameters | request.annotations | views.typed):
            found |= {Reach.REMOTE, Reach.STRUCTURED}
        if not words.isdisjoint(views.event_handlers) and not words.isdisjoint(views.events):
            found |= {Reach.REMOTE, Reach.STRUCTURED}
        if not words.isdisjoint(views.pages):
            found |= {Reach.REMOTE, Reach.STRUCTURED}
        return frozenset(found)


@cache
def knowledge() -> Knowledge:
    """Return what is known, read once."""
    text = (files(__package__) / "knowledge.toml").read_text("utf-8")
    data = _File.model_validate(tomllib.loads(text))
    return Knowledge(
        request=data.request,
        views=data.views,
        guards=data.guards,
        source_names={name: each.reach for each in data.source for name in each.names},
        source_calls={name: each.reach for each in data.source for name in each.calls},
        source_methods={name: each.reach for each in data.source for name in each.any},
        cleaning_calls=_united((each.calls, each.harms) for each in data.cleaner),
        cleaning_methods=_united((each.any, each.harms) for each in data.cleaner),
        cleaning_attributes=_united((each.attributes, each.harms) for each in data.cleaner),
        passing_calls=frozenset().union(*(each.calls for each in data.propagator)),
        passing_methods=frozenset().union(*(each.any for each in data.propagator)),
        filling_methods=frozenset().union(*(each.fill for each in data.propagator)),
        same=frozenset().union(*(each.same for each in data.propagator)),
    )


def _united(tables: Iterable[tuple[Names, Names]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for names, harms in tables:
        for name in names:
            found[name] = found.get(name, frozenset()) | harms
    return found
