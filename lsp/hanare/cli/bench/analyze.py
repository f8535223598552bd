"""`hanare bench analyze`: how fast the analysis is, beside Bandit and ruff, and while typing."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from hanare.bench.analysis_speed import Run, Tree, compare, standard_library
from hanare.bench.analysis_typing import Kept, Latencies, held, kept, latencies
from hanare.bench.cases import DEFAULT_SEED
from hanare.bench.replay.summary import quantile
from hanare.bench.statistics import wilson
from hanare.cli.help import Command
from hanare.cli.speaking import worded
from hanare.wording import said

_SIZES = (200, 1_000, 5_000)
_HELD_EDITS = 40


@click.command(cls=Command)
@click.option("--rounds", default=3, show_default=True, help="How often each tool runs.")
@click.option("--edits", default=200, show_default=True, help="Keys to time for each size of file.")
@click.option("--states", default=500, show_default=True, help="Half-typed states to look at.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which places are edited.")
@click.option("--json", "as_json", is_flag=True, help="Print all figures, for scripts.")
def analyze(*, rounds: int, edits: int, states: int, seed: int, as_json: bool) -> None:
    """Time `hanare analyze` and the editor's findings on the standard library's code."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="hanare-bench-") as folder:
        tree = standard_library(Path(folder))
        runs = compare(
            tree, rounds, lambda name: console.print(worded(said("running {name}", name=name)))
        )
    console.print(worded(said("typing")))
    typed = asyncio.run(latencies(_SIZES, edits, seed))
    outlasting = asyncio.run(kept(states, seed))
    loop = [asyncio.run(held(size, _HELD_EDITS)) for size in _SIZES]
    if as_json:
        figures = {
            "tree": {"files": tree.files, "lines": tree.lines},
            "runs": [asdict(run) for run in runs],
            "latencies": [asdict(each) for each in typed],
            "kept": asdict(outlasting),
            "held_ms": loop,
        }
        click.echo(json.dumps(figures))
        return
    output = Console()
    output.print(_speed(tree, runs, rounds))
    output.print(_typing(typed, loop))
    output.print(_kept(outlasting))


def _speed(tree: Tree, runs: Sequence[Run], rounds: int) -> Table:
    title = f"{tree.files} files, {tree.lines:,} lines of the standard library, median of {rounds}"
    table = Table(title=title)
    table.add_column("tool")
    for heading in ("seconds", "lines/s", "lines/s a core", "times Bandit's speed"):
        table.add_column(heading, justify="right")
    bandit = next(run.seconds for run in runs if run.name.startswith("bandit"))
    for run in runs:
        table.add_row(
            run.name,
            f"{run.seconds:.2f}",
            f"{run.lines_per_second:,.0f}",
            f"{run.lines_per_cpu_second:,.0f}",
            f"{bandit / run.seconds:.1f}",
        )
    return table


def _typing(typed: Sequence[Latencies], loop: Sequence[float]) -> Table:
    table = Table(title="From a key to its findings, through LSP, ms")
    for heading in ("lines", "findings", "keys", "p50", "p95", "most", "event loop held, most"):
        table.add_column(heading, justify="right")
    for each, worst in zip(typed, loop, strict=True):
        times = sorted(each.milliseconds)
        figures = (quantile(times, 0.5), quantile(times, 0.95), times[-1], worst)
        counts = (each.lines, each.findings, len(times))
        table.add_row(*map(str, counts), *(f"{ms:.1f}" for ms in figures))
    return table


def _kept(outlasting: Kept) -> Table:
    table = Table(title="Findings while one line is half typed")
    for heading in ("states", "broken syntax", "all findings kept", "95 % interval"):
        table.add_column(heading, justify="right")
    bounds = wilson(outlasting.whole, outlasting.states)
    table.add_row(
        str(outlasting.states),
        str(outlasting.broken),
        f"{outlasting.whole / max(outlasting.states, 1):.1%}",
        f"{bounds.low:.1%} to {bounds.high:.1%}",
    )
    return table
