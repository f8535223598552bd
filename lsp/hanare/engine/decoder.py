"""What the generator needs of a model: tokens in, scores out, interruptible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hanare.engine.vocabulary import Vocabulary

Logits = npt.NDArray[np.float32]


class Interrupted(Exception):  # noqa: N818 - a pause, not an error
    """`evaluate` was interrupted; the tokens it had finished are kept."""


class Decoder(Protocol):
    """A model with a KV cache that holds one sequence."""

    vocabulary: Vocabulary
    context_tokens: int

    def tokenise(self, text: str) -> list[int]:
        """Return the tokens of plain text; markers in it stay text."""
        ...

    def marker(self, text: str) -> int | None:
        """Return the control token with this text, or None if it is not exactly one token."""
        ...

    def keep(self, tokens: Sequence[int]) -> int:
        """Trim the cache to what it shares with `tokens`; return how many that is."""
        ...

    def evaluate(self, tokens: Sequence[int]) -> Logits:
        """Append `tokens` to the cache; return the scores for the token after them.

        The scores are a view that the next call overwrites.

        Raises:
            Interrupted: `interrupt` was called from another thread.
            EngineError: the model failed.
        """
        ...

    def interrupt(self) -> None:
        """Make a running or the next `evaluate` raise `Interrupted`; safe from any thread."""
        ...

    def resume(self) -> None:
        """Take back `interrupt`."""
        ...
