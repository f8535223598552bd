"""What one client works with: its settings, its documents and a completer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from lsprotocol import types

from hanare.completion.completer import Totals
from hanare.completion.types import Outcome, Query, Trigger
from hanare.config.settings import Settings
from hanare.engine.errors import Superseded
from hanare.engine.host import State as EngineState
from hanare.engine.host import Stopped
from hanare.errors import HanareError
from hanare.observe.reasons import Code, Reason
from hanare.server import convert
from hanare.server.documents import Documents
from hanare.server.history import History
from hanare.server.offers import Offer, Offers
from hanare.server.question import Proposal, Question
from hanare.server.schedule import NewestPerDocument
from hanare.text.document import DocumentSnapshot
from hanare.wording import Tellable

log = logging.getLogger(__name__)


class Completer(Protocol):
    """Answers queries; all its methods are called on the event loop."""

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion or the reason why there is none; cancelling stops the work."""
        ...

    def edited(self, document: DocumentSnapshot, path: str) -> None:
        """Take note of a document's new text; `path` is how a reader would name it."""
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

    def files_changed(self) -> None:
        """Take note that files in the workspace may differ from what was read of them."""
        ...

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """Take note of which folders the workspace has now."""
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
        tell: Callable[[Tellable], None],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin with `settings`.

        `path_of` names a URI for readers, `tell` shows the user a message, and `changed` is
        called whenever the state, the last reason or what is paused may have changed.
        """
        self.documents = documents
        self.settings = settings
        self.history = History(time.monotonic)
        self.offers = Offers(documents.encoding)
        self.paused: set[str] = set()
        """Documents that get no suggestions until they are resumed or closed."""
        self._open_completer = open_completer
        self._path_of = path_of
        self._tell = tell
        self._changed = changed
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

    def ask(
        self,
        uri: str,
        position: types.Position,
        trigger: Trigger,
        selected: types.SelectedCompletionInfo | None = None,
    ) -> Question | None:
        """Return the question a client asks, or `None` if the document is not open."""
        document = self.snapshot(uri)
        if document is None:
            self._note(uri, None, Outcome(None, Reason(Code.NO_DOCUMENT)))
            return None
        encoding = self.documents.encoding
        offset = convert.offset(document, position, encoding)
        item = convert.selected(document, selected, encoding) if selected else None
        return Question.of(document, offset, trigger, self._path_of(uri), item)

    async def suggest(self, question: Question) -> tuple[Offer, ...] | None:
        """Return what fits the document as it is now, the best first; `None` if superseded.

        A newer question about the same document supersedes this one, and so does a change of
        the document. `history` says why there is nothing.
        """
        started = time.perf_counter()
        uri, version = question.document.uri, question.document.version
        outcome = await self._answer(question)
        proposals = _proposals(question, outcome)
        if outcome.suggestion and not proposals:
            outcome = Outcome(None, Reason(Code.EMPTY, "selected-item"), outcome.trace)
        self._note(uri, version, outcome)
        milliseconds = (time.perf_counter() - started) * 1000
        log.info(
            "%s: %d of %d characters, %.0f ms",
            outcome.reason, question.query.offset, len(question.query.document.text), milliseconds,
        )  # fmt: skip
        if outcome.reason.code is Code.SUPERSEDED:
            return None
        return self.offers.make(proposals, outcome.trace.source)

    async def _answer(self, question: Question) -> Outcome:
        uri = question.document.uri
        if uri in self.paused:
            return Outcome(None, Reason(Code.PAUSED))
        completer = self._completer or self.open()
        if completer is None:
            off = self.state is State.OFF
            return Outcome(None, Reason(Code.DISABLED if off else Code.ENGINE_DOWN))
        try:
            outcome = await self._newest.run(uri, completer.complete(question.query))
        except Superseded:
            return Outcome(None, Reason(Code.SUPERSEDED))
        except HanareError as failure:
            log.warning("%s", failure)
            return Outcome(None, Reason(Code.ENGINE_DOWN))
        # Not moved to the newest text, even where what was typed meanwhile begins the suggestion:
        # a client reads the range as one of the text that it asked about. VS Code drops the
        # answer anyway, and Neovim would put the moved range wherever its text is by then. The
        # request that follows each change gets the rest from the type-through cache at once.
        if self.documents.get(uri) is not question.document:
            return Outcome(None, Reason(Code.SUPERSEDED))
        return outcome

    def _note(self, uri: str, version: int | None, outcome: Outcome) -> None:
        is_open = self.snapshot(uri) is not None  # it may have been closed meanwhile
        self.history.add(uri, version if is_open else None, outcome)
        self._changed()

    def open(self) -> Completer | None:
        """Open the completer, unless it is open or switched off.

        What prevented it may have been mended meanwhile, so it is tried again with each request,
        but told only when it is something new.
        """
        if self._completer is None:
            if self.state is not State.OFF:
                self._try_to_open()
            self._changed()
        return self._completer

    def _try_to_open(self) -> None:
        try:
            self._completer = self._open_completer(self.settings)
            self._state, self._told = State.OPEN, ""
            for document in self.documents:  # opened before there was a completer
                self.edited(document.uri)
        except HanareError as failure:
            self._state = State.FAILED
            if str(failure) != self._told:
                self._told = str(failure)
                self._tell(failure)

    def edited(self, uri: str) -> None:
        """Take note that a document has a new text."""
        document = self.snapshot(uri)
        if self._completer and document and uri not in self.paused:
            self._completer.edited(document, self._path_of(uri))

    def cursor_moved(self, question: Question) -> None:
        """Take notice of where the cursor is; the engine is started if it is not yet."""
        if question.document.uri in self.paused:
            return
        if completer := self._completer or self.open():
            completer.cursor_moved(question.query)

    def pause(self, uri: str, paused: bool | None = None) -> bool | None:
        """Pause a document or resume it; without `paused`, the other of what it is.

        Returns whether it is paused now, or `None` if it is not open.
        """
        if self.snapshot(uri) is None:
            return None
        if paused is None:
            paused = uri not in self.paused
        if paused:
            self.paused.add(uri)
            self._let_go(uri)
        elif uri in self.paused:
            self.paused.remove(uri)
            self.edited(uri)
        self._changed()
        return paused

    def files_changed(self) -> None:
        """Take note that files in the workspace have changed."""
        if self._completer:
            self._completer.files_changed()

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """Take note of which folders the workspace has now."""
        if self._completer:
            self._completer.folders_changed(folders)

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
        self.paused.discard(uri)
        self.history.forget(uri)
        self._let_go(uri)
        self._changed()

    def _let_go(self, uri: str) -> None:
        """End what is being done about a document, and drop what is kept of it."""
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
            self._changed()
            return
        await self.close()
        self.open()

    async def close(self) -> None:
        """Cancel the work in progress and close the completer; `open` makes another."""
        self._newest.drop_all()
        completer, self._completer = self._completer, None
        self._state = State.WAITING
        self._changed()
        if completer:
            await completer.close()


def _proposals(question: Question, outcome: Outcome) -> list[Proposal]:
    """Return an outcome's suggestions as a client can take them, each once."""
    if outcome.suggestion is None:
        return []
    suggestions = (outcome.suggestion, *outcome.alternatives)
    return list(dict.fromkeys(filter(None, map(question.propose, suggestions))))
