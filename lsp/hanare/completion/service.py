"""Completers as settings want them: an engine, its layout, and a voice for what goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from hanare.completion.completer import InlineCompleter, Totals
from hanare.completion.generation import Clock
from hanare.completion.types import Outcome, Query
from hanare.config.settings import Settings
from hanare.engine.errors import EngineError
from hanare.engine.host import Broken, Limits, Running, Starting, State, WorkerEngine
from hanare.engine.spec import chosen_model, plan, require_file
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


def open_inline(settings: Settings, clock: Clock) -> tuple[InlineCompleter, WorkerEngine]:
    """Return a completer as the settings want it, and the engine under it, not yet started.

    Raises:
        HanareError: the model is unknown or not on this machine.
    """
    engine, layout = open_engine(settings)
    return InlineCompleter(engine, layout, settings.completion, clock), engine


class Completions:
    """A completer for a server: what goes wrong is told once and becomes a reason."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        notify: Callable[[str], None],
        loading: Callable[[int | None], None],
    ) -> None:
        """Prepare; `loading` hears how far the model is loaded, in percent, and None at the end.

        Raises:
            HanareError: the model is unknown or not on this machine.
        """
        self._settings = settings
        self._notify = notify
        self._loading = loading
        self._told: set[str] = set()
        self._engine, layout = open_engine(settings, self._on_state)
        self._inline = InlineCompleter(self._engine, layout, settings.completion, clock)

    def configure(self, settings: Settings) -> bool:
        """Take over settings; return whether that was possible without another engine."""
        if (settings.model, settings.engine) != (self._settings.model, self._settings.engine):
            return False
        self._settings = settings
        self._inline.configure(settings.completion)
        return True

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

    def edited(self, document: DocumentSnapshot) -> None:
        """Take note of a document's new text."""
        self._inline.edited(document)

    def cursor_moved(self, query: Query) -> None:
        """Take note of where the cursor is."""
        self._inline.cursor_moved(query)

    def forget(self, uri: str) -> None:
        """Drop what is kept about a closed document."""
        self._inline.forget(uri)

    async def close(self) -> None:
        """End work in progress and free the model."""
        self._inline.close()
        await self._engine.close()

    def _on_state(self, state: State) -> None:
        self._loading(state.percent if isinstance(state, Starting) else None)
        match state:
            case Running(info, _):
                self._inline.loaded(info)
            case Broken(error):
                self._tell(error)

    def _tell(self, error: EngineError) -> None:
        if error.message not in self._told:
            self._told.add(error.message)
            self._notify(str(error))


def open_completer(
    settings: Settings,
    clock: Clock,
    *,
    notify: Callable[[str], None] = lambda _message: None,
    loading: Callable[[int | None], None] = lambda _percent: None,
) -> Completions:
    """Return the completer that `settings` describe.

    Raises:
        HanareError: the model is unknown or not on this machine.
    """
    return Completions(settings, clock, notify, loading)
