"""The completer of a server, whose engine also writes fixes: one model in memory does both."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from hanare.completion.service import Completions
from hanare.engine.protocol import Engine


@runtime_checkable
class HasEngine(Protocol):
    """Something that lets others use its engine."""

    @property
    def engine(self) -> Engine:
        """The engine; its lanes say who goes first."""
        ...


class Assistant(Completions):
    """Completions that let others use their engine."""

    @property
    def engine(self) -> Engine:
        """The engine; chat waits for completions."""
        return self._engine
