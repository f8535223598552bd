"""Completers as settings want them: an engine, its layout, and a voice for what goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from hanare.analysis.service import open_checker, selection_of
from hanare.completion.completer import InlineCompleter, Totals
from hanare.completion.gate import Gate, Record
from hanare.completion.generation import Clock
from hanare.completion.related import Definitions
from hanare.completion.types import Outcome, Query
from hanare.config.settings import Settings
from hanare.engine.errors import EngineError
from hanare.engine.host import Broken, Limits, Running, Starting, State, WorkerEngine
from hanare.engine.protocol import Engine
from hanare.engine.spec import chosen_model, plan, require_file
from hanare.errors import HanareError
from hanare.index.workspace import Folders, Workspace
from hanare.models.catalog import Catalog
from hanare.models.layout import FimLayout
from hanare.models.store import ModelStore
from hanare.observe.reasons import Code, Reason
from hanare.text.document import DocumentSnapshot

OnState = Callable[[State], None]


def open_engine(
    settings: Settings, on_state: OnState = lambda _state: None
) -> tuple[WorkerEngine, FimLayout]:
    """Return the engine that the settings want, not yet started, and how to prompt it.

    Raises:
        HanareError: the model is unknown or not on this machine.
    """
    catalog, store = Catalog.load(), ModelStore(settings.model.directory)
    require_file(settings, catalog, store)  # better said now than at the first key
    limits = Limits(idle_unload=settings.engine.idle_unload_minutes * 60)
    engine = WorkerEngine(lambda: plan(settings, catalog, store), limits, on_state)
    return engine, chosen_model(settings, catalog).layout


def open_inline(
    settings: Settings, clock: Clock, definitions: Definitions | None = None
) -> tuple[InlineCompleter, WorkerEngine]:
    """Return a completer as the settings want it, and the engine under it, not yet started.

    `definitions` knows the other files of the workspace.

    Raises:
        HanareError: the model is unknown or not on this machine.
    """
    engine, layout = open_engine(settings)
    completer = InlineCompleter(
        engine,
        layout,
        settings.completion,
        clock,
        definitions=definitions,
        gate=open_gate(settings, clock),
    )
    return completer, engine


def open_gate(
    settings: Settings,
    clock: Clock,
    record: Callable[[Record], None] = lambda _record: None,
    failed: Callable[[HanareError], None] = lambda _error: None,
) -> Gate:
    """Return the gate that the settings want; see `Gate`. Nothing is started yet."""
    checker = open_checker(settings.analysis)
    off = selection_of(settings.analysis).off
    return Gate(checker, settings.gate, clock, off=off, record=record, failed=failed)


class Completions:
    """A completer for a server: what goes wrong is told once and becomes a reason."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        notify: Callable[[HanareError], None],
        loading: Callable[[int | None], None],
        indexing: Callable[[tuple[int, int] | None], None],
        folders: Folders,
        record: Callable[[Record], None] = lambda _record: None,
    ) -> None:
        """Prepare; `record` is told what the gate decides.

        `loading` hears how far the model is loaded, in percent, and `indexing` how many of how
        many of the folders' files are read; both hear None at the end.

        Raises:
            HanareError: the model is unknown or not on this machine.
        """
        self._settings = settings
        self._notify = notify
        self._loading = loading
        self._told: set[str] = set()
        self._engine, layout = open_engine(settings, self._on_state)
        self._workspace = Workspace(settings, folders, indexing, self._tell)
        self._gate = open_gate(settings, clock, record, self._tell)
        self._inline = InlineCompleter(
            self._engine,
            layout,
            settings.completion,
            clock,
            definitions=self._workspace,
            other_files=settings.context.other_files,
            gate=self._gate,
        )

    def configure(self, settings: Settings) -> bool:
        """Take over settings; return whether that was possible without another engine."""
        if (settings.model, settings.engine) != (self._settings.model, self._settings.engine):
            return False
        self._settings = settings
        self._gate.configure(settings.gate, selection_of(settings.analysis).off)
        self._inline.configure(settings.completion, other_files=settings.context.other_files)
        self._workspace.configure(settings)
        return True

    @property
    def engine(self) -> Engine:
        """The engine, for what else a model is asked; completions go first in it."""
        return self._engine

    @property
    def definitions(self) -> Definitions:
        """The workspace's definitions, for what else is to be known of them."""
        return self._workspace

    @property
    def engine_state(self) -> State:
        """What the engine is doing."""
        return self._engine.state

    @property
    def totals(self) -> Totals:
        """What all requests so far have cost."""
        return self._inline.totals

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion or a reason."""
        try:
            return await self._inline.complete(query)
        except EngineError as error:
            self._tell(error)
            return Outcome(None, Reason(Code.ENGINE_DOWN))

    def edited(self, document: DocumentSnapshot, path: str) -> None:
        """Take note of a document's new text; `path` is how a reader would name it."""
        self._inline.edited(document, path)

    def files_changed(self) -> None:
        """Take note that files of the workspace may have changed."""
        self._workspace.files_changed()

    def folders_changed(self, folders: Folders) -> None:
        """Take note of which folders the workspace has now."""
        self._workspace.folders_changed(folders)

    def cursor_moved(self, query: Query) -> None:
        """Take note of where the cursor is."""
        self._inline.cursor_moved(query)

    def forget(self, uri: str) -> None:
        """Drop what is kept about a closed document."""
        self._inline.forget(uri)

    async def close(self) -> None:
        """End work in progress and free the model."""
        await self._inline.end()
        await self._workspace.close()
        await self._engine.close()

    def _on_state(self, state: State) -> None:
        self._loading(state.percent if isinstance(state, Starting) else None)
        match state:
            case Running(info, _):
                self._inline.loaded(info)
            case Broken(error):
                self._tell(error)

    def _tell(self, error: HanareError) -> None:
        if error.message not in self._told:
            self._told.add(error.message)
            self._notify(error)
