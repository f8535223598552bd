"""Where the data files are: inside an installed wheel, or beside `lsp/` in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def data_root() -> Traversable:
    """Return the folder that holds `prompts/` and `models.toml`.

    A wheel carries them as `hanare/_data`; an editable install does not see
    force-included files and falls back to the checkout.
    """
    packaged = files("hanare") / "_data"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2]
