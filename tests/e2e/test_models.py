"""The models to choose from, over LSP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from e2e.wire import SERVE, WireClient
from hanare.models.catalog import Catalog

DEFAULT = Catalog.load().default


async def listed(tmp_path: Path, **settings: Any) -> list[dict[str, Any]]:
    client = await WireClient.start(
        command=SERVE, XDG_CACHE_HOME=str(tmp_path), HANARE_MODELS_DIR=str(tmp_path)
    )
    await client.initialize(initializationOptions=settings)
    answer = await client.ask("workspace/executeCommand", {"command": "hanare.models"})
    assert await client.leave() == 0
    await client.errors()
    models: list[dict[str, Any]] = answer["result"]
    return models


async def test_all_models_with_what_there_is_to_say(tmp_path: Path) -> None:
    known = Catalog.load()
    (tmp_path / known.get(DEFAULT).file).write_bytes(b"GGUF")
    models = await listed(tmp_path)
    assert sorted(each["id"] for each in models) == sorted(each.id for each in known.models)
    assert [each["id"] for each in models if each["installed"]] == [DEFAULT]
    assert [each["id"] for each in models if each["chosen"]] == [DEFAULT]
    recommended = [number for number, each in enumerate(models) if each["recommended"]]
    assert recommended in ([0], [])  # none, where nothing fits
    for each in models:
        entry = known.get(each["id"])
        assert each["why"]
        assert (each["name"], each["licence"], each["bytes"]) == (
            entry.name, entry.licence, entry.size or 0,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "chosen"),
    [
        ({"id": "smollm2-135m-instruct"}, ["smollm2-135m-instruct"]),
        ({"path": "/my/own.gguf"}, []),
        ({"id": "no-such-model"}, []),
    ],
)
async def test_the_settings_choose(
    tmp_path: Path, settings: dict[str, str], chosen: list[str]
) -> None:
    models = await listed(tmp_path, model=settings)
    assert [each["id"] for each in models if each["chosen"]] == chosen
