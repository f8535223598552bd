"""What one client works with: its settings, its documents and a completer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from lsprotocol import types

from hanare.completion.completer import Totals
from hanare.completion.types import Outcome, Query, Suggestion, Trigger
from hanare.config.settings import Settings
from hanare.engine.errors import Superseded
from hanare.engine.host import State as EngineState
from hanare.engine.host import Stopped
from hanare.errors import HanareError
from hanare.observe.reasons import Code, Reason
from hanare.server import convert
from hanare.server.documents import Documents
from hanare.server.schedule import NewestPerDocument
from hanare.text.document import DocumentSnapshot

log = logging.getLogger(__name__)


class Completer(Protocol):
    """Answers queries; all its methods are called on the event loop."""

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion or the reason why there is none; cancelling stops the work."""
        ...

    def edited(self, document: DocumentSnapshot) -> None:
        """Take note of a document's new text."""
        ...

    def forget(self, uri: str) -> None:
        """Drop what is kept of a document: it is closed."""
        ...

    def configure(self, settings: Settings) -> bool:
        """Take over settings; return whether that was possible without another completer."""
        ...

    def cursor_moved(self, query: Query) -> None:
        """Take notice of where the cursor is."""
        ...

    @property
    def engine_state(self) -> EngineState:
        """What the engine is doing."""
        ...

    @property
    def totals(self) -> Totals:
        """What all requests so far have cost."""
        ...

    async def close(self) -> None:
        """Stop work in progress and free what is held."""
        ...


class State(StrEnum):
    """Whether suggestions can be expected."""

    OFF = "off"
    """`completion.enabled` is false."""
    WAITING = "waiting"
    """Nothing has needed a model yet."""
    OPEN = "open"
    """A completer is there; the last reason says what it is doing."""
    FAILED = "failed"
    """The completer could not be opened; the user has been told why."""


class Session:
    """One client's settings, documents and completer. Used on the event loop only."""

    def __init__(
        self,
        documents: Documents,
        settings: Settings,
        open_completer: Callable[[Settings], Completer],
        *,
        path_of: Callable[[str], str],
        tell: Callable[[str], None],
    ) -> None:
        """Begin with `settings`; `path_of` names a URI for readers, `tell` shows the user."""
        self.documents = documents
        self.settings = settings
        self.last: Outcome | None = None
        """How the last request ended."""
        self._open_completer = open_completer
        self._path_of = path_of
        self._tell = tell
        self._newest = NewestPerDocument()
        self._completer: Completer | None = None
        self._state = State.WAITING
        self._told = ""

    @property
    def state(self) -> State:
        """Whether suggestions can be expected."""
        return self._state if self.settings.completion.enabled else State.OFF

    def snapshot(self, uri: str) -> DocumentSnapshot | None:
        """Return the newest snapshot of an open document."""
        return self.documents.get(uri)

    def query(self, uri: str, position: types.Position, trigger: Trigger) -> Query | None:
        """Return the question a client asks, or `None` if the document is not open."""
        document = self.snapshot(uri)
        if document is None:
            self.last = Outcome(None, Reason(Code.NO_DOCUMENT))
            return None
        offset = convert.offset(document, position, self.documents.encoding)
        return Query(document, offset, trigger, self._path_of(uri))

    async def suggest(self, query: Query) -> Suggestion | None:
        """Return a suggestion that fits the document as it is now, or nothing.

        A newer query for the same document makes this one return nothing; so does a change
        of the document. `last` says why there is nothing.
        """
        started = time.perf_counter()
        self.last = outcome = await self._answer(query)
        milliseconds = (time.perf_counter() - started) * 1000
        log.info(
            "%s: %d of %d characters, %.0f ms",
            outcome.reason, query.offset, len(query.document.text), milliseconds,
        )  # fmt: skip
        return outcome.suggestion

    async def _answer(self, query: Query) -> Outcome:
        uri = query.document.uri
        completer = self._completer or self.open()
        if completer is None:
            off = self.state is State.OFF
            return Outcome(None, Reason(Code.DISABLED if off else Code.ENGINE_DOWN))
        try:
            outcome = await self._newest.run(uri, completer.complete(query))
        except Superseded:
            return Outcome(None, Reason(Code.SUPERSEDED))
        except HanareError as failure:
            log.warning("%s", failure)
            return Outcome(None, Reason(Code.ENGINE_DOWN))
        if self.documents.get(uri) is not query.document:
            return Outcome(None, Reason(Code.SUPERSEDED))
        return outcome

    def open(self) -> Completer | None:
        """Open the completer, unless it is open or switched off.

        What prevented it may have been mended meanwhile, so it is tried again with each request,
        but told only when it is something new.
        """
        if self._completer is None and self.state is not State.OFF:
            try:
                self._completer = self._open_completer(self.settings)
                self._state, self._told = State.OPEN, ""
                for document in self.documents:  # opened before there was a completer
                    self._completer.edited(document)
            except HanareError as failure:
                self._state = State.FAILED
                if str(failure) != self._told:
                    self._told = str(failure)
                    self._tell(self._told)
        return self._completer

    def edited(self, uri: str) -> None:
        """Take note that a document has a new text."""
        if self._completer and (document := self.snapshot(uri)):
            self._completer.edited(document)

    def cursor_moved(self, query: Query) -> None:
        """Take notice of where the cursor is; the engine is started if it is not yet."""
        if completer := self._completer or self.open():
            completer.cursor_moved(query)

    @property
    def engine_state(self) -> EngineState:
        """What the engine is doing."""
        return self._completer.engine_state if self._completer else Stopped()

    @property
    def totals(self) -> Totals:
        """What all requests so far have cost."""
        return self._completer.totals if self._completer else Totals()

    def forget(self, uri: str) -> None:
        """Take note that a document is closed."""
        self._newest.drop(uri)
        if self._completer:
            self._completer.forget(uri)

    async def configure(self, settings: Settings) -> None:
        """Work with `settings` from now on.

        Where they ask for another model or engine, another completer takes the place of this one;
        what goes to the log alone does not matter to it.
        """
        before, self.settings = self.settings, settings
        if before.model_copy(update={"log": settings.log}) == settings:
            return
        if self._completer and settings.completion.enabled and self._completer.configure(settings):
            return
        await self.close()
        self.open()

    async def close(self) -> None:
        """Cancel the work in progress and close the completer; `open` makes another."""
        self._newest.drop_all()
        completer, self._completer = self._completer, None
        self._state = State.WAITING
        if completer:
            await completer.close()
