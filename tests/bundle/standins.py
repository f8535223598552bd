"""Wheels made from what is installed here, where building them would take too long."""

from __future__ import annotations

import zipfile
from importlib.metadata import distribution
from pathlib import Path


def repacked(name: str, folder: Path) -> Path:
    """Return an installed distribution as a wheel again, the same bytes each time."""
    installed = distribution(name)
    files = installed.files or []
    text = installed.read_text("WHEEL")
    assert text is not None
    (tag,) = (line.removeprefix("Tag: ") for line in text.splitlines() if line.startswith("Tag: "))
    stem = name.replace("-", "_")
    path = folder / f"{stem}-{installed.version}-{tag}.whl"
    left_out = {"INSTALLER", "REQUESTED", "direct_url.json"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for each in sorted(files, key=str):
            inside = ".." not in each.parts and "__pycache__" not in each.parts
            if inside and each.name not in left_out:
                archive.writestr(zipfile.ZipInfo(str(each)), each.locate().read_bytes())  # type: ignore[attr-defined]
    return path
