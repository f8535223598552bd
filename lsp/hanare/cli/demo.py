"""`hanare demo`: real completions of a sample file, with what they cost."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from hanare.bench.demo import NAME, Hole, holes
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import worded
from hanare.completion.service import open_inline
from hanare.completion.types import Outcome
from hanare.config.settings import Settings
from hanare.wording import said


@click.command(cls=Command)
@click.option("--model", help="Model id; see `hanare models list`.")
def demo(model: str | None) -> None:
    """Complete a sample file in several places, and show what each took."""
    asyncio.run(_demo(settings_for(Path.cwd(), {"model.id": model}), Console()))


async def _demo(settings: Settings, console: Console) -> None:
    completer, engine = open_inline(settings, time.perf_counter)
    try:
        with console.status(worded(said("Loading the model"))):
            info = await engine.start()
        console.print(
            worded(
                said(
                    "[bold]{name}[/], completed by {model} on this machine\n",
                    name=NAME,
                    model=info.model,
                )
            )
        )
        for hole in holes():
            outcome = await completer.complete(hole.query)
            console.print(_line(hole, outcome), soft_wrap=True)
            console.print(_cost(hole, outcome), style="dim", highlight=False, soft_wrap=True)
    finally:
        await completer.end()
        await engine.close()


def _line(hole: Hole, outcome: Outcome) -> Text:
    document, offset = hole.query.document, hole.query.offset
    lines = document.lines
    line = lines.line_of(offset)
    shown = Text(f"{line + 1:4} ", style="dim")
    shown.append(document.text[lines.start(line) : offset], style="default")
    text = outcome.suggestion.text if outcome.suggestion else f"({outcome.reason})"
    shown.append(text, style="bold green" if outcome.suggestion else "red")
    return shown.append(document.text[offset : lines.end(line)], style="default")


def _cost(hole: Hole, outcome: Outcome) -> str:
    trace = outcome.trace
    words = said(
        "{total:.0f} ms, {evaluated} of {prompt} prompt tokens evaluated, {generated} generated; "
        "the author wrote: {original}",
        total=trace.timings_ms.get("total", 0),
        evaluated=trace.evaluated_tokens,
        prompt=trace.prompt_tokens,
        generated=trace.generated_tokens,
        original=hole.original,
    )
    return f"     {worded(words)}\n"
