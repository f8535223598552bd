"""Starting is fast because little is imported: counted, since times depend on the machine."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.skipif(sys.platform == "win32", reason="started by sh, in a folder that is deleted")
@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("explain - <&-", "There is nothing to explain."),
        ("analyze - <&-", ""),
        ("explain ''", "There is nothing to explain."),
        ("rules B602 >&-", ""),
        ("rules B602 2>&-", ""),
        ("explain a.py", "The current folder is gone."),
    ],
)
def test_what_a_shell_may_do_is_no_defect(command: str, expected: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    leave = f"rmdir {gone}; " if "gone" in expected else ""
    program = f"{shlex.quote(sys.executable)} -P -m hanare"
    done = subprocess.run(
        ["sh", "-c", f"{leave}{program} {command}"],
        cwd=gone,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert expected in done.stderr
    assert "defect" not in done.stderr
    assert (done.returncode == 0) is (expected == "")
