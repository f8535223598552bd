"""Makes the environment of one version from the bundle's wheels, and runs Hanare in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from hanare.bundle.installer.layout import REQUIREMENTS, WHEELS
from hanare.bundle.installer.prefix import python_of
from hanare.errors import ExitCode, HanareError
from hanare.wording import said

SETTINGS = "hanare.toml"
"""In an environment: settings of this installation, below the user's own."""
_LAST_LINES = 15


def make_environment(folder: Path, bundle: Path) -> None:
    """Make an environment in `folder` and install the bundle's wheels into it.

    pip itself comes from the bundle: some systems' Pythons have none. No configuration of pip's
    has an effect, no network is asked, and each wheel's digest is checked once more.

    Raises:
        HanareError: Python cannot make environments, or pip fails.
    """
    # By its own path: in an environment `sys.executable` would make one that depends on it.
    _run((sys.executable, "-I", "-m", "venv", "--without-pip", str(folder)), {})
    wheels = bundle / WHEELS
    pip = next(wheels.glob("pip-*.whl"))
    _run(
        (
            *(str(python_of(folder)), "-I", str(pip / "pip"), "install"),
            *("--no-index", "--find-links", str(wheels), "--only-binary", ":all:"),
            *("--require-hashes", "--requirement", str(bundle / REQUIREMENTS)),
            *("--no-cache-dir", "--no-input", "--quiet", "--disable-pip-version-check"),
        ),
        {"PIP_CONFIG_FILE": os.devnull},
    )


def run_hanare(
    folder: Path,
    *arguments: str,
    shown: bool = False,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Run a command of the Hanare in an environment; return its exit code.

    What it prints is shown only where asked for, its errors always. What cannot be started fails.
    """
    command = (str(python_of(folder)), "-P", "-m", "hanare", *arguments)
    output = None if shown else subprocess.DEVNULL
    try:
        return subprocess.run(  # noqa: S603 - what was installed
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            cwd=folder,
            env=_environment(variables),
            check=False,
        ).returncode
    except OSError:  # the Python that the environment depends on is gone
        return ExitCode.FAILED


def _run(command: Sequence[str], more: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - this Python, and the bundle's wheels
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=_environment(more),
        check=False,
    )
    if done.returncode:
        words = "\n".join(done.stdout.splitlines()[-_LAST_LINES:])
        raise HanareError(
            said("{command} failed:\n{words}", command=" ".join(command[:4]), words=words),
            said("Is this Python whole, and is there room in the folder?"),
        )


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return this process's variables without what steers pip and Python."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))
    }
    return {**kept, **more}
