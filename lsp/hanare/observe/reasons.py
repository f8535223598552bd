"""Why a request ended as it did: a closed set, counted, logged and shown on request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """One outcome of one completion request."""

    SHOWN = "shown"
    CACHED = "cached"
    DISABLED = "disabled"
    EXCLUDED = "excluded"
    NOT_TRIGGERED = "not-triggered"
    SUPERSEDED = "superseded"
    NO_DOCUMENT = "no-document"
    PAUSED = "paused"
    EMPTY = "empty"
    MARKERS = "markers"
    REPEATS_SUFFIX = "repeats-suffix"
    REPEATS_ABOVE = "repeats-above"
    REPETITIVE = "repetitive"
    SYNTAX_WORSE = "syntax-worse"
    TOO_SHORT = "too-short"
    COMMENT_ONLY = "comment-only"
    LOW_CONFIDENCE = "low-confidence"
    INSECURE = "insecure"
    UNSCANNABLE = "unscannable"
    ENGINE_DOWN = "engine-down"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and what it is about: `not-triggered:mid-word`, `excluded:secret-file`."""

    code: Code
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code}:{self.detail}" if self.detail else str(self.code)
