"""`hanare bench orders`: what anchoring and healing are worth."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hanare.bench import orders as orders_bench
from hanare.bench.cases import DEFAULT_SEED, InfillCase, rest_of_line_cases
from hanare.bench.corpus import load_corpus
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import worded
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.wording import said


@click.command(cls=Command)
@click.option("--count", default=100, show_default=True, help="How many cases.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which cases.")
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every answer.")
def orders(count: int, seed: int, model: str | None, as_json: bool) -> None:
    """Exact match of masked rests of lines: anchored and healed against the plain order."""
    settings = settings_for(Path.cwd(), {"model.id": model})
    cases = rest_of_line_cases(load_corpus(), count, seed)
    scores = asyncio.run(_ask(settings, cases))
    if as_json:
        answers = {score.variant: [asdict(answer) for answer in score.answers] for score in scores}
        click.echo(json.dumps(answers, ensure_ascii=False))
        return
    table = Table(title=f"Exact match of {len(cases)} masked rests of lines (seed {seed})")
    for heading in ("prompt", "exact", "share", "prompt tokens (median)"):
        table.add_column(heading, justify="left" if heading == "prompt" else "right")
    for score in scores:
        table.add_row(
            score.variant,
            f"{score.exact}/{len(score.answers)}",
            f"{score.exact_share:.3f}",
            f"{score.median_prompt_tokens:.0f}",
        )
    Console().print(table)


async def _ask(settings: Settings, cases: list[InfillCase]) -> list[orders_bench.Score]:
    engine, layout = open_engine(settings)
    total = len(cases) * len(orders_bench.VARIANTS)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(worded(said("Asking")), total=total)
            return await orders_bench.run(
                engine, layout, cases, progress=lambda: progress.advance(task)
            )
    finally:
        await engine.close()
