"""`hanare audit`: read the audit trail, and check that nobody changed it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import click
from filelock import Timeout
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hanare.analysis.redaction import visible
from hanare.cli.help import Group
from hanare.cli.speaking import lang_option, say
from hanare.errors import HanareError
from hanare.files import places
from hanare.observe.audit import Break, Flaw, TrailFiles, Value, verify
from hanare.observe.audit.chain import read
from hanare.wording import Said, said

_PLAIN_WIDTH = 200
"""Columns when the output is no terminal: wide enough that nothing is cut off in a file."""

_LAST = 50
_LONGEST_CELL = 32
_COLUMNS = ("sequence", "time", "kind", "rule", "cwe", "severity", "policy", "outcome")
_NO_DETAILS = frozenset((*_COLUMNS, "previous", "hash"))

_FLAWS: Mapping[Flaw, Said] = MappingProxyType(
    {
        Flaw.UNREADABLE: said("this line is no entry of the trail"),
        Flaw.EDITED: said("this entry was edited"),
        Flaw.MISSING: said("an entry was removed before this one, or moved"),
        Flaw.INSERTED: said(
            "this entry was inserted or moved here, or a chain was begun anew without its head"
        ),
        Flaw.REPLACED: said("this entry or the one before it was replaced"),
        Flaw.TRUNCATED: said("the last entries were removed"),
        Flaw.HEADLESS: said(
            "the head file is gone or unreadable, so entries may be missing at the end"
        ),
    }
)
_NOTHING = said("Nothing is recorded.")
_INTERRUPTED = said("A writer was interrupted; the next entry repairs that.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_file = click.option(
    "--file",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A trail elsewhere, such as a copy, instead of yours.",
)


@click.group("audit", cls=Group)
def audit_group() -> None:
    """Read and check the record of what the gate decided."""


@audit_group.command("path")
def print_path() -> None:
    """Print where your audit trail is."""
    click.echo(places.audit_file())


@audit_group.command("show")
@_as_json
@click.option(
    "--last",
    type=click.IntRange(min=0),
    default=_LAST,
    show_default=True,
    help="How many entries, the newest ones; 0 for all.",
)
@click.option("--kind", metavar="KIND", help="Only entries of this kind, such as gate.")
@lang_option
@_file
def show(as_json: bool, last: int, kind: str | None, file: Path | None) -> None:
    """Print entries, the newest last."""
    entries: deque[Mapping[str, Value]] = deque(maxlen=last or None)
    doubtful = 0
    with _reading(), TrailFiles(file or places.audit_file()).snapshot() as trail:
        for line in trail.lines():
            entry = read(line.content)
            if entry is None or not entry.genuine:
                doubtful += 1
            if entry and kind in (None, entry.values.get("kind")):
                entries.append(entry.values)
    if as_json:
        # ASCII only: a value may hold what changes the order of what is shown.
        click.echo(json.dumps(list(entries), indent=1))
    elif not entries:
        say(_NOTHING)
    else:
        console = Console()
        console = console if console.is_terminal else Console(width=_PLAIN_WIDTH)
        console.print(_table(entries))
    if doubtful:
        words = said(
            "{count:,} lines are no entries, or were edited; `hanare audit verify` says more.",
            count=doubtful,
        )
        say(words, err=True)


@audit_group.command("verify")
@_as_json
@lang_option
@_file
def verify_trail(as_json: bool, file: Path | None) -> None:
    """Check that no entry was changed, added or removed; exit with 1 if one was.

    Whoever may write to the files and the head beside them can still forge both.
    """
    with _reading():
        checked = verify(file or places.audit_file())
    broken = checked.broken
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ok": broken is None,
                    "entries": checked.entries,
                    "interrupted": checked.interrupted,
                    "broken": broken and _as_dict(broken),
                },
                indent=1,
            )
        )
    if broken:
        raise HanareError(
            said(
                "The audit trail was changed: {place}: {flaw} (entry {sequence:,} should be here; "
                "{count:,} before it are whole).",
                place=visible(f"{broken.file}:{broken.line}"),
                flaw=_FLAWS[broken.flaw],
                sequence=broken.sequence,
                count=checked.entries,
            ),
            said("Keep the folder as evidence: move it away, and a new trail begins."),
        )
    if not as_json:
        whole = said("{count:,} entries, none changed.", count=checked.entries)
        say(whole if checked.entries else _NOTHING)
        if checked.interrupted:
            say(_INTERRUPTED)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except Timeout as error:
        raise HanareError(
            said("Another process has been writing to the audit trail for seconds."),
            said("Try again, or look for a `hanare serve` that hangs."),
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HanareError(
            said("The audit trail cannot be read: {reason}.", reason=reason),
            said("`hanare audit path` says where it is."),
        ) from error


def _as_dict(broken: Break) -> dict[str, object]:
    return {
        "flaw": broken.flaw,
        "file": str(broken.file),
        "line": broken.line,
        "sequence": broken.sequence,
    }


def _table(entries: deque[Mapping[str, Value]]) -> Table:
    table = Table(*_COLUMNS, "details")
    for entry in entries:
        cells = [_cell(entry.get(column)) for column in _COLUMNS]
        details = [
            f"{_cell(key)}={_cell(value)}" for key, value in entry.items() if key not in _NO_DETAILS
        ]
        table.add_row(*map(Text, cells), Text(" ".join(details)))
    return table


def _cell(value: Value) -> str:
    text = "" if value is None else str(value)
    return visible(text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…")
