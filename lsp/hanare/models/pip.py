"""Wheels through the user's own pip: their mirror, their proxy, their certificates.

They are only fetched. Nothing in them is installed, imported or run.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hanare.errors import HanareError
from hanare.wording import Said, said


def download(requirements: Sequence[str], directory: Path, remedy: Said) -> None:
    """Fetch the wheels of `requirements` (`name==version`) into `directory`.

    Raises:
        HanareError: there is no pip, or it does not get a wheel; `remedy` says what then helps.
    """
    command = [
        # -P keeps the current directory, which may be anybody's repository, off the import path.
        *(sys.executable, "-P", "-m", "pip", "download"),
        # Nothing is run, so neither dependencies nor the Python they ask for matter.
        *("--no-deps", "--only-binary", ":all:", "--ignore-requires-python"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        *("--dest", str(directory), *requirements),
    ]
    result = subprocess.run(  # noqa: S603  our interpreter, names and versions from our own data
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if "No module named pip" in result.stderr:
        raise HanareError(
            said(
                "This Python has no pip, which fetches wheels: {executable}",
                executable=sys.executable,
            ),
            said(
                "Add it (`python -m ensurepip`, or `uv pip install pip`). {remedy}", remedy=remedy
            ),
        )
    if result.returncode != 0:
        raise HanareError(
            said(
                "pip could not fetch {names}:\n{words}",
                names=" ".join(requirements),
                words=last_words(result.stderr or result.stdout),
            ),
            remedy,
        )


def last_words(output: str) -> str:
    """Return what pip finally complained of: its last errors, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return "\n".join(f"  {line}" for line in (errors[-2:] or lines[-1:] or ["(no output)"]))
