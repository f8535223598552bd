"""`hanare bench cancel`: how long a cancelled request keeps the engine busy."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from hanare.bench import cancel as cancel_bench
from hanare.bench.cases import DEFAULT_SEED, InfillCase, rest_of_line_cases
from hanare.bench.corpus import load_corpus
from hanare.bench.replay.summary import quantile
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.completion.service import open_engine
from hanare.config.settings import Settings


@click.command(cls=Command)
@click.option("--count", default=60, show_default=True, help="How many cancelled requests.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which code, and when.")
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every round.")
def cancel(count: int, seed: int, model: str | None, as_json: bool) -> None:
    """Time from leaving a request, in its prefill as well, to the beginning of the next."""
    settings = settings_for(Path.cwd(), {"model.id": model})
    cases = rest_of_line_cases(load_corpus(), count, seed)
    rounds = asyncio.run(_cancel(settings, cases, seed))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in rounds]))
        return
    table = Table(title=f"Busy after a cancelled request, ms (seed {seed})")
    for heading in ("cancelled in", "rounds", "p50", "p95", "most"):
        table.add_column(heading, justify="left" if heading == "cancelled in" else "right")
    for name, in_prefill in (("prefill", True), ("decode", False)):
        busy = sorted(each.busy_ms for each in rounds if each.in_prefill is in_prefill)
        if busy:
            figures = (quantile(busy, 0.5), quantile(busy, 0.95), busy[-1])
            table.add_row(name, str(len(busy)), *(f"{ms:.1f}" for ms in figures))
    Console().print(table)


async def _cancel(
    settings: Settings, cases: list[InfillCase], seed: int
) -> list[cancel_bench.Cancelled]:
    engine, layout = open_engine(settings)
    try:
        return await cancel_bench.run(engine, layout, cases, seed)
    finally:
        await engine.close()
