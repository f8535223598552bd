"""Takes VS Code's extension into the wheel, if the checkout has built it as its sources are now."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "hanare.vsix"
RECORD = "extension/dist/sources.sha256"
"""In the extension: the digest of what it was built from, by `editors/vscode/tools/sources.mjs`."""
_LEFT_OUT = frozenset({".gitignore", "ThirdPartyNotices.txt", "dist", "node_modules"})


class ExtensionHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `editors/vscode/hanare.vsix`, which is not committed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file, or say why not."""
        folder = Path(self.root, "editors", "vscode")
        if reason := unfit(folder):
            self.app.display_warning(f"The wheel comes without VS Code's extension: {reason}")
            return
        build_data["force_include"][str(folder / BUILT)] = f"hanare/_data/editors/vscode/{BUILT}"


def unfit(folder: Path) -> str:
    """Return why the extension in its folder cannot be taken; empty if it can."""
    try:
        with zipfile.ZipFile(folder / BUILT) as archive:
            recorded = archive.read(RECORD).decode().strip()
    except FileNotFoundError:
        return "it is not built (`make vsix`)"
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return "it does not say what it was built from (`make vsix` builds it anew)"
    if recorded != digest(folder):
        return "its sources have changed since it was built (`make vsix` builds it anew)"
    return ""


def digest(folder: Path) -> str:
    """Return the SHA-256 of a list of all sources, as `sha256sum` writes it."""
    names = {
        path.relative_to(folder).as_posix(): path
        for top in folder.iterdir()
        if top.name not in _LEFT_OUT and top.suffix != ".vsix"
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file() and path.suffix != ".vsix"
    }
    listed = hashlib.sha256()
    for name in sorted(names, key=str.encode):
        content = hashlib.sha256(names[name].read_bytes()).hexdigest()
        listed.update(f"{content}  {name}\n".encode())
    return listed.hexdigest()
