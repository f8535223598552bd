"""`hanare rules`: what is looked for, and the help of one rule."""

from __future__ import annotations

import json
import os

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from hanare.analysis.catalogue import Help, Rule, helps, rules
from hanare.analysis.explaining import markdown
from hanare.cli.language import Choice, Language, language
from hanare.errors import UsageError
from hanare.wording import said


@click.command("rules")
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print everything known, for scripts.")
@click.option("--lang", type=click.Choice(("en", "ja", "auto")), default="auto")
def rules_command(id_: str | None, *, as_json: bool, lang: Choice) -> None:
    """List the rules of the analysis, or print the help of one.

    Everything comes with Hanare; no page is opened.
    """
    told = language(lang, os.environ)
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
    table = Table("id", "severity", "confidence", "CWE", "languages", "title")
    for rule in chosen:
        languages = ", ".join(rule.languages) or "all"
        title = helps()[rule.id].title.in_(told)
        table.add_row(rule.id, rule.severity, rule.confidence, str(rule.cwe), languages, title)
    return table
