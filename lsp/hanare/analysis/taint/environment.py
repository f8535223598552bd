"""Variables and what is known of their values, at one point of a function."""

from __future__ import annotations

from collections.abc import Iterable

from hanare.analysis.taint.limits import MOST_NAMES
from hanare.analysis.taint.values import Value, either


class Environment:
    """Values by name; attributes are known by their text, e.g. `self.path`."""

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, Value] | None = None) -> None:
        self._values = {} if values is None else values

    def copy(self) -> Environment:
        """Return one of its own, for a branch."""
        return Environment(self._values.copy())

    def get(self, name: str) -> Value | None:
        """Return what is known of a variable; None if it has not been assigned."""
        return self._values.get(name)

    def set(self, name: str, value: Value) -> None:
        """Assign; of too many variables nothing is known."""
        if name in self._values or len(self._values) < MOST_NAMES:
            self._values[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Environment) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]

    def clean(self, name: str, harms: Iterable[str]) -> None:
        """Record that a check has let a variable pass."""
        known = self._values.get(name)
        if known is not None and known.taints:
            self._values[name] = known.cleaned(harms)

    def clean_origin(self, origins: frozenset[int], harms: frozenset[str]) -> None:
        """Record that a check of something made of the same data has let them pass."""
        for name, known in self._values.items():
            if any(each.origin in origins for each in known.taints):
                self._values[name] = known.cleaned(harms)

    def items(self) -> Iterable[tuple[str, Value]]:
        """Yield all names and values."""
        return self._values.items()


def joined(one: Environment | None, other: Environment | None) -> Environment | None:
    """Return what is known where two ways meet; None is a way that nothing takes."""
    if one is None or other is None:
        return one if other is None else other
    if one is other:
        return one
    values = dict(one.items())
    for name, theirs in other.items():
        ours = values.get(name)
        values[name] = theirs if ours is None else either(ours, theirs)
    return Environment(values)
