"""An analysis of folders for an editor: by its settings, of the texts that it holds.

All of it runs off the loop that serves the client (`apart`): reading thousands of files, converting
their findings and writing the report would hold it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from lsprotocol import types

from hanare.analysis.files import UnreadableError, decode, read
from hanare.analysis.finding import Finding
from hanare.analysis.reports import html
from hanare.analysis.reports.explained import reason
from hanare.analysis.results import Report
from hanare.analysis.scan import Outcome, Progress
from hanare.analysis.service import Order, analyse_targets, plan_of, selection_of
from hanare.analysis.walk import Target, Targets, name_of, root_of, targets
from hanare.config.settings import AnalysisSettings
from hanare.files import places, private, room
from hanare.server import convert
from hanare.server.convert import Wording
from hanare.text.document import DocumentSnapshot
from hanare.text.units import Encoding
from hanare.text.uris import path_of
from hanare.wording import said

_MOST_REPORTS = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be analysed, and how it is told."""

    paths: tuple[Path, ...]
    """Folders, or a file. What is open is analysed as the editor has it."""
    documents: tuple[DocumentSnapshot, ...]
    """The open ones."""
    settings: AnalysisSettings
    wording: Wording
    encoding: Encoding
    most_cache_bytes: int
    """How much is kept of earlier results."""


@dataclass(frozen=True, slots=True)
class Found:
    """The findings in one file, for the client."""

    uri: str
    diagnostics: tuple[types.Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A file of which something may have been missed, and why."""

    uri: str
    reason: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an assignment comes to."""

    files: tuple[Found, ...]
    """Only those with findings."""
    analysed: int
    """Files that were seen as a whole."""
    not_analysed: tuple[Missed, ...]
    report: str
    """URI of the page that tells all of it; empty if it could not be written."""


class _StoppedError(Exception):
    """Nobody waits any more."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """The files of an assignment."""

    root: Path
    targets: Targets
    uris: Mapping[str, str]
    """By the targets' names."""

    def uri(self, name: str) -> str:
        """Return the URI of a file or a folder by the name that reports have for it."""
        return self.uris.get(name) or (self.root / name).as_uri()


async def analyse(assignment: Assignment, progress: Progress, stopped: Event) -> Analysis:
    """Analyse, on an event loop of its own; `stopped` ends the search for files.

    Raises:
        HanareError: the analysis cannot be started.
    """
    settings, wording = assignment.settings, assignment.wording
    plan = plan_of(settings, places.analysis_file(), {})
    plan = replace(
        plan,
        setup=replace(plan.setup, gently=True),
        most_cache_bytes=assignment.most_cache_bytes,
    )
    sought = _sought(assignment, stopped)
    order = Order(assignment.paths, plan, selection_of(settings))
    report, outcomes = await analyse_targets(sought.targets, sought.root, order, progress)
    files, changed = _told(report, outcomes, sought, assignment, plan.setup.most_bytes)
    missed = {each.path: reason(each, wording.language) for each in report.not_analysed}
    seen = {each.path for each in report.files} - changed.keys()
    return Analysis(
        tuple(files),
        len(seen),
        tuple(Missed(sought.uri(name), why) for name, why in (missed | changed).items()),
        _written(report, wording),
    )


def _sought(assignment: Assignment, stopped: Event) -> _Sought:
    """Return the files below the paths, with open documents in the place of theirs.

    A document that is in no file yet is one of them.
    """

    def unless_stopped() -> None:
        if stopped.is_set():
            raise _StoppedError

    paths = assignment.paths
    root = root_of(paths, paths[0]) if paths else Path(os.path.abspath(os.sep))  # noqa: PTH100
    found = targets(paths, root, entering=unless_stopped)
    opened = {_place(each): each for each in assignment.documents}
    files: list[Target] = []
    uris: dict[str, str] = {}
    for target in found.files:
        document = opened.pop(target.path, None)
        files.append(target if document is None else _as_open(target, document))
        uris[target.name] = target.path.as_uri() if document is None else document.uri
    for path, document in opened.items():
        if not os.path.lexists(path):
            files.append(_as_open(Target(path, name_of(path, root), ""), document))
            uris[files[-1].name] = document.uri
    return _Sought(root, replace(found, files=files), uris)


def _place(document: DocumentSnapshot) -> Path:
    """Return the path of a document; of one that is no file, its URI, which no file has."""
    is_file = urlsplit(document.uri).scheme.lower() == "file"
    return Path(os.path.realpath(path_of(document.uri)) if is_file else document.uri)


def _as_open(target: Target, document: DocumentSnapshot) -> Target:
    return replace(target, language=document.language, text=document.text)


def _told(
    report: Report,
    outcomes: Sequence[Outcome],
    sought: _Sought,
    assignment: Assignment,
    most_bytes: int,
) -> tuple[list[Found], dict[str, str]]:
    """Return findings with the client's positions, and why there are none of what has changed."""
    rows: defaultdict[str, list[Finding]] = defaultdict(list)
    for row in report.counted:
        rows[row.path].append(row.finding)
    files: list[Found] = []
    changed: dict[str, str] = {}
    wording, levels = assignment.wording, assignment.settings.levels
    for outcome in outcomes:
        name = outcome.target.name
        if not (findings := rows.get(name)):
            continue
        text = _text(outcome, most_bytes)
        if text is None:
            changed[name] = said("It was changed while it was analysed.").in_(wording.language)
            continue
        document = DocumentSnapshot(sought.uri(name), 0, text)
        shown = convert.diagnostics(document, findings, wording, levels, assignment.encoding)
        files.append(Found(document.uri, tuple(shown)))
    return files, changed


def _text(outcome: Outcome, most_bytes: int) -> str | None:
    """Return the text that was analysed; None if the file holds another one by now."""
    target, file = outcome.target, outcome.file
    if target.text is not None:
        return target.text
    try:
        data = read(target.path, most_bytes)
        if file is None or hashlib.sha256(data).hexdigest() != file.sha256:
            return None
        return decode(data, target.language).text
    except UnreadableError:
        return None


def _written(report: Report, wording: Wording) -> str:
    """Write the page that tells all of it, and return its URI."""
    folder = places.reports_folder()
    path = folder / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}.html"
    try:
        private.make_folder(folder)
        private.write_text(path, html.render(report, wording.language))
    except OSError as failure:
        log.warning("the report cannot be written: %s", failure.strerror)
        return ""
    room.keep_newest(folder, "*.html", _MOST_REPORTS)
    return path.as_uri()
