"""Commands that start a language server, as a user writes them."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hanare.errors import UsageError
from hanare.wording import said

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_OURSELVES = (sys.executable, "-P", "-m", "hanare")
"""-P: never a package of that name in the current folder."""


@dataclass(frozen=True, slots=True)
class Command:
    """How a language server is started; its streams are standard input and output."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    """Besides our own."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """`initializationOptions`."""


def hanare_command(options: Mapping[str, Any] | None = None) -> Command:
    """Return the command that serves with this very installation."""
    arguments = [*_OURSELVES, "serve"]
    return Command("hanare", arguments, options=options or {})


def parse_command(text: str) -> Command:
    """Return the command that a user wrote, as in a shell: `NAME=value program arguments`.

    `hanare` stands for this installation, wherever the search path leads.

    Raises:
        UsageError: there is no program in it.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(
            said("{text!r} is not a command: {error}.", text=text, error=error)
        ) from error
    environment: dict[str, str] = {}
    while words and (assignment := _ASSIGNMENT.fullmatch(words[0])):
        environment[assignment[1]] = assignment[2]
        del words[0]
    if not words:
        raise UsageError(
            said("{text!r} names no program.", text=text), said("For example: 'hanare serve'")
        )
    program, *arguments = words
    if program == "hanare":
        return Command(text, [*_OURSELVES, *arguments], environment)
    return Command(text, words, environment)
