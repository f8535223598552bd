"""Settings that turn protection off: named arguments, options and variables in Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from hanare.analysis.finding import Fix, Replacement
from hanare.analysis.fixes.calls import Call
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.analysis.matching.literals import string_in
from hanare.syntax.elements import Element
from hanare.wording import Said

_MOST_OPTIONS = 100


@dataclass(frozen=True, slots=True)
class Flag:
    """What a setting must not be, and what it should be."""

    wrong: tuple[str, ...]
    """Values as they are written, names by their full names, texts in single quotes."""
    right: str
    default: bool = False
    """Whether a call need not say it, so that the argument can be left out."""


OFF = Flag(("False",), "True")
OFF_NOT_DEFAULT = Flag(("False",), "True", default=True)
ON = Flag(("True",), "False")
ON_NOT_DEFAULT = Flag(("True",), "False", default=True)


@dataclass(frozen=True, slots=True)
class Switch:
    """Sets right what is wrong among the settings that a finding is about."""

    flags: Mapping[str, Flag]
    """By the name of an argument, a key in a dictionary that is one, or what is assigned to."""
    title: Said

    def __call__(self, site: Site) -> Fix | None:
        """Return the fix of one finding: a call, or an assignment."""
        holder = site.nearest("call", "assignment")
        if holder is None:
            return None
        if holder.kind == "assignment":
            edits = [*self._assigned(site, holder)]
        else:
            edits = [*self._given(site, site.call)] if site.call is not None else []
        return fix(self.title, *edits) if edits else None

    def _given(self, site: Site, call: Call) -> Iterator[Replacement]:
        for name, argument in call.named.items():
            value = argument.field("value")
            if value is None:
                continue
            flag = self.flags.get(name)
            if flag is None:
                yield from self._options(site, value)
            elif _says(site, value) & set(flag.wrong):
                # Two arguments beside each other cannot both be left out: each takes a comma.
                alone = flag.default and len(self.flags.keys() & call.named.keys()) == 1
                yield call.without(argument) if alone else replaced(value, flag.right)

    def _options(self, site: Site, options: Element) -> Iterator[Replacement]:
        pairs = options.children if options.kind == "dictionary" else []
        for pair in islice(pairs, _MOST_OPTIONS):
            key, value = pair.field("key"), pair.field("value")
            flag = self.flags.get(string_in(key) or "") if key is not None else None
            if flag is not None and value is not None and _says(site, value) & set(flag.wrong):
                yield replaced(value, flag.right)

    def _assigned(self, site: Site, assignment: Element) -> Iterator[Replacement]:
        left, value = assignment.field("left"), assignment.field("right")
        flag = self.flags.get(_target(left)) if left is not None else None
        if flag is not None and value is not None and _says(site, value) & set(flag.wrong):
            yield replaced(value, flag.right)


def _target(left: Element) -> str:
    """Return the last name of what is assigned to: of `a`, `b.a` and `b["a"]` that is `a`."""
    key = left.field("subscript")
    if key is not None:
        return string_in(key) or ""
    return (left.field("attribute") or left).text


def _says(site: Site, value: Element) -> set[str]:
    """Return the ways in which a flag may write a value."""
    text = string_in(value)
    return {f"'{text}'"} if text is not None else {value.text, site.name(value)}
