"""How Hanare starts processes of its own."""

from __future__ import annotations

import subprocess
import sys

NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Creation flags that keep Windows from opening a console; none elsewhere."""


def command(module: str) -> tuple[str, ...]:
    """Return the command that runs one of our modules.

    -P: a module of that name in the directory the editor was started in is not imported.
    """
    return (sys.executable, "-P", "-m", module)
