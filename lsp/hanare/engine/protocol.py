"""What an engine is: frozen requests in, a stream of text out, cancelled by leaving it.

Every engine (embedded, scripted, and whatever runs elsewhere) passes the same contract tests
in `tests/engine/test_contract.py`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol

from hanare.text.prompt import Prompt


class Lane(IntEnum):
    """Who goes first: a lower lane interrupts a higher one."""

    INLINE = 0
    CHAT = 1
    WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Request:
    """One generation, greedy unless `temperature` is set."""

    prompt: Prompt
    max_tokens: int
    """At most this many new tokens; 0 only evaluates the prompt."""
    stop: tuple[str, ...] = ()
    """Texts that end the generation; they are not part of the output."""
    end: tuple[str, ...] = ()
    """Special tokens, by their text, that end the generation besides the vocabulary's own."""
    heal: bool = True
    """Drop the last token of the prompt and let the model choose one that begins with it."""
    lane: Lane = Lane.INLINE
    document: str = ""
    """What the request is about; a newer inline request for the same document replaces it."""
    temperature: float = 0.0
    seed: int = 0
    discouraged: tuple[str, ...] = ()
    """Words that the model should rather not say: those that made an earlier answer unfit."""
    no_repeat: int = 0
    """No run of so many tokens is generated twice; 0 for no such rule. Prose of small models goes
    round in circles; code repeats itself rightly."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The prompt is evaluated; the first event of every stream. Tokens; milliseconds."""

    prompt_tokens: int
    evaluated_tokens: int
    """Prompt tokens that were not in the KV cache."""
    prefill_ms: float


@dataclass(frozen=True, slots=True)
class Delta:
    """Text as it is generated."""

    text: str
    """Whole characters; may be empty while a character is incomplete or the prompt heals."""
    logprob: float
    """Natural logarithm of the probability the model gave its token, before healing masks."""


class Finish(StrEnum):
    """Why a generation ended."""

    STOP = "stop"
    END = "end"
    """The model ended its answer: an end token or any other control token."""
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Done:
    """The last event of every stream that is not left early."""

    finish: Finish
    generated_tokens: int
    decode_ms: float


Event = Prefilled | Delta | Done


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine has loaded."""

    model: str
    context_tokens: int
    special_kernels: bool = True
    """Whether it uses what it has for this processor's matrix units; see `EngineSpec`."""


class Engine(Protocol):
    """Generates text; one generation at a time, in the order of lanes."""

    async def start(self) -> EngineInfo:
        """Load the model if it is not loaded yet.

        Raises:
            EngineError: the model cannot be loaded.
        """
        ...

    def stream(self, request: Request) -> AsyncGenerator[Event]:
        """Generate: one `Prefilled`, any number of `Delta`, one `Done`.

        Leaving the iterator (closing it, or cancelling the task) cancels the generation,
        in the prompt's evaluation as well.

        Raises:
            Superseded: a newer request took its place.
            EngineError: the engine failed; the message says how.
        """
        ...

    async def close(self) -> None:
        """Stop work in progress and free the model."""
        ...
