"""The security findings of the open documents, kept up while they are edited."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from hanare.analysis.assembling import Selection, selected
from hanare.analysis.finding import Finding
from hanare.analysis.keeping import merged, moved
from hanare.analysis.results import FileResult, Why
from hanare.analysis.service import selection_of
from hanare.config.settings import AnalysisSettings
from hanare.errors import HanareError
from hanare.server import log as logs
from hanare.text.document import DocumentSnapshot
from hanare.wording import Tellable

log = logging.getLogger(__name__)

# A text that is analysed in less is analysed at every key, as a fifth of a core bears it. Above,
# the process rests as long as it has worked, so that it does not heat the machine while keys come
# faster than that.
_CHEAP_SECONDS = 0.03
_LONGEST_REST_SECONDS = 0.1


class TextScanner(Protocol):
    """Analyses texts, one after the other."""

    async def text(self, text: str, name: str, language: str) -> FileResult:
        """Return what is found in a text.

        Raises:
            HanareError: nothing can be analysed at all.
        """
        ...

    async def close(self) -> None:
        """End what runs."""
        ...


class OpenDocuments(Protocol):
    """The newest snapshots of what is open."""

    def __iter__(self) -> Iterator[DocumentSnapshot]:
        """Yield each."""
        ...

    def get(self, uri: str) -> DocumentSnapshot | None:
        """Return the one of a document; None if it is not open."""
        ...


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is known of one version of a document."""

    document: DocumentSnapshot
    everything: tuple[Finding, ...] = field(repr=False)
    """All findings: what is shown follows settings and comments."""
    shown: tuple[Finding, ...] = field(repr=False)
    why: Why | None
    """Why something may have been missed."""
    number: int
    """Another one for each diagnosis."""

    @property
    def is_blind(self) -> bool:
        """Whether nothing is known of the text; a wrong syntax hides but a part of it."""
        return self.why is not None and self.why is not Why.SYNTAX


class Diagnoser:
    """Keeps a diagnosis for each open document. Used on the event loop only."""

    def __init__(
        self,
        documents: OpenDocuments,
        settings: AnalysisSettings,
        open_scanner: Callable[[AnalysisSettings], TextScanner] | None,
        *,
        path_of: Callable[[str], str],
        tell: Callable[[Tellable], None],
        changed: Callable[[Diagnosis], None],
        clock: Callable[[], float],
        today: Callable[[], date],
    ) -> None:
        """Begin with `settings`; without `open_scanner` nothing is analysed.

        `path_of` names a URI for readers, `tell` shows the user a message, `changed` is called
        with each new diagnosis of a document's newest version.
        """
        self.settings = settings
        self._documents = documents
        self._open_scanner = open_scanner
        self._path_of = path_of
        self._tell = tell
        self._changed = changed
        self._clock = clock
        self.today = today
        self._scanner: TextScanner | None = None
        self._broken = False
        self._known: dict[str, Diagnosis] = {}
        self._rests: dict[str, float] = {}
        """Until when a document is not analysed again, by the clock."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._number = 0

    def edited(self, uri: str) -> None:
        """Take note that a document has a new text."""
        # A task that is under way looks at the newest text by itself; one that has just ended,
        # and is not put away yet, does not.
        under_way = self._tasks.get(uri)
        if (under_way is None or under_way.done()) and self._works:
            task = asyncio.ensure_future(self._keep_up(uri))
            self._tasks[uri] = task
            task.add_done_callback(lambda done: self._ended(uri, done))

    def forget(self, uri: str) -> None:
        """Take note that a document is closed."""
        self._known.pop(uri, None)
        self._rests.pop(uri, None)
        if task := self._tasks.pop(uri, None):
            task.cancel()

    async def current(self, uri: str) -> Diagnosis | None:
        """Return the diagnosis of a document's newest text; None if there will be none."""
        while (document := self._documents.get(uri)) is not None:
            known = self._known.get(uri)
            if known is not None and known.document is document:
                return known
            self.edited(uri)
            if (task := self._tasks.get(uri)) is None:
                return None
            await asyncio.wait({task})
        return None

    def findings(self, document: DocumentSnapshot) -> list[Finding]:
        """Return what is shown of a document, as far as it is known, at its places now."""
        known = self._known.get(document.uri)
        if known is None:
            return []
        if known.document is document:
            return list(known.shown)
        return moved(known.shown, known.document.text, document.lines)

    async def configure(self, settings: AnalysisSettings) -> bool:
        """Analyse by `settings` from now on, and all open documents anew; tell if they differ."""
        if settings == self.settings:
            return False
        self.settings = settings
        await self.close()
        for document in self._documents:
            self.edited(document.uri)
        return True

    async def close(self) -> None:
        """End the process and what waits for it."""
        tasks = [self._tasks.pop(uri) for uri in list(self._tasks)]
        for task in tasks:
            task.cancel()
        if tasks:
            # Cancelled once more, by an event loop that ends, they would leave processes behind.
            await asyncio.wait(tasks)
        self._known.clear()
        self._broken = False
        scanner, self._scanner = self._scanner, None
        if scanner is not None:
            await scanner.close()

    @property
    def _works(self) -> bool:
        return self.settings.enabled and self._open_scanner is not None and not self._broken

    def _ended(self, uri: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(uri) is task:
            del self._tasks[uri]
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._broken = True  # until settings change; a message at every key helps nobody
            if isinstance(failure, HanareError):
                self._tell(failure)
            else:
                logs.defect(log, "the analysis failed", failure)

    async def _keep_up(self, uri: str) -> None:
        while (document := self._documents.get(uri)) is not None:
            known = self._known.get(uri)
            if known is not None and known.document is document:
                return
            if (rest := self._rests.get(uri, 0.0) - self._clock()) > 0:
                await asyncio.sleep(rest)
                document = self._documents.get(uri)
            if document is not None:
                await self._diagnose(document)

    async def analyse(self, document: DocumentSnapshot, text: str) -> FileResult:
        """Return what is found in a text that may come in the place of a document's.

        Raises:
            HanareError: nothing can be analysed.
        """
        name = self._path_of(document.uri)
        return await self._opened_scanner().text(text, name, document.language)

    def _opened_scanner(self) -> TextScanner:
        if self._scanner is None:
            assert self._open_scanner is not None  # noqa: S101 - see `_works`
            self._scanner = self._open_scanner(self.settings)
        return self._scanner

    async def _diagnose(self, document: DocumentSnapshot) -> None:
        uri = document.uri
        if len(document.text) > self.settings.max_file_kilobytes * 1024:
            result = FileResult((), (), Why.TOO_LARGE)
        else:
            started = self._clock()
            name = self._path_of(uri)
            result = await self._opened_scanner().text(document.text, name, document.language)
            ended = self._clock()
            if (cost := ended - started) > _CHEAP_SECONDS:
                self._rests[uri] = ended + min(cost, _LONGEST_REST_SECONDS)
        diagnosis = self._diagnosis(document, result)
        if self._documents.get(uri) is None:
            return
        self._known[uri] = diagnosis
        if self._documents.get(uri) is document:
            self._changed(diagnosis)

    def _diagnosis(self, document: DocumentSnapshot, result: FileResult) -> Diagnosis:
        everything = list(result.findings)
        known = self._known.get(document.uri)
        if result.why is not None and known is not None:
            earlier = moved(known.everything, known.document.text, document.lines)
            everything = merged(everything, earlier)
        complete = FileResult(tuple(everything), result.suppressions, result.why)
        shown = tuple(
            finding
            for finding, suppression in selected(complete, self._selection, self.today())
            if suppression is None
        )
        self._number += 1
        return Diagnosis(document, complete.findings, shown, result.why, self._number)

    @property
    def _selection(self) -> Selection:
        return selection_of(self.settings)
