"""`hanare editors`: the clients for Neovim and VS Code, which come with Hanare."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from hanare.cli.help import Group
from hanare.cli.speaking import lang_option, say
from hanare.editors.placing import (
    NAMES,
    NVIM,
    VSCODE,
    default_nvim_folder,
    default_vscode_server_file,
    find_code,
    has_nvim,
    install_nvim,
    run_code,
    shipped,
    uninstall_nvim,
    vscode_command,
    vscode_version,
    write_vscode_server,
)
from hanare.errors import HanareError
from hanare.wording import said

_name = click.argument("name", type=click.Choice(NAMES))


def _absolute(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Return `path` from the root on. Links are kept: what they lead to is not to be replaced."""
    return path.absolute() if path else None


_folder = click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_absolute,
    help="Another folder for Neovim's plugin than where it looks by itself.",
)
_code = click.option(
    "--code",
    type=click.Path(path_type=Path),
    help="The program of VS Code, if it is not on the search path.",
)


@click.group("editors", cls=Group)
def editors_group() -> None:
    """Install the clients for editors; they come with Hanare, nothing is fetched."""


@editors_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@lang_option
def list_editors(as_json: bool) -> None:
    """Show which clients this Hanare has, and which are installed."""
    rows = [_state(name) for name in NAMES]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        if not row["path"]:
            say(said("{name}: this Hanare comes without it", name=row["name"]))
        elif row["installed"]:
            say(said("{name}: installed in {place}", name=row["name"], place=row["installed"]))
        else:
            say(said("{name}: not installed", name=row["name"]))


@editors_group.command("path")
@_name
@lang_option
def print_path(name: str) -> None:
    """Print where the client is that comes with Hanare."""
    click.echo(shipped(name))


@editors_group.command("install")
@_name
@_folder
@_code
@lang_option
def install(name: str, folder: Path | None, code: Path | None) -> None:
    """Install a client into its editor, in the place of an older one."""
    if name == NVIM:
        target = folder or default_nvim_folder()
        install_nvim(target)
        say(said("The plugin is in {path}.", path=target))
        if folder:
            say(said("Put the folder on Neovim's runtimepath: vim.opt.runtimepath:prepend(…)."))
        say(said("Add to your init.lua: require('hanare').setup({{}})"))
        say(said("Then :checkhealth hanare. To remove it: hanare editors uninstall nvim"))
        return
    shipped(VSCODE)
    run_code(vscode_command(code or _found_code()))
    write_vscode_server(default_vscode_server_file())
    say(said("The extension is installed. To remove it: hanare editors uninstall vscode"))


@editors_group.command("uninstall")
@_name
@_folder
@_code
@lang_option
def uninstall(name: str, folder: Path | None, code: Path | None) -> None:
    """Remove a client from its editor."""
    if name == NVIM:
        target = folder or default_nvim_folder()
        removed = uninstall_nvim(target)
        gone = said("The plugin is removed from {path}.", path=target)
        say(gone if removed else said("There is no plugin in {path}.", path=target))
        return
    run_code(vscode_command(code or _found_code(), removes=True))
    default_vscode_server_file().unlink(missing_ok=True)
    say(said("The extension is removed."))


def _found_code() -> Path:
    if (found := find_code(os.environ)) is None:
        raise HanareError(
            said("There is no `code`, `codium` or `code-server` on the search path."),
            said(
                "Name it with --code. Or run: code --install-extension `hanare editors path vscode`"
            ),
        )
    return found


def _state(name: str) -> dict[str, str]:
    try:
        path = str(shipped(name))
    except HanareError:
        path = ""
    return {"name": name, "path": path, "installed": _place(name)}


def _place(name: str) -> str:
    """Return where a client is installed; empty if it is not, or its editor does not say."""
    if name == NVIM:
        target = default_nvim_folder()
        return str(target) if has_nvim(target) else ""
    code = find_code(os.environ)
    try:
        return str(code) if code and vscode_version(code) else ""
    except HanareError:
        return ""
