"""Takes VS Code's extension into the wheel, if the checkout has built it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ExtensionHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `editors/vscode/hanare.vsix`, which is not committed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file, or nothing."""
        built = Path(self.root, "editors", "vscode", "hanare.vsix")
        if built.is_file():
            build_data["force_include"][str(built)] = "hanare/_data/editors/vscode/hanare.vsix"
