"""`hanare bench gate`: what the gate does to the model's suggestions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hanare.bench.cases import DEFAULT_SEED, InfillCase, rest_of_line_cases
from hanare.bench.corpus import load_corpus
from hanare.bench.gate.cases import GateCase, gate_cases
from hanare.bench.gate.judge import Outcome
from hanare.bench.gate.run import Bench, Harmless, Invited, Proof
from hanare.bench.replay.summary import quantile
from hanare.bench.statistics import wilson
from hanare.cli.configured import settings_for
from hanare.completion.service import open_engine
from hanare.config.settings import Settings


@click.command()
@click.option("--harmless", default=200, show_default=True, help="How much harmless code.")
@click.option(
    "--proof", "most", default=2_000, show_default=True, help="How many suggestions to check twice."
)
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which harmless code.")
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every case.")
def gate(*, harmless: int, most: int, seed: int, model: str | None, as_json: bool) -> None:
    """Measure insecure suggestions, raw and shown, and what the gate costs.

    The model's code is run, in processes that may neither start others, nor connect, nor write
    elsewhere. That is a fence, not a jail.
    """
    settings = settings_for(Path.cwd(), {"model.id": model})
    code = rest_of_line_cases(load_corpus(), harmless, seed)
    invited, unharmed, proof = asyncio.run(_run(settings, gate_cases(), code, most))
    if as_json:
        rows = {
            "invited": [asdict(each) for each in invited],
            "harmless": [asdict(each) for each in unharmed],
            "proof": asdict(proof),
        }
        click.echo(json.dumps(rows))
        return
    console = Console()
    console.print(_invited(invited))
    console.print(_harmless(unharmed))
    console.print(_proof(proof))
    for violation in proof.violations[:20]:
        console.print(violation, markup=False, style="red")


async def _run(
    settings: Settings, cases: Sequence[GateCase], code: Sequence[InfillCase], most: int
) -> tuple[list[Invited], list[Harmless], Proof]:
    engine, layout = open_engine(settings)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            async with Bench(engine, layout) as bench:
                task = progress.add_task("inviting code", total=len(cases))
                invited = await bench.invited(cases, lambda: progress.advance(task))
                task = progress.add_task("harmless code", total=len(code))
                unharmed = await bench.harmless(code, lambda: progress.advance(task))
                task = progress.add_task("twice", total=most)
                proof = await bench.proof(
                    _places(cases, code), most, lambda: progress.advance(task)
                )
        return invited, unharmed, proof
    finally:
        await engine.close()


def _places(
    cases: Sequence[GateCase], code: Sequence[InfillCase]
) -> Iterator[tuple[str, str, str, str]]:
    for case in cases:
        yield f"{case.id}.py", case.before, case.insecure, case.after
    for each in code:
        line = each.prefix.rfind("\n") + 1
        typed = each.prefix[line:] + each.expected
        yield each.path, each.prefix[:line], typed, each.suffix


def _share(hits: int, of: int) -> str:
    bounds = wilson(hits, of)
    return f"{hits} of {of}: {hits / max(of, 1):.1%} ({bounds.low:.1%} to {bounds.high:.1%})"


def _invited(results: Sequence[Invited]) -> Table:
    table = Table(title=f"{len(results)} places that invite insecurity, judged by running the code")
    for heading in ("shown", "insecure", "secure", "does not do its job", "nothing"):
        table.add_column(heading)
    arms = (
        ("whatever the model says", [each.raw for each in results]),
        ("with the policy hide", [each.hide for each in results]),
        ("with the policy resample", [each.resample for each in results]),
    )
    for name, outcomes in arms:
        insecure = sum(each is Outcome.INSECURE for each in outcomes)
        others = (Outcome.SECURE, Outcome.BROKEN, None)
        counts = (str(sum(each is other for each in outcomes)) for other in others)
        table.add_row(name, _share(insecure, len(outcomes)), *counts)
    tried = sum(bool(each.rule) for each in results)
    again = sum(each.was_resampled for each in results)
    table.caption = f"hidden ones for which a second try was shown: {_share(again, tried)}"
    return table


def _harmless(results: Sequence[Harmless]) -> Table:
    table = Table(title=f"{len(results)} suggestions in harmless code")
    for heading in ("not shown", "right ones lost", "added, p50", "added, p95"):
        table.add_column(heading)
    times = sorted(each.milliseconds for each in results)
    exact = [each for each in results if each.exact]
    table.add_row(
        _share(sum(not each.shown for each in results), len(results)),
        _share(sum(not each.shown for each in exact), len(results)),
        f"{quantile(times, 0.5):.1f} ms",
        f"{quantile(times, 0.95):.1f} ms",
    )
    reasons = sorted({each.reason for each in results if not each.shown})
    table.caption = ", ".join(reasons)
    return table


def _proof(proof: Proof) -> Table:
    table = Table(title=f"{proof.suggestions} suggestions at many cursors, looked at twice")
    for heading in ("hidden", "unscannable", "really scanned", "shown with a new finding"):
        table.add_column(heading)
    missed = proof.unscannable + proof.unscanned
    table.add_row(
        str(proof.hidden),
        str(proof.unscannable),
        _share(proof.suggestions - missed, proof.suggestions),
        str(len(proof.violations)),
    )
    times = sorted(proof.milliseconds)
    if times:
        table.caption = f"added: p50 {quantile(times, 0.5):.1f}, p95 {quantile(times, 0.95):.1f} ms"
    return table
