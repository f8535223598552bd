"""Which functions matter, and in which order: those that are called before those that call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hanare.analysis.source import Source
from hanare.analysis.taint.functions import Function, may_be_entry
from hanare.analysis.taint.knowledge import Knowledge
from hanare.analysis.taint.marks import Tokens, aliases_in, tokens_in
from hanare.analysis.taint.sinks import Sinks

Key = tuple[str, str]
"""The class and the name of a function."""

_MODULE: Key = ("", "")
_KEPT = re.compile(r"\bself\.\w+(?:[ \t]*:[^=\n]{0,100})?[ \t]*=(?!=)")
_GLOBAL = re.compile(r"^\w[^=\n]*=(?!=)[^\n]*", re.MULTILINE)
_MOST_CLASSES = 20
"""Whose methods one function may call by the class's name."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run through."""

    functions: Sequence[Key] = ()
    """Callees first, as far as there is no circle."""
    others: Sequence[Key] = ()
    """Those that cannot matter."""
    module: bool = False
    """Whether the module's own statements matter."""


def order_of(
    source: Source, functions: Mapping[Key, Function], sinks: Sinks, known: Knowledge
) -> Order:
    """Choose the functions in which a source and a sink can meet, and all that these call."""
    text = source.text
    outside = _outside(text, functions.values())
    tokens = {
        key: tokens_in(text, each.element.start, each.element.end)
        for key, each in functions.items()
    }
    tokens[_MODULE] = tokens_in(outside)
    aliases = aliases_in(text)
    harmful = sinks.marks(aliases)
    entering = known.marks(source.words, aliases)
    calls = _calls(tokens)
    callers: dict[Key, list[Key]] = {}
    for key, called in calls.items():
        for each in called:
            callers.setdefault(each, []).append(key)
    views = {key for key, each in functions.items() if may_be_entry(each, known)}
    sinking = {key for key, own in tokens.items() if harmful.within(own)}
    to_sink = _closure(sinking | views if sinks.returned else sinking, callers)
    entered = {key for key, own in tokens.items() if entering.within(own)}
    to_source = _closure(entered | views, callers)
    meeting = to_sink & to_source
    if entering.within(tokens_in("\n".join(_GLOBAL.findall(outside)))):
        meeting |= to_sink
    meeting |= _through_objects(text, functions, to_source, to_sink)
    building = sinks.building_marks(aliases)
    meeting |= {key for key, own in tokens.items() if building.within(own)}
    if not meeting:
        return Order()
    needed = _closure(meeting, calls)
    return Order(
        [key for key in _callees_first(needed, calls) if key != _MODULE],
        [key for key in functions if key not in needed],
        module=True,
    )


def _outside(text: str, functions: Iterable[Function]) -> str:
    """Return the text without what stands in functions."""
    pieces, at = [], 0
    for function in sorted(functions, key=lambda each: each.element.start):
        pieces.append(text[at : function.element.start])
        at = max(at, function.element.end)
    pieces.append(text[at:])
    return "".join(pieces)


def _calls(tokens: Mapping[Key, Tokens]) -> dict[Key, list[Key]]:
    """Return whom each function may call, judged by its words."""
    by_owner: dict[str, set[str]] = {}
    for owner, name in tokens:
        by_owner.setdefault(owner, set()).add(name)
    found: dict[Key, list[Key]] = {}
    for key, own in tokens.items():
        bare = {each.rstrip("(") for each in own if each[0] != "."}
        dotted = {each.strip(".(") for each in own if each[0] == "."}
        called = {("", name) for name in bare.intersection(by_owner.get("", ()))}
        for owner in {key[0], *sorted(bare.intersection(by_owner))[:_MOST_CLASSES]} - {""}:
            called |= {(owner, name) for name in dotted & by_owner[owner]}
        found[key] = sorted(called - {key})
    return found


def _through_objects(
    text: str, functions: Mapping[Key, Function], to_source: set[Key], to_sink: set[Key]
) -> set[Key]:
    """Return methods that keep untrusted data in an object, and those that use them there."""
    keeping = {
        key[0]
        for key in to_source
        if key[0] and _KEPT.search(text, functions[key].element.start, functions[key].element.end)
    }
    using = keeping & {key[0] for key in to_sink}
    return {key for key in to_source | to_sink if key[0] in using}


def _closure(start: Iterable[Key], edges: Mapping[Key, list[Key]]) -> set[Key]:
    found = set(start)
    pending = list(found)
    while pending:
        for each in edges.get(pending.pop(), ()):
            if each not in found:
                found.add(each)
                pending.append(each)
    return found


def _callees_first(needed: set[Key], calls: Mapping[Key, list[Key]]) -> list[Key]:
    ordered: list[Key] = []
    seen: set[Key] = set()
    # What `__init__` assigns to `self` is to be known before the other methods are.
    roots = sorted((key for key in calls if key in needed), key=lambda key: key[1] != "__init__")
    for root in roots:
        pending = [(root, False)]
        while pending:
            key, done = pending.pop()
            if done:
                ordered.append(key)
            elif key not in seen:
                seen.add(key)
                pending.append((key, True))
                pending += [(each, False) for each in calls[key] if each not in seen]
    return ordered
