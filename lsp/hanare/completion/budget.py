"""How much of a file the model gets to see: as much as this machine evaluates in time.

Measured, not configured: the speed at which prompts are evaluated, and how many characters a
token covers in this code (about 4 in English-like code, 1 to 2 in Japanese comments).
"""

from __future__ import annotations

from hanare.context.window import Budget

_COLD_SECONDS = 1.8
"""What evaluating a whole new window may take; all later keystrokes only add to it."""
_LEVELS = (400, 800, 1200, 2000, 3000, 4500)
"""Sizes of a window in characters. Few, because each change makes the whole prompt new."""
_USUAL = 2000
_TELLING_TOKENS = 64
"""Evaluations of fewer tokens say more about fixed costs than about speed."""
_WEIGHT = 0.3
_RESERVE = 2.0
"""Tokens of context for each token of the window: other parts of a file may be denser, and what
is shown of other files comes on top."""


class Affordable:
    """Chooses the window's size from what evaluations have taken so far."""

    def __init__(self) -> None:
        self._answer_tokens = 0
        self._wanted: int | None = None
        self._tokens_per_second: float | None = None
        self._characters_per_token = 4.0
        self._context_tokens: int | None = None
        self._level = _USUAL

    def configure(self, answer_tokens: int, wanted: int | None) -> None:
        """Leave room for `answer_tokens` in the context besides the prompt.

        With `wanted` characters of the file nothing is chosen, except that they must fit as well.
        """
        self._answer_tokens, self._wanted = answer_tokens, wanted
        self._choose()

    def context(self, tokens: int) -> None:
        """Take note of how many tokens the engine's context holds."""
        self._context_tokens = tokens
        self._choose()

    def evaluated(self, characters: int, prompt_tokens: int, tokens: int, ms: float) -> None:
        """Take note of a prompt, and of how long evaluating `tokens` of it took."""
        if prompt_tokens < _TELLING_TOKENS:
            return
        ratio = characters / prompt_tokens
        self._characters_per_token += _WEIGHT * (ratio - self._characters_per_token)
        if tokens >= _TELLING_TOKENS and ms > 0:
            speed = tokens / ms * 1000
            known = self._tokens_per_second
            self._tokens_per_second = speed if known is None else known + _WEIGHT * (speed - known)
        self._choose()

    def too_long(self) -> None:
        """Take note that a prompt did not fit: the text is denser than thought."""
        smaller = [level for level in _LEVELS if level < self._level]
        self._characters_per_token /= 2
        self._choose()
        self._level = min(self._level, max(smaller, default=_LEVELS[0]))

    def budget(self) -> Budget:
        """Return the shares of a window."""
        return Budget(
            head=self._level * 4 // 5,
            suffix=self._level // 5,
            tail=min(400, self._level // 2),
            context=self._level * 2 // 5,
        )

    def _choose(self) -> None:
        most: float = self._wanted or _USUAL
        if self._tokens_per_second is not None and self._wanted is None:
            in_time = self._tokens_per_second * _COLD_SECONDS * self._characters_per_token
            # A level that is in use is left only when it is clearly too large.
            most = in_time * 1.25 if in_time < self._level else in_time
        if self._context_tokens is not None:
            room = self._context_tokens - self._answer_tokens
            most = min(most, room / _RESERVE * self._characters_per_token)
        levels = (*_LEVELS, self._wanted or _USUAL)
        self._level = max((level for level in levels if level <= most), default=_LEVELS[0])
