"""Variables and what is known of their values, at one point of a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hanare.analysis.taint.limits import MOST_ITEMS, MOST_NAMES
from hanare.analysis.taint.values import Value, either


@dataclass(slots=True)
class Environment:
    """Values by name; attributes are known by their text, e.g. `self.path`.

    Items of a variable that were set with a constant key are known apart from the others.
    """

    values: dict[str, Value] = field(default_factory=dict)
    items: dict[str, Mapping[str, Value]] = field(default_factory=dict)

    def copy(self) -> Environment:
        """Return one of its own, for a branch."""
        return Environment(self.values.copy(), self.items.copy())

    def get(self, name: str) -> Value | None:
        """Return what is known of a variable; None if it has not been assigned."""
        return self.values.get(name)

    def item(self, name: str, key: str) -> Value | None:
        """Return what is known of an item; None if that is what is known of the variable."""
        return self.items.get(name, {}).get(key)

    def set(self, name: str, value: Value) -> None:
        """Assign; of too many variables nothing is known."""
        self.items.pop(name, None)
        if name in self.values or len(self.values) < MOST_NAMES:
            self.values[name] = value

    def set_item(self, name: str, key: str, value: Value, whole: Value) -> None:
        """Assign an item of a variable, which is `whole` then; its other items stay as known."""
        items = self.items.get(name, {})
        self.set(name, whole)
        if name in self.values and (key in items or len(items) < MOST_ITEMS):
            self.items[name] = {**items, key: value}

    def clean(self, name: str, harms: Iterable[str]) -> None:
        """Record that a check has let a variable pass, with all that is in it."""
        harms = frozenset(harms)
        known = self.values.get(name)
        if known is not None and known.taints:
            self.values[name] = known.cleaned(harms)
        if name in self.items:
            items = self.items[name]
            self.items[name] = {key: each.cleaned(harms) for key, each in items.items()}

    def clean_origin(self, origins: frozenset[int], harms: frozenset[str]) -> None:
        """Record that a check of something made of the same data has let them pass."""
        for name, known in self.values.items():
            if any(each.origin in origins for each in known.taints):
                self.values[name] = known.cleaned(harms)


def joined(one: Environment | None, other: Environment | None) -> Environment | None:
    """Return what is known where two ways meet; None is a way that nothing takes."""
    if one is None or other is None:
        return one if other is None else other
    if one is other:
        return one
    values = one.values.copy()
    for name, theirs in other.values.items():
        ours = values.get(name)
        values[name] = theirs if ours is None else either(ours, theirs)
    # An item that only one of them knows apart is what is known of the whole.
    items: dict[str, Mapping[str, Value]] = {
        name: {
            key: either(each, other.items[name][key])
            for key, each in own.items()
            if key in other.items[name]
        }
        for name, own in one.items.items()
        if name in other.items
    }
    return Environment(values, items)
