"""Errors a user can do something about.

Everything Hanare expects to go wrong is a `HanareError`: it names the cause and the
remedy, the command line prints both without a traceback, and the server shows them as a
message. Anything else is a defect and keeps its traceback in the log.
"""

from __future__ import annotations

from enum import IntEnum

from hanare.wording.sentences import Language, Said, verbatim


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
    """An expected failure: what happened, and what to do about it (the remedy).

    `str()` is both in English, for logs.
    """

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, what: Said | str, advice: Said | str = "") -> None:
        super().__init__(str(what))
        self.what = verbatim(what)
        self.advice = verbatim(advice)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return str(self.what)

    @property
    def remedy(self) -> str:
        """What to do about it, in English; may be empty."""
        return str(self.advice)

    def in_(self, language: Language) -> str:
        """Return what happened and what to do about it, in a language."""
        return "\n".join(filter(None, (self.what.in_(language), self.advice.in_(language))))

    def __str__(self) -> str:
        return self.in_("en")


class UsageError(HanareError):
    """The command line or a setting asks for something that does not exist."""

    exit_code = ExitCode.USAGE
