"""The texts in Japanese, by their English ones. Read when somebody asks for Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

NVIM, VSCODE = EDITORS = ("editors-nvim", "editors-vscode")
"""The tables of what the clients' own code says; their files are generated from them."""


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """Return all of the catalogue, by area."""
    # Imported here: who is told in English needs neither, and every command begins with this.
    import tomllib
    from importlib.resources import files

    found: dict[str, Mapping[str, str]] = tomllib.loads(
        (files(__package__) / "ja.toml").read_text("utf-8")
    )
    return found


def table(area: str) -> Mapping[str, str]:
    """Return one area's Japanese texts by their English ones; empty if there is none."""
    return tables().get(area, {})


@cache
def japanese() -> Mapping[str, str]:
    """Return the Japanese of everything that the server and the command line say."""
    return {
        english: text
        for area, texts in tables().items()
        if area not in EDITORS
        for english, text in texts.items()
    }
