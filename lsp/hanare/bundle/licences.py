"""The licences of everything in a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hanare.bundle.wheels import Wheel
from hanare.models.catalog import Model

OVERVIEW = "README.md"
_APACHE = "Apache-2.0"


def licence_files(
    wheels: Sequence[Wheel], models: Sequence[Model], apache: bytes
) -> dict[str, bytes]:
    """Return an overview and all texts, by name; `apache` is the text of the Apache licence 2.0.

    Of a model under another licence only its name and page are known.
    """
    files = {
        f"{wheel.name}-{wheel.version}/{name}": text
        for wheel in wheels
        for name, text in wheel.texts.items()
    }
    for model in models:
        if model.licence == _APACHE:
            files[f"{model.id}/LICENSE"] = apache
    return {OVERVIEW: "".join(_overview(wheels, models)).encode(), **files}


def _overview(wheels: Iterable[Wheel], models: Iterable[Model]) -> Iterable[str]:
    yield "# Licences\n\n| what | version | licence | page |\n|---|---|---|---|\n"
    for wheel in wheels:
        licence = wheel.licence or "see its text"
        yield f"| {wheel.name} | {wheel.version} | {licence} | {wheel.home} |\n"
    for model in models:
        version = model.quantisation or ""
        yield f"| {model.name} (model) | {version} | {model.licence} | {model.card} |\n"
