"""What an explanation consists of while it comes about."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.analysis.finding import Replacement
from hanare.wording import Said


@dataclass(frozen=True, slots=True)
class Append:
    """Markdown to put behind what was said so far."""

    text: str


@dataclass(frozen=True, slots=True)
class Replace:
    """The whole Markdown so far: some of what was said is taken back."""

    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of it; the last event."""

    markdown: str
    """Safe to show: no HTML, images or links."""
    code: str = ""
    """What was asked for besides: a docstring, tests, a name."""
    edits: tuple[Replacement, ...] = ()
    """That put the code into the text, in order."""
    notes: tuple[Said, ...] = ()
    """What a reader should know of how it came about; also at the end of the Markdown."""
    finished: bool = True
    """False if the model did not come to an end."""


Event = Append | Replace | Explanation
