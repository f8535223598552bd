"""Errors a user can do something about.

Everything Hanare expects to go wrong is a `HanareError`: it names the cause and the
remedy, the command line prints both without a traceback, and the server shows them as a
message. Anything else is a defect and keeps its traceback in the log.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a `hanare` command exits with; stable, for scripts."""

    OK = 0
    FAILED = 1
    FINDINGS = 1
    """Of `hanare analyze`, whose failures all exit with `USAGE`."""
    USAGE = 2
    INCOMPLETE = 3
    """Of `hanare analyze`: something was not analysed."""


class HanareError(Exception):
    """An expected failure: `message` says what happened, `remedy` what to do about it."""

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(HanareError):
    """The command line or a setting asks for something that does not exist."""

    exit_code = ExitCode.USAGE
