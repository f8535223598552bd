"""Puts the editors' clients where the editors look for them. Nothing comes from a network.

Both come with Hanare: in a wheel below `hanare/_data/editors`, in a checkout below `editors`.
VS Code's is a file that is built (`npm run package`); a checkout or wheel may be without it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hanare.errors import HanareError, UsageError
from hanare.resources import data_root
from hanare.wording import said

NVIM = "nvim"
VSCODE = "vscode"
NAMES = (NVIM, VSCODE)

CODES = ("code", "codium", "code-server")
"""Programs that install an extension of VS Code."""

SERVER_FILE = "server.json"
"""In the plugin: the command of the server that belongs to it, a JSON list."""

_PLUGIN = Path("lua", "hanare", "init.lua")
_MARKS = (_PLUGIN, Path(SERVER_FILE))
"""What every folder that we have installed has: a clone of the plugin is without the second."""
_KEPT = ("venv", ".venv")
"""Environments beside the plugin, which the user has made for its server."""
_LEFT_OUT = shutil.ignore_patterns(SERVER_FILE, "tags", "tags-*", *_KEPT)
_SECONDS = 120
"""How long an editor may take to install an extension."""
_LISTING_SECONDS = 20
"""How long it may take to tell which it has; some start all of themselves for that."""
_EXTENSION = "hanare.hanare"


def shipped(name: str) -> Path:
    """Return the client that comes with Hanare: the plugin's folder, the extension's file.

    Raises:
        HanareError: this Hanare has none.
    """
    root = Path(str(data_root() / "editors" / name))
    path = root if name == NVIM else root / "hanare.vsix"
    if not path.exists():
        raise HanareError(
            said("This Hanare comes without the client for {name}.", name=name),
            said(
                "In a checkout, `npm ci && npm run package` in editors/vscode builds it; a wheel "
                "that is built afterwards holds it."
            ),
        )
    return path


def nvim_folder(environ: Mapping[str, str], home: Path, *, windows: bool) -> Path:
    """Return where Neovim looks for plugins of its own accord: `stdpath('data')` and a package."""
    app = environ.get("NVIM_APPNAME") or "nvim"
    if windows:
        local = environ.get("LOCALAPPDATA")
        data = (Path(local) if local else home / "AppData" / "Local") / f"{app}-data"
    else:
        xdg = environ.get("XDG_DATA_HOME")
        data = (Path(xdg) if xdg else home / ".local" / "share") / app
    return data / "site" / "pack" / "hanare" / "start" / "hanare"


def server_command() -> list[str]:
    """Return what starts this very Hanare's server, wherever it is started."""
    return [sys.executable, "-P", "-m", "hanare", "serve"]


def install_nvim(folder: Path) -> None:
    """Copy the plugin to `folder`, in the place of an older one, all at once.

    An environment in the older one (`venv`, `.venv`) stays.

    Raises:
        HanareError: something else is there, or it cannot be written.
    """
    source = shipped(NVIM)
    _refuse_others(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".hanare-", dir=folder.parent) as name:
            new = Path(name, "new")
            shutil.copytree(source, new, ignore=_LEFT_OUT)
            (new / SERVER_FILE).write_text(json.dumps(server_command()), encoding="utf-8")
            _write_tags(new / "doc")
            _replace(folder, new)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _replace(folder: Path, new: Path) -> None:
    """Put `new` in the place of `folder`; whatever fails, the older one is there again."""
    if not folder.exists():
        new.rename(folder)
        return
    # Beside it and not in the temporary folder, which is removed even if nothing can be put back.
    old = new.parent.with_name(f"{new.parent.name}-old")
    folder.rename(old)
    try:
        for name in _KEPT:
            if os.path.lexists(old / name):
                (old / name).rename(new / name)
        new.rename(folder)
    except BaseException:
        for name in _KEPT:
            if os.path.lexists(new / name):
                (new / name).rename(old / name)
        old.rename(folder)
        raise
    shutil.rmtree(old)


def uninstall_nvim(folder: Path) -> bool:
    """Remove the plugin from `folder`; tell whether it was there.

    Raises:
        HanareError: something else is there, or it cannot be removed.
    """
    _refuse_others(folder)
    if not folder.exists():
        return False
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return True


def has_nvim(folder: Path) -> bool:
    """Whether the plugin is in `folder`, put there by whomever."""
    return (folder / _PLUGIN).is_file()


def find_code(environ: Mapping[str, str]) -> Path | None:
    """Return the first program on the search path that installs extensions of VS Code."""
    found = (shutil.which(name, path=environ.get("PATH")) for name in CODES)
    return next((Path(each) for each in found if each), None)


def vscode_version(code: Path) -> str:
    """Return the version of the extension in an editor; empty if it is not installed.

    Raises:
        HanareError: the editor does not start, does not end in time or fails.
    """
    listed = run_code((str(code), "--list-extensions", "--show-versions"), _LISTING_SECONDS)
    found = re.search(rf"^{re.escape(_EXTENSION)}@(\S+)", listed, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


def vscode_server_file(environ: Mapping[str, str], home: Path, *, windows: bool) -> Path:
    """Return where the extension finds the command of the server that installed it.

    It looks there only if its own setting, its own environment and the search path name none.
    """
    base = environ.get("LOCALAPPDATA" if windows else "XDG_DATA_HOME", "")
    usual = home / ("AppData/Local" if windows else ".local/share")
    return (Path(base) if Path(base).is_absolute() else usual) / "hanare" / "vscode-server.json"


def write_vscode_server(path: Path) -> None:
    """Name this Hanare as the server of the extension, a JSON list.

    Raises:
        HanareError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(server_command()), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HanareError(
            said("{path} cannot be written: {reason}.", path=path, reason=reason),
            said("Choose another place."),
        ) from error


def vscode_command(code: Path, *, removes: bool = False) -> Sequence[str]:
    """Return the command that installs the extension, or removes it."""
    if removes:
        return (str(code), "--uninstall-extension", _EXTENSION)
    return (str(code), "--install-extension", str(shipped(VSCODE)), "--force")


def run_code(command: Sequence[str], seconds: float = _SECONDS) -> str:
    """Run an editor's own installer; return what it printed.

    Raises:
        HanareError: it does not start, does not end or fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - what the user named, or has on the search path
            command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False
        )
        failure = (done.stderr or done.stdout).strip() if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        failure = str(error)
        done = None
    if done is None or done.returncode:
        raise HanareError(
            said("{program} failed: {reason}", program=command[0], reason=failure),
            said("Run it yourself to see more: {command}", command=" ".join(command)),
        )
    return done.stdout


def _refuse_others(folder: Path) -> None:
    """Refuse to replace or remove what we have not installed: a link, a clone, another plugin."""
    ours = all((folder / mark).is_file() for mark in _MARKS) and not (folder / ".git").exists()
    if folder.is_symlink() or (folder.exists() and not ours):
        raise UsageError(
            said("{path} is there, and this command has not installed it.", path=folder),
            said("Move it away, or name another folder with --dir."),
        )


def _unwritable(folder: Path, error: OSError) -> HanareError:
    reason = error.strerror or type(error).__name__
    return HanareError(
        said("{path} cannot be written: {reason}.", path=folder, reason=reason),
        said("Name another folder with --dir."),
    )


def _write_tags(folder: Path) -> None:
    """Write what `:helptags` would: without it `:help hanare` finds nothing."""
    for suffix, name, head in (
        (".txt", "tags", ""),
        (".jax", "tags-ja", "!_TAG_FILE_ENCODING\tutf-8\t//\n"),
    ):
        lines = sorted(line for file in folder.glob(f"*{suffix}") for line in _tags(file))
        (folder / name).write_text(head + "".join(lines), encoding="utf-8", newline="\n")


def _tags(file: Path) -> Iterator[str]:
    for tag in re.findall(r"(?:^|\s)\*([^\s*|]+)\*(?=\s|$)", file.read_text(encoding="utf-8")):
        escaped = tag.replace("\\", "\\\\").replace("/", "\\/")
        yield f"{tag}\t{file.name}\t/*{escaped}*\n"


def default_nvim_folder() -> Path:
    """Return where Neovim on this machine looks for plugins."""
    return nvim_folder(os.environ, Path.home(), windows=sys.platform == "win32")


def default_vscode_server_file() -> Path:
    """Return where the extension on this machine looks for its server."""
    return vscode_server_file(os.environ, Path.home(), windows=sys.platform == "win32")
