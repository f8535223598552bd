"""`hanare complete FILE:LINE:COL`: one suggestion, as the editor would show it."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from hanare.cli.configured import project_folder, settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import say, worded
from hanare.completion.service import open_inline
from hanare.completion.types import Outcome, Query, Trigger
from hanare.config.settings import Settings
from hanare.errors import HanareError, UsageError
from hanare.index.lookup import WorkspaceIndex
from hanare.index.scan import scan
from hanare.index.store import database_of
from hanare.index.workspace import limits_of
from hanare.text.document import DocumentSnapshot
from hanare.text.languages import language_of
from hanare.wording import joined, said

_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d+):(?P<column>\d+)", re.DOTALL)


@click.command(cls=Command)
@click.argument("place", metavar="FILE:LINE:COL")
@click.option("--json", "as_json", is_flag=True, help="Print everything known about the answer.")
@click.option(
    "--explain-pipeline",
    "explain",
    is_flag=True,
    help="Print what each step decided; --json always does.",
)
@click.option("--model", help="Model id; see `hanare models list`.")
def complete(place: str, as_json: bool, explain: bool, model: str | None) -> None:
    """Print the suggestion for a cursor in FILE.

    LINE and COL count from 1, COL in characters: 1 is before the first character of the line.
    Definitions come from the project that FILE is in: the nearest folder above it that has
    `.git`, `pyproject.toml` or `.hanare.toml`.
    """
    query = query_at(place)
    folder = Path(query.path).parent
    settings = settings_for(folder, {"model.id": model})
    outcome, name = asyncio.run(_ask(settings, query, definitions_for(settings, folder)))
    if explain and not as_json:
        Console().print(_stages(outcome))
    if as_json:
        click.echo(json.dumps(as_dict(outcome, query, name), ensure_ascii=False))
    elif outcome.suggestion:
        click.echo(outcome.suggestion.text)
    else:
        say(said("No suggestion: {reason}", reason=outcome.reason), err=True)


def query_at(place: str) -> Query:
    """Return the query that FILE:LINE:COL describes.

    Raises:
        UsageError: it is not of that form, the file cannot be read, or has no such place.
    """
    match = _PLACE.fullmatch(place)
    if match is None:
        raise UsageError(
            said("{place!r} is not FILE:LINE:COL.", place=place),
            said("For example: src/app.py:12:5"),
        )
    path, line, column = Path(match["path"]), int(match["line"]), int(match["column"])
    text, language = read_text(path), language_of(path.name)
    document = DocumentSnapshot(path.absolute().as_uri(), 0, text, language)
    lines = document.lines
    if not 1 <= line <= len(lines):
        raise UsageError(
            said(
                "{path} has {count} lines; there is no line {line}.",
                path=path,
                count=len(lines),
                line=line,
            )
        )
    width = lines.end(line - 1) - lines.start(line - 1)
    if not 1 <= column <= width + 1:
        raise UsageError(
            said(
                "Line {line} of {path} has {width} characters; there is no column {column}.",
                line=line,
                path=path,
                width=width,
                column=column,
            ),
            said("Columns go from 1 to {last}.", last=width + 1),
        )
    return Query(document, lines.offset(line - 1, column - 1), Trigger.INVOKED, str(path))


def read_text(path: Path) -> str:
    """Return the text of a file, its line ends as they are.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(
            said("{path} cannot be read: {reason}.", path=path, reason=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            said(
                "{path} is not UTF-8: byte {number} is no part of a character.",
                path=path,
                number=error.start,
            ),
            said("Convert it, for example with `iconv -f SHIFT_JIS -t UTF-8`."),
        ) from error


def definitions_for(settings: Settings, folder: Path) -> WorkspaceIndex | None:
    """Return the index of the project around `folder`, brought up to date."""
    project = project_folder(folder)
    if project is None or not settings.context.other_files:
        return None
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(worded(said("Indexing")))

        def report(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        try:
            scan(project, database_of(project), limits_of(settings), report)
        except HanareError as error:
            words = said(
                "Definitions of other files are not used: {why}",
                why=joined("\n", (error.what, error.advice)),
            )
            say(words, err=True, color="yellow")
            return None
    return WorkspaceIndex([project])


def _stages(outcome: Outcome) -> Table:
    title = worded(said("How this suggestion came about"))
    table = Table(worded(said("stage")), worded(said("decision")), title=title)
    for stage in outcome.trace.stages:
        table.add_row(stage.name, Text(worded(stage.decision)))
    table.add_row(worded(said("outcome")), str(outcome.reason))
    return table


async def _ask(
    settings: Settings, query: Query, definitions: WorkspaceIndex | None
) -> tuple[Outcome, str]:
    completer, engine = open_inline(settings, time.perf_counter, definitions)
    try:
        info = await engine.start()
        completer.loaded(info)
        return await completer.complete(query), info.model
    finally:
        await completer.end()
        await engine.close()


def as_dict(outcome: Outcome, query: Query, model: str) -> dict[str, object]:
    """Return the outcome as `--json` prints it; positions count from 1, in characters."""
    suggestion, trace = outcome.suggestion, outcome.trace

    def place(offset: int) -> dict[str, int]:
        line, column = query.document.lines.position(offset)
        return {"line": line + 1, "column": column + 1}

    return {
        "text": suggestion.text if suggestion else None,
        "range": {"start": place(suggestion.start), "end": place(suggestion.end)}
        if suggestion
        else None,
        "reason": str(outcome.reason),
        "timings_ms": {name: round(ms, 1) for name, ms in trace.timings_ms.items()},
        "prompt_tokens": trace.prompt_tokens,
        "evaluated_tokens": trace.evaluated_tokens,
        "generated_tokens": trace.generated_tokens,
        "extent": trace.extent,
        "confidence": round(trace.confidence, 3),
        "alternatives": [each.text for each in outcome.alternatives],
        "stages": [{"name": stage.name, "decision": str(stage.decision)} for stage in trace.stages],
        "model": model,
    }
