"""Starting is fast because little is imported: counted, since times depend on the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "pydantic", "rich", "numpy", "llama_cpp", "bandit", "detect_secrets", "pygls", "lsprotocol",
    "tree_sitter", "psutil", "asyncio", "sqlite3", "urllib3", "jinja2", "tomllib", "ctypes",
)  # fmt: skip
MOST_MODULES = 260
"""Python itself and click take about 150 of them."""

CODE = """
import sys
from hanare.cli import main
sys.argv = ['hanare', *{arguments!r}]
try:
    main.main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    """Return the modules that a command has imported."""
    done = subprocess.run(
        [sys.executable, "-P", "-S", "-c", SITE + CODE.format(arguments=arguments)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.split())


# Without site's own imports, which the machine's packages decide.
SITE = f"import sys; sys.path[:] = {sys.path!r}\n"


def test_the_version_imports_nothing_heavy() -> None:
    modules = imported("--version")
    assert not modules & set(HEAVY)
    assert "hanare.cli.main" in modules
    assert len(modules) < MOST_MODULES


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_called_heavy_exists(name: str) -> None:
    """The control: a misspelt name would never be found."""
    assert (
        subprocess.run([sys.executable, "-P", "-c", f"import {name}"], check=False).returncode == 0
    )
