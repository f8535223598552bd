"""`hanare doctor`: whether Hanare can work here, and what to do where it cannot."""

from __future__ import annotations

from pathlib import Path

import click
from rich.cells import cell_len

from hanare.cli.configured import layers_for
from hanare.cli.help import Command
from hanare.cli.speaking import lang_option, spoken, worded
from hanare.config.layers import resolve
from hanare.doctor import document
from hanare.doctor.check import Check, State, gravest
from hanare.doctor.examination import Examination
from hanare.errors import ExitCode
from hanare.wording import Said, said

_STATES: dict[State, tuple[Said, str]] = {
    State.OK: (said("ok"), "green"),
    State.WARNING: (said("warning"), "yellow"),
    State.FAILED: (said("failed"), "red"),
    State.UNKNOWN: (said("unknown"), "cyan"),
}
_STATE_COLUMNS = 9
_TITLE_COLUMNS = 18


@click.command(cls=Command)
@click.option("--quick", is_flag=True, help="Do not run the model, nor read all of its file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of `--json`.")
@lang_option
@click.pass_context
def doctor(ctx: click.Context, *, quick: bool, as_json: bool, schema: bool) -> None:
    """Check whether Hanare can work on this machine, and name the remedy where it cannot.

    Exit codes: 0 nothing has failed, 1 something has.
    """
    if schema:
        click.echo(document.schema(), nl=False)
        return
    examination = Examination(resolve(layers_for(Path.cwd())), quick=quick)
    checks: list[Check] = []
    for check in examination.checks():
        checks.append(check)
        if not as_json:
            _print(check)
    if as_json:
        click.echo(document.render(checks, spoken()), nl=False)
    ctx.exit(ExitCode.FAILED if gravest(checks) is State.FAILED else ExitCode.OK)


def _print(check: Check) -> None:
    word, color = _STATES[check.state]
    state = click.style(_padded(worded(word), _STATE_COLUMNS), fg=color)
    indent = " " * (_STATE_COLUMNS + _TITLE_COLUMNS)
    found = worded(check.found).replace("\n", f"\n{indent}")
    click.echo(f"{state}{_padded(worded(check.title), _TITLE_COLUMNS)}{found}")
    if check.remedy:
        click.echo(f"{indent}→ " + worded(check.remedy).replace("\n", f"\n{indent}  "))


def _padded(text: str, columns: int) -> str:
    return text + " " * max(1, columns - cell_len(text))
