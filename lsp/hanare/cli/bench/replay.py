"""`hanare bench replay`: typing real code into the server."""

from __future__ import annotations

import asyncio
import json

import click
from rich.console import Console
from rich.progress import Progress

from hanare.bench.cases import DEFAULT_SEED, TypingSlot, typing_slots
from hanare.bench.corpus import load_corpus, package_files
from hanare.bench.replay import report
from hanare.bench.replay.command import hanare_command, parse_command
from hanare.bench.replay.llama_server import LlamaServerTarget
from hanare.bench.replay.lsp_target import LspTarget
from hanare.bench.replay.session import Pace
from hanare.bench.replay.session import run as run_replay
from hanare.bench.replay.summary import summarise
from hanare.bench.replay.target import Target
from hanare.bench.replay.trace import TargetTrace
from hanare.cli.help import Command
from hanare.cli.speaking import worded
from hanare.errors import UsageError
from hanare.wording import said


@click.command(cls=Command)
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
        raise UsageError(said("--speed must be above 0, and --settle not below."))
    if bool(engine) != bool(url):
        raise UsageError(said("--engine and --url belong together."), said("Give both or neither."))
    options = {"model": {"id": model}} if model else None
    slots = typing_slots(load_corpus(), count, lines, seed)
    files = _project()
    targets: list[Target] = [LspTarget(hanare_command(options), files)]
    targets += [LspTarget(parse_command(command), files) for command in compare]
    if url:
        targets.append(LlamaServerTarget(url))
    pace = Pace(seed, speed, settle)
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


def _project() -> dict[str, str]:
    """Return the files that are beside those that are typed into, path to text."""
    packages = sorted({source.package for source in load_corpus()})
    return {path: text for name in packages for path, text in package_files(name).items()}


async def _replay(targets: list[Target], slots: list[TypingSlot], pace: Pace) -> list[TargetTrace]:
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(worded(said("Typing")), total=len(slots) * len(targets))
        return await run_replay(targets, slots, pace, lambda: progress.advance(task))
