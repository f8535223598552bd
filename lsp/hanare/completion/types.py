"""What goes into a completion and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from hanare.observe.reasons import Reason
from hanare.text.document import DocumentSnapshot
from hanare.wording import Said, verbatim


class Trigger(StrEnum):
    """Who asked: the typing itself, or a person."""

    AUTOMATIC = "automatic"
    INVOKED = "invoked"


@dataclass(frozen=True, slots=True)
class Query:
    """One request for a suggestion at `offset` of `document`."""

    document: DocumentSnapshot
    offset: int
    trigger: Trigger = Trigger.AUTOMATIC
    path: str = ""
    """The file's path as a reader would name it (relative to its workspace), or empty."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Replace `document.text[start:end]` by `text`; `start` to `end` is on one line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a completion and what it decided, in words."""

    name: str
    decision: Said


@dataclass(frozen=True, slots=True)
class Trace:
    """How an outcome came about, for `--json`, the log and "why nothing?"."""

    prompt_tokens: int = 0
    evaluated_tokens: int = 0
    """Prompt tokens that were not in the KV cache."""
    generated_tokens: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)
    extent: str = ""
    """The stop rule chosen and why: `line:rest-of-line`, `block:empty-body`."""
    source: str = ""
    """Where the text came from: `cache`, `running` (a generation begun earlier) or `engine`."""
    raw: str = ""
    """What the model said, before filters."""
    confidence: float = 1.0
    """How sure the model was of what it said, 0 to 1."""
    stages: tuple[Stage, ...] = ()
    """What each step decided, in order; of an answer that was known only the later ones."""

    def told(self, name: str, decision: Said | str) -> Trace:
        """Return the trace with one more stage."""
        return replace(self, stages=(*self.stages, Stage(name, verbatim(decision))))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A suggestion, or nothing and the reason why."""

    suggestion: Suggestion | None
    reason: Reason
    trace: Trace = field(default_factory=Trace)
    alternatives: tuple[Suggestion, ...] = ()
    """Further suggestions after the first, best first; only where a person asked."""
