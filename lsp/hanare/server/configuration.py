"""A session's layers of settings, some of which arrive while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hanare.config.layers import Layer, Rank, resolve
from hanare.config.settings import Settings
from hanare.wording import Said, joined, said

_SHOWN = 5  # a message box is no place for a list; the log has them all


class Configuration:
    """Layers by rank, and the settings that they come to."""

    def __init__(self, layers: Iterable[Layer] = ()) -> None:
        self._layers: dict[Rank, Layer] = {}
        self.settings = Settings()
        self.problems: tuple[Said, ...] = ()
        self._told: frozenset[Said] = frozenset()
        self.put(*layers)

    def put(self, *layers: Layer) -> Settings:
        """Put each layer in the place of the one of its rank; return the new settings."""
        self._layers |= {layer.rank: layer for layer in layers}
        resolution = resolve(self._layers.values(), self.settings)
        self.settings, self.problems = resolution.settings, resolution.problems
        return self.settings

    def report(self, tell: Callable[[Said], None]) -> None:
        """Tell the user the problems that are new since the last time."""
        new = [problem for problem in self.problems if problem not in self._told]
        self._told = frozenset(self.problems)
        if new:
            rest = len(new) - _SHOWN
            more = [said("… and {count} more", count=rest)] if rest > 0 else []
            head = said("Hanare's settings have problems:")
            tell(joined("\n", [head, *new[:_SHOWN], *more]))
