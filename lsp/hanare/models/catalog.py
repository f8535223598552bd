"""The models Hanare knows: `models.toml`, typed."""

from __future__ import annotations

import tomllib
from collections import Counter
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hanare.errors import UsageError
from hanare.models.layout import ChatLayout, FimLayout
from hanare.models.sources import Source
from hanare.resources import data_root
from hanare.wording import said

Commercial = Literal["free", "conditions", "no"]
Japanese = Literal["good", "some", "none"]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.gguf$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Model(BaseModel):
    """One model; what could not be established is None or empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    name: str
    family: str
    file: FileName
    """Its name in the store."""
    size: int | None = Field(default=None, gt=0)
    """Bytes of the file."""
    sha256: Sha256 | None = None
    parameters: float = Field(gt=0)
    """Billions, as the publisher counts."""
    active: float | None = Field(default=None, gt=0)
    """Billions used per token, where that is not all of them."""
    quantisation: str | None = None
    licence: str
    """SPDX identifier, or the licence's name."""
    commercial: Commercial
    japanese: Japanese | None = None
    languages: tuple[str, ...] = ()
    """Programming languages the publisher names, as LSP language ids."""
    memory: int | None = Field(default=None, gt=0)
    """Resident bytes, measured; how, models.toml says."""
    context: int | None = Field(default=None, gt=0)
    """Tokens."""
    layout: FimLayout
    chat: ChatLayout | None = None
    """None: the model was not trained to follow instructions."""
    card: str
    """Where licence, context and sizes were read."""
    sources: tuple[Source, ...] = ()
    """Tried in order; empty: the user brings the file."""

    @property
    def how_to_get(self) -> str:
        """The command that puts the model into the store."""
        if self.sources:
            return f"hanare models pull {self.id}"
        return f"hanare models import FILE --id {self.id}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.size is None) != (self.sha256 is None):
            raise ValueError(f"{self.id}: size and sha256 come together")
        if self.sources and self.sha256 is None:
            raise ValueError(f"{self.id}: a source without a digest cannot be trusted")
        return self


class Catalog(BaseModel):
    """All models, by id, and the one that is used when none is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    default: str
    layouts: dict[str, FimLayout]
    chats: dict[str, ChatLayout]
    models: tuple[Model, ...]

    @staticmethod
    def load() -> Catalog:
        """Return the catalogue that comes with Hanare; read once."""
        return _packaged()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the catalogue that `text` (TOML) describes.

        Raises:
            ValueError: it is not TOML, or describes no catalogue.
        """
        return cls.model_validate(tomllib.loads(text))

    def get(self, model_id: str) -> Model:
        """Return the model of that id.

        Raises:
            UsageError: there is none; the remedy names those that are nearly so called.
        """
        by_id = {model.id: model for model in self.models}
        if model_id in by_id:
            return by_id[model_id]
        near = get_close_matches(model_id, by_id, n=3)
        hint = said("Did you mean {names}? ", names=" / ".join(near)) if near else ""
        raise UsageError(
            said("There is no model {model_id!r}.", model_id=model_id),
            said("{hint}`hanare models list` shows all of them.", hint=hint),
        )

    @model_validator(mode="before")
    @classmethod
    def _resolve_names(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Give layouts their names, and models the layouts that they name."""
        layouts = {k: {"name": k, **v} for k, v in data.get("layouts", {}).items()}
        chats = {k: {"name": k, **v} for k, v in data.get("chats", {}).items()}
        models = []
        for model in data.get("models", []):
            resolved = dict(model)
            for key, known in (("layout", layouts), ("chat", chats)):
                name = model.get(key)
                if name is None:
                    continue
                if name not in known:
                    raise ValueError(f"{model.get('id')}: there is no {key} {name!r}")
                resolved[key] = known[name]
            models.append(resolved)
        return {**data, "layouts": layouts, "chats": chats, "models": models}

    @model_validator(mode="after")
    def _check(self) -> Self:
        for field in ("id", "file"):
            counts = Counter(getattr(model, field) for model in self.models)
            if twice := sorted(value for value, count in counts.items() if count > 1):
                raise ValueError(f"models: {field} {twice} more than once")
        if self.default not in {model.id for model in self.models}:
            raise ValueError(f"default: there is no model {self.default!r}")
        return self


@cache
def _packaged() -> Catalog:
    return Catalog.parse((data_root() / "models.toml").read_text(encoding="utf-8"))
