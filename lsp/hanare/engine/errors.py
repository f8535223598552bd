"""What can go wrong with an engine."""

from __future__ import annotations

from hanare.errors import HanareError


class EngineError(HanareError):
    """The engine cannot do what was asked; the message names the cause and the remedy."""


class PromptTooLongError(EngineError):
    """The prompt and the answer asked for do not fit into the context."""


class Superseded(Exception):  # noqa: N818 - an outcome, not an error
    """A newer request took this one's place."""
