"""`hanare bench gate`: what the gate does to the model's suggestions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table
from rich.text import Text

from hanare.bench.cases import DEFAULT_SEED, InfillCase, rest_of_line_cases
from hanare.bench.corpus import load_corpus
from hanare.bench.gate.cases import GateCase, gate_cases
from hanare.bench.gate.judge import Outcome
from hanare.bench.gate.run import Bench, Harmless, Invited, Proof
from hanare.bench.replay.summary import quantile
from hanare.bench.statistics import wilson
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.completion.service import open_engine
from hanare.config.settings import Settings

R = TypeVar("R", Invited, Harmless, Proof)

PARTS = ("inviting", "harmless", "twice")


@click.command(cls=Command)
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice(PARTS),
    help="Measure this only; repeatable.",
)
@click.option("--harmless", default=200, show_default=True, help="How much harmless code.")
@click.option(
    "--twice", "most", default=2_000, show_default=True, help="How many suggestions to check twice."
)
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which harmless code.")
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every case, a line for each part.")
def gate(
    *, parts: tuple[str, ...], harmless: int, most: int, seed: int, model: str | None, as_json: bool
) -> None:
    """Measure insecure suggestions, raw and shown, and what the gate costs.

    The model's code is run, in processes that may neither start others, nor connect, nor write
    elsewhere. That is a fence, not a jail.
    """
    settings = settings_for(Path.cwd(), {"model.id": model})
    code = rest_of_line_cases(load_corpus(), harmless, seed)
    asyncio.run(_run(settings, code, most, parts or PARTS, as_json=as_json))


async def _run(
    settings: Settings,
    code: Sequence[InfillCase],
    most: int,
    parts: Sequence[str],
    *,
    as_json: bool,
) -> None:
    engine, layout = open_engine(settings)
    cases = gate_cases()
    try:
        with Progress(console=Console(stderr=True)) as progress:
            async with Bench(engine, layout) as bench:
                for part in parts:
                    task = progress.add_task(part)

                    def step(task: TaskID = task) -> None:
                        progress.advance(task)

                    if part == "inviting":
                        progress.update(task, total=len(cases))
                        _tell(await bench.invited(cases, step), _invited, as_json=as_json)
                    elif part == "harmless":
                        progress.update(task, total=len(code))
                        _tell(await bench.harmless(code, step), _harmless, as_json=as_json)
                    else:
                        progress.update(task, total=most)
                        proof = await bench.proof(_places(cases, code), most, step)
                        _tell([proof], _proof, as_json=as_json)
    finally:
        await engine.close()


def _tell(results: list[R], table: Callable[[Sequence[R]], Table], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(each) for each in results]))
    else:
        Console().print(table(results))


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


def _proof(proofs: Sequence[Proof]) -> Table:
    (proof,) = proofs
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
    for violation in proof.violations[:20]:
        table.add_row("", "", "", Text(violation))
    return table
