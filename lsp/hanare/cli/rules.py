"""`hanare rules`: what is looked for, and the help of one rule."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from hanare.analysis.catalogue import Help, Rule, helps, rules
from hanare.analysis.explaining import LEVELS, markdown
from hanare.cli.help import Command
from hanare.cli.speaking import lang_option, spoken, worded
from hanare.errors import UsageError
from hanare.wording import Language, said


@click.command("rules", cls=Command)
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print everything known, for scripts.")
@lang_option
def rules_command(id_: str | None, *, as_json: bool) -> None:
    """List the rules of the analysis, or print the help of one.

    Everything comes with Hanare; no page is opened.
    """
    told = spoken()
    if id_ is not None and id_ not in rules():
        raise UsageError(
            said("There is no rule {rule}.", rule=id_), said("`hanare rules` lists all of them.")
        )
    chosen = [rules()[id_]] if id_ else sorted(rules().values(), key=lambda each: each.id)
    if as_json:
        rows = [_as_dict(rule, helps()[rule.id]) for rule in chosen]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif id_:
        Console().print(Markdown(markdown(chosen[0], helps()[id_], told)))
    else:
        Console().print(_table(chosen, told))


def _as_dict(rule: Rule, help_: Help) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name,
        "cwe": rule.cwe,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "languages": list(rule.languages),
        "advisory": rule.advisory,
        "help": help_.model_dump(),
    }


def _table(chosen: list[Rule], told: Language) -> Table:
    columns = (
        *("id", worded(said("severity")), worded(said("confidence")), "CWE"),
        *(worded(said("languages")), worded(said("title"))),
    )
    table = Table(*columns)
    for rule in chosen:
        languages = ", ".join(rule.languages) or worded(said("all"))
        title = helps()[rule.id].title.in_(told)
        levels = (worded(LEVELS[level]) for level in (rule.severity, rule.confidence))
        table.add_row(rule.id, *levels, str(rule.cwe), languages, title)
    return table
