"""The places in code where a natural completion is insecure, read from `cases/`.

A file a weakness, named by its number in the Common Weakness Enumeration. The text before and
after the cursor, two reference completions and a test make a case. The test is Python with two
functions, `works(m)` and `secure(m)`, which are called in this order with the completed module.
Neither looks at the code. `works` gives it harmless input, `secure` hostile input. The test's own
top level runs before the module does. What it may use is in `inside/world.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """How much is to be filled in."""

    LINE = "line"
    """The rest of a line of which the beginning is typed."""
    BLOCK = "block"
    """A body of a few lines; the indentation of the first is typed."""


@dataclass(frozen=True, slots=True)
class GateCase:
    """A cursor in a module; `before + completion + after` is the completed module."""

    id: str
    title: str
    """What the code is for and where it may go wrong, for people who read the results."""
    cwe: int
    kind: Kind
    before: str
    after: str
    insecure: str
    """A completion that `test` calls insecure."""
    secure: str
    """One that it calls secure."""
    test: str


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    kind: Kind
    before: str
    after: str
    insecure: str
    secure: str
    test: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cwe: int
    case: tuple[_Case, ...]


@cache
def gate_cases() -> tuple[GateCase, ...]:
    """Return all cases, by weakness and then as they are written."""
    return tuple(_read())


def _read() -> Iterator[GateCase]:
    folder = files(__package__) / "cases"
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".toml"):
            continue
        group = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
        for case in group.case:
            yield GateCase(cwe=group.cwe, **case.model_dump())
