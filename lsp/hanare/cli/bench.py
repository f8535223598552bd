"""`hanare bench`: the measurements behind the README's figures."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hanare.bench import cancel as cancel_bench
from hanare.bench import infill as infill_bench
from hanare.bench.cases import (
    DEFAULT_SEED,
    InfillCase,
    TypingSlot,
    rest_of_line_cases,
    typing_slots,
)
from hanare.bench.corpus import load_corpus
from hanare.bench.replay import report
from hanare.bench.replay.command import hanare_command, parse_command
from hanare.bench.replay.llama_server import LlamaServerTarget
from hanare.bench.replay.lsp_target import LspTarget
from hanare.bench.replay.session import Pace
from hanare.bench.replay.session import run as run_replay
from hanare.bench.replay.summary import quantile, summarise
from hanare.bench.replay.target import Target
from hanare.bench.replay.trace import TargetTrace
from hanare.cli.configured import settings_for
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.errors import UsageError


@click.group()
def bench() -> None:
    """Measure quality and speed on this machine, on code no model was trained on."""


@bench.command()
@click.option("--count", default=100, show_default=True, help="How many cases.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which cases.")
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every answer.")
def infill(count: int, seed: int, model: str | None, as_json: bool) -> None:
    """Exact match of masked rests of lines: anchored and healed against the plain order."""
    settings = settings_for(Path.cwd(), {"model.id": model})
    cases = rest_of_line_cases(load_corpus(), count, seed)
    scores = asyncio.run(_infill(settings, cases))
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


@bench.command()
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


async def _infill(settings: Settings, cases: list[InfillCase]) -> list[infill_bench.Score]:
    engine, layout = open_engine(settings)
    total = len(cases) * len(infill_bench.VARIANTS)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Asking", total=total)
            return await infill_bench.run(
                engine, layout, cases, progress=lambda: progress.advance(task)
            )
    finally:
        await engine.close()


@bench.command()
@click.option(
    "--slots",
    "count",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many pieces of code.",
)
@click.option(
    "--lines",
    type=click.IntRange(min=1),
    default=8,
    show_default=True,
    help="How many lines each has.",
)
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which code, which rhythm.")
@click.option("--speed", default=1.0, show_default=True, help="Times as fast as a person types.")
@click.option(
    "--settle", default=3.0, show_default=True, help="Seconds between opening a file and typing."
)
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option(
    "--compare",
    metavar="COMMAND",
    multiple=True,
    help="Type into another language server as well, for example "
    "'HANARE__ENGINE__THREADS=1 hanare serve'; may be repeated.",
)
@click.option(
    "--engine",
    type=click.Choice(["llama-server"]),
    help="Type into this engine as well, asked as the llama.vim plugin asks it; needs --url.",
)
@click.option("--url", help="Where the engine listens, for example http://127.0.0.1:8012.")
@click.option("--profile", is_flag=True, help="Print where the milliseconds of an answer go.")
@click.option("--json", "as_json", is_flag=True, help="Print everything, request by request.")
def replay(
    count: int,
    lines: int,
    seed: int,
    speed: float,
    settle: float,
    model: str | None,
    compare: tuple[str, ...],
    engine: str | None,
    url: str | None,
    profile: bool,
    as_json: bool,
) -> None:
    """Type real code into `hanare serve`, as an editor does, at a person's rhythm.

    Suggestions are accepted where they are what the code says. One that arrives after the next
    key or later than 400 ms is not noticed.
    """
    if speed <= 0 or settle < 0:
        raise UsageError("--speed must be above 0, and --settle not below.")
    if bool(engine) != bool(url):
        raise UsageError("--engine and --url belong together.", "Give both or neither.")
    options = {"model": {"id": model}} if model else None
    targets: list[Target] = [LspTarget(hanare_command(options))]
    targets += [LspTarget(parse_command(command)) for command in compare]
    if url:
        targets.append(LlamaServerTarget(url))
    pace = Pace(seed, speed, settle)
    slots = typing_slots(load_corpus(), count, lines, seed)
    traces = asyncio.run(_replay(targets, slots, pace))
    summaries = [summarise(trace) for trace in traces]
    if as_json:
        result = report.as_dict(pace, traces, summaries)
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    console = Console()
    title = (
        f"{len(slots)} pieces of {lines} lines, {summaries[0].characters} characters (seed {seed})"
    )
    console.print(report.figures(summaries, title))
    for summary in summaries if profile else ():
        console.print(report.profile(summary))


async def _replay(targets: list[Target], slots: list[TypingSlot], pace: Pace) -> list[TargetTrace]:
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("Typing", total=len(slots) * len(targets))
        return await run_replay(targets, slots, pace, lambda: progress.advance(task))
