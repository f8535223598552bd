"""The editors on this machine that can be clients."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from hanare.doctor.check import Check, State
from hanare.processes import NO_WINDOW
from hanare.wording import said, verbatim

EDITORS: Mapping[str, str] = {
    "nvim": "Neovim", "code": "VS Code", "codium": "VSCodium", "code-server": "code-server",
    "emacs": "Emacs", "hx": "Helix", "helix": "Helix", "zed": "Zed", "subl": "Sublime Text",
    "kate": "Kate",
}  # fmt: skip
"""Commands, and what they are called."""
_MOST_SECONDS = 5
_VERSION = re.compile(r"\d+(?:\.\d+)+\S*")
_LEAST_NVIM = (0, 10)


def find_editors(elsewhere: Path) -> dict[str, str]:
    """Return the version of each editor on the search path; empty where it does not say.

    They are run in the folder `elsewhere`, and none that lies in the current one: that is a
    workspace, whose files are not trusted.
    """
    here = Path.cwd()
    found = {}
    for name in EDITORS:
        path = shutil.which(name)
        if path and Path(path).is_absolute() and not Path(path).is_relative_to(here):
            found[name] = _version(path, elsewhere)
    return found


def _version(path: str, elsewhere: Path) -> str:
    try:
        process = subprocess.run(  # noqa: S603 - an editor, by its whole path
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
            cwd=elsewhere,
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    match = _VERSION.search(process.stdout.decode("utf-8", "replace"))
    return match[0] if match else ""


def editors_check(found: Mapping[str, str]) -> Check:
    """Tell which editors there are, by command with their versions."""
    title = said("Editors")
    details = {"found": dict(found)}
    if not found:
        return Check(
            "editors", title, State.UNKNOWN, said("none on the search path"), details=details
        )
    names = verbatim(", ".join(f"{EDITORS[each]} {found[each]}".strip() for each in found))
    nvim = re.match(r"(\d+)\.(\d+)", found.get("nvim", ""))
    if nvim and (int(nvim[1]), int(nvim[2])) < _LEAST_NVIM:
        remedy = said("Hanare's plugin needs Neovim 0.10 or newer.")
        return Check("editors", title, State.WARNING, names, remedy, details)
    return Check("editors", title, State.OK, names, details=details)
