"""`hanare bench explain`: what explanations are worth, and what they cost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hanare.bench.cases import DEFAULT_SEED, rest_of_line_cases
from hanare.bench.corpus import load_corpus
from hanare.bench.explain.run import Latency, Told, explained, latency
from hanare.bench.explain.source import Exhibit, LeftOut, collect
from hanare.bench.explain.summary import HEAD, Result, cells, rows
from hanare.bench.replay.summary import quantile
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import say, worded
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.engine.spec import chosen_model
from hanare.errors import UsageError
from hanare.explain.templates import Templates
from hanare.models.catalog import Catalog
from hanare.wording import Said, said

_LONG = range(50, 71)
"""Lines of a long function."""


@click.command(cls=Command)
@click.option("--count", type=click.IntRange(min=1), help="Only so many functions.")
@click.option(
    "--keystrokes",
    type=click.IntRange(min=0),
    default=40,
    show_default=True,
    help="How many completions are timed beside an explanation; 0 for none.",
)
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every explanation and its judgement.")
def explain(*, count: int | None, keystrokes: int, model: str | None, as_json: bool) -> None:
    """Have real functions explained: facts stated, names invented, language and speed."""
    settings = settings_for(Path.cwd(), {"model.id": model})
    found = collect()
    for each in found.left_out:
        say(_left_out(each), err=True)
    step = 1 if count is None else -(-len(found.exhibits) // count)
    exhibits = found.exhibits[::step]
    told, times = asyncio.run(_run(settings, exhibits, keystrokes))
    if as_json:
        click.echo(
            json.dumps(
                {
                    "explanations": [
                        {"markdown": each.markdown, **asdict(each.shown)} for each in told
                    ],
                    "latency": asdict(times),
                },
                ensure_ascii=False,
            )
        )
        return
    console = Console()
    console.print(_judged("What a reader gets", [each.shown for each in told]))
    console.print(_judged("The model's words alone", [each.words for each in told]))
    console.print(_timed(told, times))


def _left_out(each: LeftOut) -> Said:
    return said("{case} is left out: {reason}.", case=each.case, reason=each.reason)


async def _run(
    settings: Settings, exhibits: Sequence[Exhibit], keystrokes: int
) -> tuple[list[Told], Latency]:
    engine, fim = open_engine(settings)
    model = chosen_model(settings, Catalog.load())
    if model.chat is None:
        raise UsageError(
            said("This model was not trained to follow instructions."),
            said("Name another one; `hanare models list` shows all of them."),
        )
    templates = Templates()
    cases = rest_of_line_cases(load_corpus(), keystrokes, DEFAULT_SEED) if keystrokes else []
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(worded(said("Explaining")), total=len(exhibits) + len(cases))
            await engine.start()
            # The first question loads what all of them share.
            await explained(exhibits[0], model.id, engine, model.chat, templates)
            told = []
            for exhibit in exhibits:
                told.append(await explained(exhibit, model.id, engine, model.chat, templates))
                progress.advance(task)
            times = await latency(
                cases, exhibits, engine, (fim, model.chat), lambda: progress.advance(task)
            )
    finally:
        await engine.close()
    return told, times


def _judged(title: str, results: Sequence[Result]) -> Table:
    table = Table(title=title, show_header=False)
    for values in zip(HEAD, *map(cells, rows(results)), strict=True):
        table.add_row(*values)
    return table


def _timed(told: Sequence[Told], times: Latency) -> Table:
    table = Table(title="Milliseconds")
    for heading in ("what", "of", "p50", "p95"):
        table.add_column(heading)
    long = [each for each in told if each.exhibit.case.lines in _LONG]
    samples = (
        ("first token", [each.shown.first_token_ms for each in told]),
        (f"first token, {_LONG[0]} to {_LONG[-1]} lines", [e.shown.first_token_ms for e in long]),
        ("completion, idle", times.idle),
        ("completion beside an explanation", times.busy),
    )
    for what, values in samples:
        known = [value for value in values if value is not None]
        if known:
            middle, late = (f"{quantile(known, share):,.0f}" for share in (0.5, 0.95))
            table.add_row(what, str(len(known)), middle, late)
    return table
