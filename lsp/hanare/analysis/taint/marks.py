"""Marks: what a piece of code must hold, judged by its words alone, to name one of some things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

_TOKEN = re.compile(r"\.?[A-Za-z_][A-Za-z0-9_]*\(?")
_AS = re.compile(r"\bas[ \t]+(\w+)")
_ASSIGNED = re.compile(
    r"^[ \t]*(\w+)[ \t]*=[ \t]*"
    r"((?:getattr|functools\.partial|partial)\([^\n]{0,120}|[\w.]{1,100}(?=[ \t]*$))",
    re.MULTILINE,
)

_MOST_ALIASES = 2000
_LONGEST_THING = 60
"""Characters of a dotted name before `as`."""

Tokens = frozenset[str]
"""The words of a piece of code, with a dot or a bracket that stands directly at them."""


def tokens_in(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return the words of `text[start:end]`."""
    return frozenset(_TOKEN.findall(text, start, len(text) if end is None else end))


def aliases_in(text: str) -> list[tuple[Tokens, str]]:
    """Return the other names that a text gives to things: the words of the thing, and its name."""
    found = [
        (tokens_in(text, max(each.start() - _LONGEST_THING, 0), each.start()), each[1])
        for each in _AS.finditer(text)
    ]
    found += [(tokens_in(thing), name) for name, thing in _ASSIGNED.findall(text)]
    return found[:_MOST_ALIASES]


_LOOK_UPS = frozenset({"getattr(", "vars(", ".modules", ".__dict__"})


@cache
def parts(name: str) -> frozenset[str]:
    """Return the words that a text holds if it brings in a full name in whatever way."""
    return frozenset(part.strip("()") for part in name.split("."))


@dataclass(frozen=True)
class Marks:
    """Names to look for."""

    bare: frozenset[str] = frozenset()
    """Tokens that are enough by themselves."""
    said: frozenset[str] = frozenset()
    """Tokens that are enough where names are looked up by text."""
    owned: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Tokens that begin with a dot, by what else must occur; nothing else if that is empty."""

    @classmethod
    def of(
        cls,
        called: Iterable[str],
        methods: Iterable[str],
        aliases: list[tuple[Tokens, str]],
        named: Iterable[str] = (),
    ) -> Marks:
        """Prepare to look for what is called by its full name, for methods, and for other names.

        Methods may be of any object, other names need not be called.
        """
        names = frozenset(named)
        bare: set[str] = set()
        owned: dict[str, set[str] | None] = {f".{each}": None for each in methods}
        for name in (*called, *names):
            *owners, last = name.split(".")
            bare |= {f"{last}(", last} if name in names else {f"{last}("}
            if not owners:
                continue
            if any(each.endswith("()") for each in owners):
                owned[f".{last}"] = None  # the object may have been made anywhere
            elif (known := owned.setdefault(f".{last}", set())) is not None:
                known.update(owners)
        leaves = {each.strip(".(") for each in (*bare, *owned)}
        parts = {part for known in owned.values() if known for part in known}
        for words, alias in aliases:
            plain = {each.strip(".(") for each in words}
            if not plain.isdisjoint(leaves):
                bare |= {alias, f"{alias}("}
            if not plain.isdisjoint(parts):
                for known in owned.values():
                    if known is not None and not plain.isdisjoint(known):
                        known.add(alias)
        both = {
            form: frozenset(each or ()) for key, each in owned.items() for form in (key, f"{key}(")
        }
        return cls(frozenset(bare), frozenset(leaves), both)

    def within(self, tokens: Tokens) -> bool:
        """Tell whether code of these words may name one of the things."""
        if not self.bare.isdisjoint(tokens):
            return True
        if not _LOOK_UPS.isdisjoint(tokens) and not self.said.isdisjoint(tokens):
            return True
        return any(
            not self.owned[each] or not self.owned[each].isdisjoint(tokens)
            for each in tokens.intersection(self.owned)
        )
