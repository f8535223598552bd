"""What the indexing process is told, and what it says: one line of JSON a message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from hanare.index.scan import Summary
from hanare.index.walk import Limits
from hanare.wording import Said


@dataclass(frozen=True, slots=True)
class Job:
    """To the process, once: scan this."""

    folder: Path
    database: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class Progress:
    """From the process: how many files are done, of how many; of 0 while that is unknown."""

    files: int
    of: int


@dataclass(frozen=True, slots=True)
class Failed:
    """From the process, last: a `HanareError`."""

    what: Said
    advice: Said


Message = Job | Progress | Failed | Summary

# No two kinds have the same fields, so a message needs no name.
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Message)


def encode(message: Message) -> bytes:
    """Return the message as one line."""
    return _ADAPTER.dump_json(message) + b"\n"


def decode(line: bytes) -> Message:
    """Return the message of one line.

    Raises:
        ValueError: it is not a message.
    """
    return _ADAPTER.validate_json(line)
