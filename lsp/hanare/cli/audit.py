"""`hanare audit`: read the audit trail, and check that nobody changed it."""

from __future__ import annotations

import json
import os
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
from hanare.cli.language import Choice, Language, language
from hanare.errors import HanareError
from hanare.observe.audit import Break, Flaw, TrailFiles, Value, audit_file, verify
from hanare.observe.audit.chain import read
from hanare.observe.explanations import Explanation

_PLAIN_WIDTH = 200
"""Columns when the output is no terminal: wide enough that nothing is cut off in a file."""

_LAST = 50
_LONGEST_CELL = 32
_COLUMNS = ("sequence", "time", "kind", "rule", "cwe", "severity", "policy", "outcome")
_NO_DETAILS = frozenset((*_COLUMNS, "previous", "hash"))

_FLAWS: Mapping[Flaw, Explanation] = MappingProxyType(
    {
        Flaw.UNREADABLE: Explanation(
            "this line is no entry of the trail", "この行は監査記録の形式ではありません"
        ),
        Flaw.EDITED: Explanation("this entry was edited", "この記録は書き換えられています"),
        Flaw.MISSING: Explanation(
            "an entry was removed before this one, or moved",
            "この行の前の記録が削除または移動されています",
        ),
        Flaw.INSERTED: Explanation(
            "this entry was inserted or moved here, or a chain was begun anew without its head",
            "この記録は挿入または移動されたか、先頭情報を失った後に連鎖が新しく始まっています",
        ),
        Flaw.REPLACED: Explanation(
            "this entry or the one before it was replaced",
            "この記録または直前の記録が差し替えられています",
        ),
        Flaw.TRUNCATED: Explanation(
            "the last entries were removed", "末尾の記録が削除されています"
        ),
        Flaw.HEADLESS: Explanation(
            "the head file is gone or unreadable, so entries may be missing at the end",
            "ヘッドファイルがないか読み取れないため、末尾の記録が欠けている可能性があります",
        ),
    }
)
_NOTHING = Explanation("Nothing is recorded.", "記録はありません。")
_WHOLE = Explanation("{count:,} entries, none changed.", "{count:,} 件の記録に改変はありません。")
_INTERRUPTED = Explanation(
    "A writer was interrupted; the next entry repairs that.",
    "書き込みが中断されていますが、次の書き込み時に修復されます。",
)
_BROKEN = Explanation(
    "The audit trail was changed: {place}: {flaw} (entry {sequence:,} should be here; "
    "{count:,} before it are whole).",
    "監査記録が改変されています: {place}: {flaw}(ここには記録 {sequence:,} があるはずです。"
    "それより前の {count:,} 件は正常です)。",
)
_KEEP = Explanation(
    "Keep the folder as evidence: move it away, and a new trail begins.",
    "フォルダーを証拠として別の場所に移してください。次の書き込みから新しい記録が始まります。",
)
_DOUBTFUL = Explanation(
    "{count:,} lines are no entries, or were edited; `hanare audit verify` says more.",
    "記録として読めない、または書き換えられた行が {count:,} 行あります。"
    "`hanare audit verify` で確認できます。",
)

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_lang = click.option("--lang", type=click.Choice(("en", "ja", "auto")), default="auto")
_file = click.option(
    "--file",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A trail elsewhere, such as a copy, instead of yours.",
)


@click.group("audit")
def audit_group() -> None:
    """Read and check the record of what the gate decided."""


@audit_group.command("path")
def print_path() -> None:
    """Print where your audit trail is."""
    click.echo(audit_file())


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
@_lang
@_file
def show(as_json: bool, last: int, kind: str | None, lang: Choice, file: Path | None) -> None:
    """Print entries, the newest last."""
    entries: deque[Mapping[str, Value]] = deque(maxlen=last or None)
    doubtful = 0
    with _reading(), TrailFiles(file or audit_file()).snapshot() as trail:
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
        click.echo(_said(_NOTHING, lang))
    else:
        console = Console()
        console = console if console.is_terminal else Console(width=_PLAIN_WIDTH)
        console.print(_table(entries))
    if doubtful:
        click.echo(_said(_DOUBTFUL, lang).format(count=doubtful), err=True)


@audit_group.command("verify")
@_as_json
@_lang
@_file
def verify_trail(as_json: bool, lang: Choice, file: Path | None) -> None:
    """Check that no entry was changed, added or removed; exit with 1 if one was.

    Whoever may write to the files and the head beside them can still forge both.
    """
    with _reading():
        checked = verify(file or audit_file())
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
        message = _said(_BROKEN, lang).format(
            place=visible(f"{broken.file}:{broken.line}"),
            flaw=_said(_FLAWS[broken.flaw], lang),
            sequence=broken.sequence,
            count=checked.entries,
        )
        raise HanareError(message, _said(_KEEP, lang))
    if not as_json:
        told = _WHOLE if checked.entries else _NOTHING
        click.echo(_said(told, lang).format(count=checked.entries))
        if checked.interrupted:
            click.echo(_said(_INTERRUPTED, lang))


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except Timeout as error:
        raise HanareError(
            "Another process has been writing to the audit trail for seconds.",
            "Try again, or look for a `hanare serve` that hangs.",
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HanareError(
            f"The audit trail cannot be read: {reason}.", "`hanare audit path` says where it is."
        ) from error


def _said(text: Explanation, lang: Choice) -> str:
    told: Language = language(lang, os.environ)
    return text.ja if told == "ja" else text.en


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
