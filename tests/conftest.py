"""What tests of more than one package share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hanare.models.catalog import Catalog
from hanare.models.pull import pull
from hanare.models.store import ModelStore

# The user's own store, found before a test points the environment elsewhere: a model is
# fetched once per machine, not once per run.
_STORE = ModelStore()


@pytest.fixture(scope="session")
def model_path() -> Callable[[str], Path]:
    """Return the file of a model by its id, fetched at first use."""

    def path(model_id: str) -> Path:
        return pull(Catalog.load().get(model_id), _STORE)

    return path
