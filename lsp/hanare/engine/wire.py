"""What the host and the worker process say to each other: one line a message, name and JSON.

JSON and not pickle: the worker parses model files, so what it sends is checked and never
executed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from hanare.engine.protocol import EngineInfo, Event, Request
from hanare.engine.spec import EngineSpec
from hanare.wording import Said


@dataclass(frozen=True, slots=True)
class Load:
    """To the worker, once and first: load this."""

    spec: EngineSpec


@dataclass(frozen=True, slots=True)
class Submit:
    """To the worker: generate, and answer under this number."""

    number: int
    request: Request


@dataclass(frozen=True, slots=True)
class Cancel:
    """To the worker: nobody wants this any more."""

    number: int


@dataclass(frozen=True, slots=True)
class Loading:
    """From the worker: how far the model is loaded, 0 to 100."""

    percent: int


@dataclass(frozen=True, slots=True)
class Ready:
    """From the worker: the model is loaded."""

    info: EngineInfo


@dataclass(frozen=True, slots=True)
class Emitted:
    """From the worker: an event of a request."""

    number: int
    event: Event


@dataclass(frozen=True, slots=True)
class Replaced:
    """From the worker: a newer request took this one's place."""

    number: int


@dataclass(frozen=True, slots=True)
class Failed:
    """From the worker: a request failed, or loading did (number 0)."""

    number: int
    what: Said
    advice: Said
    too_long: bool = False
    """Whether the prompt did not fit."""


@dataclass(frozen=True, slots=True)
class Alive:
    """From the worker, every second or so: its threads run."""


ToWorker = Load | Submit | Cancel
FromWorker = Loading | Ready | Emitted | Replaced | Failed | Alive

_ADAPTERS: dict[str, TypeAdapter[ToWorker | FromWorker]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (Load, Submit, Cancel, Loading, Ready, Emitted, Replaced, Failed, Alive)
}


def encode(message: ToWorker | FromWorker) -> bytes:
    """Return the message as one line."""
    name = type(message).__name__
    return name.encode() + b" " + _ADAPTERS[name].dump_json(message) + b"\n"


def decode(line: bytes) -> ToWorker | FromWorker:
    """Return the message of one line.

    Raises:
        ValueError: it is not a message.
    """
    name, _, body = line.partition(b" ")
    if (adapter := _ADAPTERS.get(name.decode("ascii", "replace"))) is None:
        raise ValueError(f"not a message: {line[:40]!r}")
    return adapter.validate_json(body)
