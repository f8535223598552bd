"""The models to choose from: `hanare.models`, by `workspace/executeCommand`.

No argument. Result, the most advisable first, those that do not fit into the memory last:
[{
    "id": string, "name": string, "licence": string,
    "bytes": integer,           of the file; 0 if it is not known
    "installed": boolean,
    "chosen": boolean,          what the settings say; none where they name a file of the user's
    "recommended": boolean,     the one that suits this machine best
    "why": string               what speaks for and against it
}]
A client chooses one by setting `model.id`.
"""

from __future__ import annotations

import asyncio
from typing import TypedDict

import psutil

from hanare.config.settings import ModelSettings
from hanare.models.advice import Advice, memory_needed, recommend
from hanare.models.catalog import Catalog, Model
from hanare.models.store import ModelStore
from hanare.server.language_server import HanareServer
from hanare.wording import Language, said

MODELS = "hanare.models"


class ListedModel(TypedDict):
    """One model of the result of `hanare.models`."""

    id: str
    name: str
    licence: str
    bytes: int
    installed: bool
    chosen: bool
    recommended: bool
    why: str


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(MODELS)(on_models)


async def on_models(ls: HanareServer) -> list[ListedModel]:
    """Answer with all models of the catalogue."""
    # In a thread: the store may be on a disk that somebody has to wait for.
    return await asyncio.to_thread(_listed, ls.configuration.settings.model, ls.wording.language)


def _listed(settings: ModelSettings, language: Language) -> list[ListedModel]:
    catalog, store = Catalog.load(), ModelStore(settings.directory)
    memory = psutil.virtual_memory().total
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    advice = {each.model.id: each for each in recommend(memory, cores, False, catalog)}
    best = next(iter(advice), "")
    chosen = "" if settings.path else settings.id or catalog.default
    fitting = [each.model for each in advice.values()]
    others = [model for model in catalog.models if model.id not in advice]
    return [
        ListedModel(
            id=model.id,
            name=model.name,
            licence=model.licence,
            bytes=model.size or 0,
            installed=store.installed(model),
            chosen=model.id == chosen,
            recommended=model.id == best,
            why=_why(model, advice.get(model.id), memory, language),
        )
        for model in (*fitting, *others)
    ]


def _why(model: Model, advice: Advice | None, memory: int, language: Language) -> str:
    if advice is not None:
        return " ".join(each.in_(language) for each in advice.reasons)
    return said(
        "Needs {needed:.1f} GB of memory; this machine has {memory:.1f} GB, not all to spare.",
        needed=memory_needed(model) / 1e9,
        memory=memory / 1e9,
    ).in_(language)
