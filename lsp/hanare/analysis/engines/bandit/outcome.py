"""What Bandit's engine returns."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.analysis.finding import Detection
from hanare.analysis.results import Why
from hanare.wording import Said


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text was not seen, or not wholly."""

    why: Why
    detail: Said
    """One line, without anything of the text."""


@dataclass(frozen=True, slots=True)
class BanditOutcome:
    """What Bandit has found in a text, and whether it has seen all of it."""

    detections: tuple[Detection, ...]
    """By place."""
    problem: Problem | None
