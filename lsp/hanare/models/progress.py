"""How long work tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol

from hanare.wording import Said


class Progress(Protocol):
    """Called now and then, from the working thread."""

    def __call__(self, label: Said, done: int, total: int) -> None:
        """Tell that `done` of `total` bytes of what `label` names are done; 0 total: unknown."""
        ...


def silent(label: Said, done: int, total: int) -> None:
    """Tell nobody."""
