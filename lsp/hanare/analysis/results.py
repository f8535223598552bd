"""What an analysis comes to: files with their findings, and an account of what was not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hanare.analysis.finding import Finding, Place, Span
from hanare.wording import NOTHING, Said


class Why(StrEnum):
    """Why a file was not analysed, or not wholly."""

    SYNTAX = "syntax-error"
    """Bandit saw only the statements that can be parsed; the other engines saw all."""
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    FAILED = "engine-failed"
    """One engine met a defect of its own; the others saw the file."""
    TOO_LARGE = "too-large"
    BINARY = "binary"
    ENCODING = "encoding"
    NESTED = "nested-too-deeply"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    LINK = "link"
    NOT_REGULAR = "not-a-regular-file"
    ODD_NAME = "odd-name"


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """A file of which something may have been missed."""

    path: str
    """Relative to the root of the analysis, with forward slashes."""
    why: Why
    detail: Said = NOTHING
    """One line for a reader, e.g. the line and the interpreter's version."""


class Marker(StrEnum):
    """The comments that suppress findings."""

    HANARE = "hanare"
    NOSEC = "nosec"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that wants findings not to be reported."""

    marker: Marker
    rules: tuple[str, ...]
    """Ids; empty for all (a bare `# nosec`)."""
    first_line: int
    last_line: int
    """The lines that it covers, from 1; a finding is covered if it begins or ends in them."""
    span: Span
    """Of the comment's marker and what belongs to it."""
    start: Place
    end: Place
    excerpt: str
    """The comment's line."""
    reason: str = ""
    author: str = ""
    until: date | None = None
    """The last day that it holds; None for ever."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What the engines say about one text, whoever asks and whenever."""

    findings: tuple[Finding, ...]
    """All of them, in order of appearance: suppressions and thresholds come later."""
    suppressions: tuple[Suppression, ...] = ()
    why: Why | None = None
    """Why something may have been missed."""
    detail: Said = NOTHING


class BaselineState(StrEnum):
    """How a finding relates to a baseline or a revision."""

    NEW = "new"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding in a report."""

    path: str
    finding: Finding
    ordinal: int
    """Tells findings of one file with equal fingerprints apart: 0 for the first."""
    suppression: Suppression | None = None
    """What suppresses it; such findings are listed for the record and count for nothing."""
    state: BaselineState | None = None
    """None where nothing was compared; unchanged ones count for nothing."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A file that the analysis has seen."""

    path: str
    language: str
    lines: int
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report tells.

    Invariant: every file found is in `files` or in `not_analysed`. One that was seen in part is in
    `not_analysed`, and its findings are reported all the same.
    """

    root: str
    """The folder that paths are relative to, absolute."""
    findings: tuple[Reported, ...]
    """By path and place; only those that pass the thresholds."""
    files: tuple[Analysed, ...]
    not_analysed: tuple[NotAnalysed, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
    """What was left out on purpose, by reason: directories of tools, links, binary data, excluded.
    Neither found nor analysed; a directory that was not entered counts as one."""
    notes: tuple[Said, ...] = ()
    """What a reader should know besides, e.g. that a repository's Bandit settings were not used."""
    seconds: float | None = None
    """How long it took; None for a report that is to be the same every time."""
    started: str | None = None
    """ISO 8601 with time zone; None for the same reason."""
    revision: str = ""
    """Commit of the analysed tree, or empty."""
    compared_with: str = ""
    """The baseline or revision that findings are compared with, or empty."""

    @property
    def counted(self) -> tuple[Reported, ...]:
        """The findings that count: neither suppressed nor known already."""
        return tuple(
            each
            for each in self.findings
            if each.suppression is None and each.state is not BaselineState.UNCHANGED
        )

    @property
    def complete(self) -> bool:
        """Whether everything was seen."""
        return not self.not_analysed
