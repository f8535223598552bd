"""The findings in a file or in all folders: `hanare.analyze`, by `workspace/executeCommand`.

Argument: { "scope": "file" | "workspace", "uri"?: string }; `uri` is the file's. Open documents are
analysed as the editor has them, one that is in no file yet included. Progress is shown under the
request's `workDoneToken`, else as work of the server's own; either can be cancelled. Result:
{
    "files": [{ "uri": string, "diagnostics": Diagnostic[] }],  those with findings
    "analysed": integer,            files that were seen as a whole
    "notAnalysed": [{ "uri": string, "reason": string }],       all others
    "report": string                URI of an HTML page that tells all; "" if it cannot be written
}
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from threading import Event
from typing import Literal, TypedDict
from urllib.parse import urlsplit

from cattrs import Converter
from lsprotocol import types
from lsprotocol.converters import get_converter
from pydantic import BaseModel, ConfigDict

from hanare.analysis.scan import Progress
from hanare.errors import UsageError
from hanare.files import room
from hanare.server.analysing import Assignment, analyse
from hanare.server.apart import apart
from hanare.server.language_server import HanareServer
from hanare.server.progress import Step
from hanare.server.protocol import Encoded
from hanare.text.uris import path_of
from hanare.wording import Language, said

ANALYZE = "hanare.analyze"


class AnalyzeParams(BaseModel):
    """The argument of `hanare.analyze`."""

    model_config = ConfigDict(frozen=True)

    scope: Literal["file", "workspace"]
    uri: str = ""


class FoundIn(TypedDict):
    """The findings in one file."""

    uri: str
    diagnostics: tuple[types.Diagnostic, ...]


class Missed(TypedDict):
    """A file that was not analysed as a whole, and why."""

    uri: str
    reason: str


class Analysed(TypedDict):
    """The result of `hanare.analyze`."""

    files: list[FoundIn]
    analysed: int
    notAnalysed: list[Missed]
    report: str


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(ANALYZE)(on_analyze)


async def on_analyze(ls: HanareServer, wanted: AnalyzeParams) -> Encoded:
    """Analyse, and answer with what was found and what was not seen."""
    assignment = _assignment(ls, wanted)
    title = said("Security analysis").in_(ls.wording.language)
    stopped = Event()
    async with ls.cancellable(title, ls.protocol.work_done_token) as show:
        progress = _progress(show, ls.wording.language)
        try:
            return await apart(partial(_answer, assignment, progress, stopped))
        finally:
            stopped.set()


def _progress(show: Callable[[Step], None], language: Language) -> Progress:
    """Return what another thread calls with how many files are done, of how many."""
    loop, shown = asyncio.get_running_loop(), 0

    def progress(done: int, of: int) -> None:
        # Thousands of files are not worth thousands of messages.
        nonlocal shown
        if (percent := 100 * done // of) != shown:
            shown = percent
            message = said("{done} of {of} files", done=done, of=of).in_(language)
            loop.call_soon_threadsafe(show, Step(message, percent))

    return progress


def _assignment(ls: HanareServer, wanted: AnalyzeParams) -> Assignment:
    documents = ls.session.documents
    if wanted.scope == "workspace":
        paths, opened = ls.synced.local_folders, tuple(documents)
        if not paths and not opened:
            raise UsageError(
                said("There is nothing to analyse."), said("Open a folder or a file first.")
            )
    else:
        paths, opened = _file(wanted.uri), tuple(filter(None, [documents.get(wanted.uri)]))
        if not paths and not opened:
            raise UsageError(
                said("{uri} is no file, and not open.", uri=wanted.uri),
                said("Open it in the editor, or name a file."),
            )
    settings = ls.configuration.settings
    return Assignment(
        paths,
        opened,
        settings.analysis,
        ls.wording,
        documents.encoding,
        room.share_of_results(settings.cache.max_megabytes),
    )


def _file(uri: str) -> tuple[Path, ...]:
    """Return the path of a URI, if it names a file that exists."""
    is_file = urlsplit(uri).scheme.lower() == "file"
    path = Path(path_of(uri)) if is_file else None
    return (path,) if path is not None and path.exists() else ()


async def _answer(assignment: Assignment, progress: Progress, stopped: Event) -> Encoded:
    """Analyse, and encode what was found: thousands of diagnostics take a while."""
    analysis = await analyse(assignment, progress, stopped)
    result = Analysed(
        files=[FoundIn(uri=each.uri, diagnostics=each.diagnostics) for each in analysis.files],
        analysed=analysis.analysed,
        notAnalysed=[Missed(uri=each.uri, reason=each.reason) for each in analysis.not_analysed],
        report=analysis.report,
    )
    return Encoded(json.dumps(result, default=_converter().unstructure, separators=(",", ":")))


@cache
def _converter() -> Converter:
    """Return a converter for the thread of an analysis; it takes a moment to make."""
    return get_converter()
