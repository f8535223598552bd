"""What a scanning process is told, and what it says: one line of JSON a message."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from hanare.analysis.analyzer import Options
from hanare.analysis.checking import Verdict
from hanare.analysis.insertion import Insertion
from hanare.analysis.results import Analysed, FileResult


@dataclass(frozen=True, slots=True)
class Setup:
    """To the process, once and first: how everything is analysed."""

    options: Options = field(default_factory=Options)
    most_bytes: int = 8 * 1024 * 1024
    """Larger files are not analysed."""
    bandit: dict[str, Any] = field(default_factory=dict)
    """Options of Bandit's plugins, as a reviewer's own settings have them."""
    gently: bool = False
    """Whether everything else on the machine goes first: the model, while somebody types."""
    most_seconds: float = 60.0
    """Of processor time for one text. Then the process ends itself: whoever watched it is gone."""


@dataclass(frozen=True, slots=True)
class ScanFile:
    """To the process: analyse a file."""

    number: int
    path: str
    """As `portable` makes it."""
    name: str
    """As a reader names it, with forward slashes."""
    language: str


@dataclass(frozen=True, slots=True)
class ScanText:
    """To the process: analyse a text."""

    number: int
    text: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Check:
    """To the process: judge a suggestion."""

    number: int
    insertion: Insertion
    name: str


@dataclass(frozen=True, slots=True)
class Ready:
    """From the process: everything is loaded; what takes time from now on is the job's doing."""

    ready: bool = True


@dataclass(frozen=True, slots=True)
class Scanned:
    """From the process: what a job has come to."""

    number: int
    result: FileResult
    file: Analysed | None
    """None for what could not be read."""


@dataclass(frozen=True, slots=True)
class Judged:
    """From the process: what a suggestion adds."""

    number: int
    verdict: Verdict


Job = ScanFile | ScanText | Check
Answer = Scanned | Judged
ToWorker = Setup | Job
FromWorker = Ready | Answer

# No two kinds of one direction have the same fields, so a message needs no name.
_TO: TypeAdapter[ToWorker] = TypeAdapter(ToWorker)
_FROM: TypeAdapter[FromWorker] = TypeAdapter(FromWorker)
RESULT = TypeAdapter(FileResult)
"""For results that are kept."""


def to_worker(message: ToWorker) -> bytes:
    """Return a message to the process as one line."""
    return _TO.dump_json(message) + b"\n"


def from_worker(message: FromWorker) -> bytes:
    """Return a message from the process as one line."""
    return _FROM.dump_json(message) + b"\n"


def read_by_worker(line: bytes) -> ToWorker:
    """Return the message of one line.

    Raises:
        ValueError: it is not a message.
    """
    return _TO.validate_json(line)


def read_from_worker(line: bytes) -> FromWorker:
    """Return the message of one line.

    Raises:
        ValueError: it is not a message.
    """
    return _FROM.validate_json(line)


def portable(path: Path) -> str:
    """Return a path as text that JSON can carry: names may be bytes that are no UTF-8."""
    return os.fsencode(path).decode("latin-1")


def path_of(text: str) -> Path:
    """Return the path that `portable` made text of."""
    return Path(os.fsdecode(text.encode("latin-1")))
