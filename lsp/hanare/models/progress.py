"""How long work tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then, from the working thread."""

    def __call__(self, label: str, done: int, total: int) -> None:
        """Tell that `done` of `total` bytes of what `label` names are done; 0 total: unknown."""
        ...


def silent(label: str, done: int, total: int) -> None:
    """Tell nobody."""
