"""The `hanare` command: what is common to all commands."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

from hanare import __version__
from hanare.cli import silent
from hanare.cli.help import Group
from hanare.cli.speaking import say
from hanare.errors import ExitCode, HanareError
from hanare.files import private
from hanare.observe.defects import described
from hanare.observe.hiding import Formatter
from hanare.wording import said

_COMMANDS = {
    "analyze": "hanare.cli.analyze:analyze",
    "audit": "hanare.cli.audit:audit_group",
    "bench": "hanare.cli.bench.group:bench",
    "bundle": "hanare.cli.bundle:bundle_group",
    "clean": "hanare.cli.clean:clean",
    "complete": "hanare.cli.complete:complete",
    "demo": "hanare.cli.demo:demo",
    "doctor": "hanare.cli.doctor:doctor",
    "editors": "hanare.cli.editors:editors_group",
    "explain": "hanare.cli.explain:explain",
    "models": "hanare.cli.models:models_group",
    "rules": "hanare.cli.rules:rules_command",
    "serve": "hanare.cli.serve:serve",
}


class _Commands(Group):
    """Imports a command when it is asked for, so that none pays for another's imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if (target := _COMMANDS.get(cmd_name)) is None:
            return None
        module, _, name = target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None:
            silent.begin(name)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HanareError as error:
            say(said("Error: {what}", what=error.what), err=True, color="red")
            if error.advice:
                say(error.advice, err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hanare")
def cli() -> None:
    """Hanare: an offline coding assistant. Nothing leaves this machine."""


def main() -> None:
    """Run the command line."""
    _open_what_is_closed()
    private.be_private()
    logging.basicConfig(level=logging.ERROR, format="%(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Formatter("%(name)s: %(message)s"))
    # Names and code in any language must be printable whatever the terminal's code page is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(obj=silent.OwnProcess())
    except BrokenPipeError:
        # The reader of our output has gone (`hanare ... | head`); that is no error of ours.
        sys.stderr.close()
        sys.exit(ExitCode.FAILED)
    except Exception as failure:  # noqa: BLE001 - a defect of ours; its text may quote a file
        if not _is_somewhere():
            say(said("Error: {what}", what=said("The current folder is gone.")), err=True)
            say(said("Change to one that is there."), err=True)
            sys.exit(ExitCode.USAGE)
        say(said("Hanare has a defect: {what}.", what=described(failure)), err=True, color="red")
        say(said("Please report this line, and the command."), err=True)
        sys.exit(ExitCode.USAGE)  # not 1, which says that `analyze` has found something


def _open_what_is_closed() -> None:
    """Let every standard stream be one: a shell can close them (`<&-`)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def _is_somewhere() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True
