"""Completions for as long as a server or a command lives: an engine, a pipeline, one complaint."""

from __future__ import annotations

from collections.abc import Callable

from hanare.completion.pipeline import Clock, Pipeline
from hanare.completion.types import Outcome, Query
from hanare.config.settings import Settings
from hanare.engine.embedded import EmbeddedEngine
from hanare.engine.loading import loader
from hanare.engine.protocol import Engine
from hanare.engine.spec import chosen_model, plan
from hanare.errors import HanareError
from hanare.models.catalog import Catalog
from hanare.models.layout import FimLayout
from hanare.models.store import ModelStore
from hanare.observe.reasons import Code, Reason


def open_engine(settings: Settings) -> tuple[Engine, FimLayout]:
    """Return the engine that the settings want, not yet started, and how to prompt it.

    Raises:
        HanareError: the model is unknown or not on this machine.
    """
    catalog = Catalog.load()
    engine = EmbeddedEngine(loader(plan(settings, catalog, ModelStore(settings.model.directory))))
    return engine, chosen_model(settings, catalog).layout


def open_pipeline(settings: Settings, clock: Clock) -> tuple[Pipeline, Engine]:
    """Return a pipeline as the settings want it, and the engine under it, not yet started.

    Raises:
        HanareError: the model is unknown or not on this machine.
    """
    engine, layout = open_engine(settings)
    return Pipeline(engine, layout, settings.completion, clock), engine


class Completions:
    """A completer that never raises: what is wrong is told once and becomes a reason."""

    def __init__(self, settings: Settings, clock: Clock, notify: Callable[[str], None]) -> None:
        self._notify = notify
        self._told: set[str] = set()
        self._pipeline: Pipeline | None = None
        self._engine: Engine | None = None
        try:
            self._pipeline, self._engine = open_pipeline(settings, clock)
        except HanareError as error:
            self._tell(error)

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion or a reason."""
        if self._pipeline is None:
            return Outcome(None, Reason(Code.ENGINE_DOWN))
        try:
            return await self._pipeline.complete(query)
        except HanareError as error:
            self._tell(error)
            return Outcome(None, Reason(Code.ENGINE_DOWN))

    def edited(self, uri: str) -> None:
        """Take note that a document changed."""

    def forget(self, uri: str) -> None:
        """Drop what is kept about a closed document."""
        if self._pipeline:
            self._pipeline.forget(uri)

    async def close(self) -> None:
        """End work in progress and free the model."""
        if self._engine:
            await self._engine.close()

    def _tell(self, error: HanareError) -> None:
        if error.message not in self._told:
            self._told.add(error.message)
            self._notify(str(error))


def open_completer(
    settings: Settings, clock: Clock, notify: Callable[[str], None] | None = None
) -> Completions:
    """Return the completer that `settings` describe; `notify` gets messages for the user."""
    return Completions(settings, clock, notify or (lambda _message: None))
