"""Explanations on a terminal, in a file, or for another program."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Literal, get_args

import click
from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown

from hanare.explain.events import Event, Explanation, Replace
from hanare.explain.plain import plain
from hanare.wording import Language

Format = Literal["markdown", "text", "json"]
FORMATS: tuple[str, ...] = get_args(Format)
_PER_SECOND = 8
_MARGIN = 4  # lines of the terminal that stay free


async def tell(events: AsyncGenerator[Event], format_: Format, language: Language) -> Explanation:
    """Print an explanation, while it comes about where somebody watches; return it.

    Raises:
        HanareError: the model cannot answer.
    """
    watched = format_ == "markdown" and sys.stdout.isatty()
    console = Console(quiet=not watched)
    text = ""
    async with aclosing(events):
        with Live(console=console, transient=True, refresh_per_second=_PER_SECOND) as live:
            async for event in events:
                if isinstance(event, Explanation):
                    break
                text = event.text if isinstance(event, Replace) else text + event.text
                live.update(Markdown(_end_of(text, console.height - _MARGIN)))
    assert isinstance(event, Explanation)  # noqa: S101 - it is the last event of all
    if watched:
        console.print(Markdown(event.markdown))
    else:
        click.echo(_printed(event, format_, language), nl=False)
    return event


def _printed(made: Explanation, format_: Format, language: Language) -> str:
    if format_ == "json":
        entry = {
            "markdown": made.markdown,
            "code": made.code,
            "notes": [note.in_(language) for note in made.notes],
            "finished": made.finished,
            "language": language,
        }
        return json.dumps(entry, ensure_ascii=False) + "\n"
    if format_ == "text":
        return plain(made.markdown)
    return made.markdown.strip("\n") + "\n"


def _end_of(text: str, lines: int) -> str:
    """Return the last lines: a terminal does not scroll what is drawn anew."""
    return "\n".join(text.split("\n")[-max(lines, 1) :])
