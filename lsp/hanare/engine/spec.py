"""Which model runs, and how: decided once from the settings, then only carried out.

A specification is plain data, so that it can be handed to another process.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hanare.config.settings import Settings
from hanare.errors import UsageError
from hanare.models.catalog import Catalog, Model
from hanare.models.store import ModelStore
from hanare.wording import said


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """What to load."""

    kind: Literal["llama", "scripted"]
    model: str
    """The name reported to users."""
    path: Path
    """The GGUF file, or the script."""
    markers: tuple[str, ...]
    """The control tokens that the layout needs; of a script, those of chat as well."""
    context_tokens: int | None
    """None: as many as the machine's memory makes sensible."""
    threads: int | None
    flash_attention: bool | None
    special_kernels: bool = True
    """Whether weights may be laid out anew for this processor's matrix units (llama.cpp's
    `use_extra_bufts`). A build can have such kernels that do not run here."""


def chosen_model(settings: Settings, catalog: Catalog) -> Model:
    """Return the catalogue's entry that the settings name.

    With `model.path` the file is the user's own, and the entry says how to talk to it.

    Raises:
        UsageError: there is no model with that id.
    """
    return catalog.get(settings.model.id or catalog.default)


def plan(settings: Settings, catalog: Catalog, store: ModelStore) -> EngineSpec:
    """Return what the settings ask for.

    Raises:
        UsageError: the model is unknown, or the scripted engine has no script.
        HanareError: the model is not on this machine; the remedy says how to get it.
    """
    model = chosen_model(settings, catalog)
    engine = settings.engine
    return EngineSpec(
        kind=engine.kind,
        model="scripted" if engine.kind == "scripted" else model.id,
        path=_file(settings, model, store),
        markers=_markers(model) if engine.kind == "scripted" else model.layout.markers,
        context_tokens=engine.context_tokens,
        threads=engine.threads,
        flash_attention={"auto": None, "on": True, "off": False}[engine.flash_attention],
    )


def require_file(settings: Settings, catalog: Catalog, store: ModelStore) -> None:
    """Look whether there is something to load, without reading it.

    Raises:
        HanareError: as `plan` does, but for a file that is not what it should be.
    """
    if settings.engine.kind == "llama" and settings.model.path is None:
        store.find(chosen_model(settings, catalog))


def _markers(model: Model) -> tuple[str, ...]:
    """Return all markers of a model: a script has no vocabulary that would have them anyway."""
    chat = model.chat.markers if model.chat is not None else ()
    return tuple(dict.fromkeys((*model.layout.markers, *chat)))


def _file(settings: Settings, model: Model, store: ModelStore) -> Path:
    if settings.engine.kind == "scripted":
        if settings.engine.script is None:
            raise UsageError(
                said("The scripted engine has no script."),
                said("Set engine.script to a file of answers."),
            )
        return settings.engine.script
    return settings.model.path or store.require(model)
