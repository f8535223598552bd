"""`hanare explain`: code, findings, changes and errors, explained by the local model."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path

import click

from hanare.analysis.changed_text import changed_text
from hanare.analysis.finding import Finding
from hanare.analysis.git import Repository
from hanare.analysis.service import open_text_scanner
from hanare.cli.complete import definitions_for, read_text
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import asked_for_language, lang_option, say, spoken
from hanare.cli.telling import FORMATS, Format, tell
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.errors import ExitCode, UsageError
from hanare.explain.events import Explanation
from hanare.explain.kinds import Kind
from hanare.explain.related import with_other_files
from hanare.explain.service import open_explanations
from hanare.explain.subject import Subject, Text
from hanare.explain.tracebacks import frames
from hanare.text.languages import language_of
from hanare.wording import said

_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<first>\d{1,9})(?:-(?P<last>\d{1,9}))?)?", re.DOTALL)
_WRITTEN = {"docstring": Kind.DOCSTRING, "name": Kind.NAME, "test": Kind.TEST}
_MOST_INPUT = 1_000_000  # characters of an error message
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked about a place."""

    finding: str | None
    question: str | None
    write: Kind | None


@click.command(cls=Command)
@click.argument("place", metavar="[FILE[:LINE[-LINE]]]", required=False)
@click.option("--finding", metavar="ID", help="A security finding: its rule, RULE:LINE, or "
              "fingerprint.")  # fmt: skip
@click.option("--question", help="Answer this about the lines, or about the file.")
@click.option(
    "--write", type=click.Choice(tuple(_WRITTEN)), help="Write this for the definition at LINE."
)
@click.option(
    "--diff",
    "revision",
    is_flag=False,
    flag_value="HEAD",
    metavar="[REV]",
    help="Explain what has changed since a revision of Git; HEAD if none is named.",
)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="markdown", show_default=True,
    help="How it is printed; a terminal gets Markdown rendered.",
)  # fmt: skip
@click.option("--model", help="Model id; see `hanare models list`.")
@lang_option
def explain(
    place: str | None,
    finding: str | None,
    question: str | None,
    write: str | None,
    revision: str | None,
    format_: Format,
    model: str | None,
) -> None:
    """Explain code, a finding, a change or an error with the local model.

    FILE:LINE is the function or class at that line, FILE:LINE-LINE the lines, FILE all of it. `-`
    instead of a file reads an error message or a traceback from standard input.

    What is certain comes from the engines, the rest from the model: names that are not in the code
    are marked with ⟨?⟩.
    """
    place = place or None  # a shell's variable that is not set
    if place is None and revision is None:
        raise UsageError(said("There is nothing to explain."), said("Name a file, `-` or --diff."))
    _check_together(place, revision, {"--finding": finding, "--question": question,
                                      "--write": write})  # fmt: skip
    is_file = place is not None and place != "-" and revision is None
    path = _place(place).path if is_file and place is not None else None
    folder = path.absolute().parent if path is not None else Path.cwd()
    settings = settings_for(folder, {"model.id": model})
    text: Text | None = None
    if revision is not None:
        subject = _change(folder, revision)
    elif path is None:
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a message may quote any bytes
        subject = _error(sys.stdin.read(_MOST_INPUT))
    else:
        assert place is not None  # noqa: S101 - there is a path
        wish = _Wish(finding, question, _WRITTEN.get(write or ""))
        text, subject = asyncio.run(_of_file(_place(place), wish, settings))
    made = asyncio.run(_told(settings, folder, path, text, subject, format_))
    if not made.finished:
        raise SystemExit(ExitCode.FAILED)


def _check_together(
    place: str | None, revision: str | None, about_a_place: Mapping[str, str | None]
) -> None:
    """Check that what is asked for is one thing.

    Raises:
        UsageError: it is several.
    """
    asked = [name for name, value in about_a_place.items() if value is not None]
    whole = ["--diff"] if revision is not None else []
    if place is not None and (whole or place == "-"):
        whole.append("`-`" if place == "-" else "FILE")
    if len(whole) + len(asked) > 1:
        raise UsageError(
            said("{options} do not go together.", options=", ".join(whole + asked)),
            said("Ask for one of them."),
        )


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    first: int | None
    last: int | None


def _place(place: str) -> _Place:
    match = _PLACE.fullmatch(place)
    assert match is not None  # noqa: S101 - anything is a path
    first, last = (int(match[name]) if match[name] else None for name in ("first", "last"))
    return _Place(Path(match["path"]), first, last)


async def _of_file(place: _Place, wish: _Wish, settings: Settings) -> tuple[Text, Subject]:
    """Return a file's text, and what of it is asked about.

    Raises:
        UsageError: there is no such place, definition or finding.
    """
    path = place.path
    content = read_text(path)
    text = Text(content, language_of(path.name), str(path))
    if wish.finding is not None:
        return text, text.finding(await _finding(content, place, wish.finding, settings))
    lines = text.lines
    for line in (place.first, place.last):
        if line is not None and not 1 <= line <= len(lines):
            raise UsageError(
                said("{path} has {count} lines; there is no line {line}.",
                     path=path, count=len(lines), line=line)
            )  # fmt: skip
    if place.first is not None and place.last is not None and place.last < place.first:
        raise UsageError(
            said("Line {last} is above line {first}.", first=place.first, last=place.last),
            said("Name the first line first: {lines}.", lines=f"{place.last}-{place.first}"),
        )
    if place.first is None:
        subject: Subject | None = text.file()
    else:
        start = lines.start(place.first - 1)
        end = lines.end((place.last or place.first) - 1)
        inked = start + len(content[start:end]) - len(content[start:end].lstrip())
        subject = None if place.last else text.symbol(inked, wish.write or Kind.SYMBOL)
        if subject is None and wish.write is None:
            subject = text.selection(start, end)
    if subject is None or (wish.write is not None and subject.kind is not wish.write):
        raise UsageError(
            said("There is no definition at this place."),
            said("Name the line of a function or a class."),
        )
    if wish.question is not None:
        subject = replace(subject, kind=Kind.QUESTION, asked=wish.question)
    return text, subject


async def _finding(content: str, place: _Place, wanted: str, settings: Settings) -> Finding:
    """Return the finding that is meant.

    Raises:
        UsageError: there is none.
    """
    scanner = open_text_scanner(settings.analysis)
    try:
        result = await scanner.text(content, str(place.path), language_of(place.path.name))
    finally:
        await scanner.close()
    rule, _, line = wanted.partition(":")
    for each in result.findings:
        is_it = each.rule == rule and (not line or line == str(each.start.line))
        if (is_it and place.first in (None, each.start.line)) or each.fingerprint == wanted:
            return each
    found = ", ".join(f"{each.rule}:{each.start.line}" for each in result.findings[:_MOST_NAMED])
    raise UsageError(
        said("There is no finding {wanted} in {path}.", wanted=wanted, path=place.path),
        said("There are: {found}.", found=found)
        if found
        else said("`hanare analyze` lists all findings."),
    )


def _change(folder: Path, revision: str) -> Subject:
    """Return what has changed since a revision.

    Raises:
        UsageError: there is no repository or revision, or nothing has changed.
    """
    repository = Repository.around(folder)
    if repository is None:
        raise UsageError(
            said("{folder} is in no Git repository, or Git is missing.", folder=folder),
            said("Run it in a working tree."),
        )
    changed = changed_text(repository, repository.commit(revision))
    if changed.left_out:
        files = ", ".join(changed.left_out[:_MOST_NAMED])
        say(said("Left out, for they are too large or no text: {files}.", files=files), err=True)
    if not changed.diff:
        raise UsageError(said("Nothing has changed since {revision}.", revision=revision))
    return Subject(Kind.DIFF, changed.diff, language="diff")


def _error(message: str) -> Subject:
    """Return an error message, with the code that it names, if that is in this folder.

    Raises:
        UsageError: there is no message.
    """
    if not message.strip():
        raise UsageError(
            said("There is nothing to explain."),
            said("Send the message: `program 2>&1 | hanare explain -`."),
        )
    here = Path.cwd().resolve()
    for frame in reversed(frames(message)):
        content = _read_below(here, frame.path)
        if content is not None:
            text = Text(content, language_of(Path(frame.path).name), frame.path)
            line = min(max(frame.line, 1), len(text.lines))
            at = text.lines.start(line - 1)
            return text.place(Kind.ERROR, at, at, message)
    return Subject(Kind.ERROR, asked=message)


def _read_below(folder: Path, name: str) -> str | None:
    """Return the text of a file that a message names; None if it is elsewhere or unreadable."""
    try:
        path = Path(name).resolve()
        return read_text(path) if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError, RuntimeError, UsageError):
        # A name that is too long, with a NUL, a loop of links, or another encoding.
        return None


async def _told(
    settings: Settings,
    folder: Path,
    path: Path | None,
    text: Text | None,
    subject: Subject,
    format_: Format,
) -> Explanation:
    chosen = settings.explain.language
    # What the command line asks for goes before the settings.
    tongue = spoken() if asked_for_language() or chosen == "auto" else chosen
    if text is not None and path is not None:
        index = definitions_for(settings, folder)
        if index is not None:
            subject = await with_other_files(subject, text, index, str(folder / path.name))
    engine, _ = open_engine(settings)
    try:
        explanations = open_explanations(settings, engine)
        return await tell(explanations.of(subject, tongue, text=text), format_, tongue)
    finally:
        await engine.close()
