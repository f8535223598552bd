"""Small workspaces for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def make(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `folder`, whose directories are made; return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
