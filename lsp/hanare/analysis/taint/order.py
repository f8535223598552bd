"""Which functions matter, and in which order: those that are called before those that call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hanare.analysis.source import Source
from hanare.analysis.taint.functions import Function
from hanare.analysis.taint.sinks import Sinks

Key = tuple[str, str]

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ALIAS = re.compile(r"^[^\n]*?\bas[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*=(?!=)[^\n]{0,200}", re.MULTILINE)
_MOST_CLASSES = 20
"""Whose methods one function may call by the class's name."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run through."""

    functions: Sequence[Key]
    """Callees first, as far as there is no circle."""
    others: Sequence[Key]
    """Those that cannot matter."""
    module: bool
    """Whether the module's own statements matter."""


def order_of(source: Source, functions: Mapping[Key, Function], sinks: Sinks) -> Order:
    """Choose the functions that hold a sink, those that call them, and all that these call."""
    words = {key: _words_of(source, each) for key, each in functions.items()}
    sink_words = sinks.words | _aliases(source.text, sinks.words)
    harmful = {
        key
        for key, own in words.items()
        if not own.isdisjoint(sink_words) or (sinks.returned and functions[key].decorators)
    }
    calls = _calls(words)
    callers: dict[Key, list[Key]] = {}
    for key, called in calls.items():
        for each in called:
            callers.setdefault(each, []).append(key)
    needed = _closure(_closure(harmful, callers), calls)
    module = bool(needed) or not _module_words(source, functions).isdisjoint(sink_words)
    return Order(
        _callees_first(needed, calls),
        [key for key in functions if key not in needed],
        module,
    )


def _words_of(source: Source, function: Function) -> frozenset[str]:
    element = function.element
    return frozenset(_WORD.findall(source.text, element.start, element.end))


def _module_words(source: Source, functions: Mapping[Key, Function]) -> frozenset[str]:
    pieces, at = [], 0
    for function in sorted(functions.values(), key=lambda each: each.element.start):
        pieces.append(source.text[at : function.element.start])
        at = max(at, function.element.end)
    pieces.append(source.text[at:])
    return frozenset(_WORD.findall("\n".join(pieces)))


def _aliases(text: str, words: frozenset[str]) -> frozenset[str]:
    """Return other names for what is called like a sink: `from os import system as run`."""
    return frozenset(
        found[1] or found[2]
        for found in _ALIAS.finditer(text)
        if not words.isdisjoint(_WORD.findall(found[0]))
    )


def _calls(words: Mapping[Key, frozenset[str]]) -> dict[Key, list[Key]]:
    """Return whom each function may call, judged by the words in it."""
    by_owner: dict[str, set[str]] = {}
    for owner, name in words:
        by_owner.setdefault(owner, set()).add(name)
    found: dict[Key, list[Key]] = {}
    for key, own in words.items():
        owners = ["", key[0], *sorted(own.intersection(by_owner))[:_MOST_CLASSES]]
        called = {
            (owner, name) for owner in owners for name in by_owner.get(owner, set()) & own
        } - {key}
        found[key] = sorted(called)
    return found


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
