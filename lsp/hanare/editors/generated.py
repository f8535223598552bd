"""Files of a client that are written from what the server knows, and kept in the checkout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GeneratedFiles:
    """The generated files of one client."""

    folder: Path
    """The client in a checkout; an installed Hanare does not change its own."""
    make: Callable[[], Mapping[str, str]]
    """Returns each file's text, by its path below the folder."""

    def text(self, name: str) -> str:
        """Return a file as it is; empty if there is none."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def stale(self) -> list[str]:
        """Return the files that are not up to date."""
        return [name for name, text in self.make().items() if self.text(name) != text]

    def main(self, arguments: list[str]) -> int:
        """Write what is stale (`--write`), or name it; return the exit code."""
        names = self.stale()
        for name in names:
            if arguments == ["--write"]:
                path = self.folder / name
                path.write_text(self.make()[name], encoding="utf-8", newline="\n")
            print(name)
        return 1 if names and arguments != ["--write"] else 0
