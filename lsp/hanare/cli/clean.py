"""`hanare clean`: delete what Hanare keeps, and say how much that is."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import lang_option, say, worded
from hanare.errors import HanareError, UsageError
from hanare.files import places, room
from hanare.files.places import Kept, Kind
from hanare.models.catalog import Catalog
from hanare.models.store import ModelStore
from hanare.wording import Said, said

_TITLES: dict[Kind, Said] = {
    Kind.INDEX: said("indexes of workspaces"),
    Kind.RESULTS: said("results of analyses"),
    Kind.REPORTS: said("reports for editors"),
    Kind.HELP: said("help and explanations for editors"),
    Kind.BUILDS: said("what was compiled for bundles"),
    Kind.CORPUS: said("the benchmarks' code"),
    Kind.MODELS: said("models"),
    Kind.AUDIT: said("the audit trail"),
    Kind.LOG: said("log files"),
    Kind.SETTINGS: said("your settings"),
}
_USUAL = frozenset((Kind.INDEX, Kind.RESULTS, Kind.REPORTS, Kind.HELP, Kind.BUILDS, Kind.CORPUS))


@click.command(cls=Command)
@click.option("--models", is_flag=True, help="Delete the models too.")
@click.option("--audit", is_flag=True, help="Delete the audit trail too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@lang_option
def clean(*, models: bool, audit: bool, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Delete what Hanare keeps and can make again; it begins anew with the next start.

    Close your editors first. Models and the audit trail are deleted only if you say so, your
    settings and log files never.
    """
    settings = settings_for(Path.cwd())
    store = ModelStore(settings.model.directory)
    names = [model.file for model in Catalog.load().models]
    everything = places.kept(store.directory, names, settings.log.file)
    doomed = set(_USUAL)
    if models:
        doomed.add(Kind.MODELS)
    if audit:
        doomed.add(Kind.AUDIT)
    sizes = {each.kind: sum(map(_size, each.paths)) for each in everything}
    if not as_json:
        _print(everything, sizes, doomed)
    chosen = [each for each in everything if each.kind in doomed and each.paths]
    if chosen and not dry_run:
        _agreed(yes=yes, as_json=as_json)
        _delete(chosen)
    if as_json:
        click.echo(json.dumps(_values(everything, sizes, doomed, deleted=not dry_run), indent=2))
    elif not dry_run:
        freed = sum(sizes[each.kind] for each in chosen)
        say(said("{size:,} bytes are free again.", size=freed))


def _print(everything: Sequence[Kept], sizes: dict[Kind, int], doomed: set[Kind]) -> None:
    for each in everything:
        if each.paths:
            fate = said("is deleted") if each.kind in doomed else said("stays")
            line = said(
                "{size:>15,} bytes  {what}: {fate} ({path})",
                size=sizes[each.kind],
                what=_TITLES[each.kind],
                fate=fate,
                path=each.paths[0] if len(each.paths) == 1 else each.paths[0].parent,
            )
            say(line)


def _agreed(*, yes: bool, as_json: bool) -> None:
    """Ask, unless the command line says that nobody need be asked.

    Raises:
        UsageError: there is nobody to ask.
        click.Abort: the answer is no.
    """
    if yes:
        return
    if as_json or not _somebody_is_there():
        raise UsageError(
            said("Nobody is there to be asked."), said("Add --yes to delete, or --dry-run to look.")
        )
    click.confirm(worded(said("Delete this?")), abort=True)


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _delete(chosen: Sequence[Kept]) -> None:
    for each in chosen:
        for path in each.paths:
            try:
                room.delete(path)
            except OSError as failure:
                raise HanareError(
                    said(
                        "{path} cannot be deleted: {reason}",
                        path=failure.filename or path,
                        reason=failure.strerror or failure,
                    ),
                    said("Close your editors and try again; what is gone already stays gone."),
                ) from failure


def _values(
    everything: Sequence[Kept], sizes: dict[Kind, int], doomed: set[Kind], *, deleted: bool
) -> list[dict[str, object]]:
    return [
        {
            "kind": each.kind,
            "paths": [str(path) for path in each.paths],
            "bytes": sizes[each.kind],
            "deleted": deleted and each.kind in doomed and bool(each.paths),
        }
        for each in everything
    ]


def _size(path: Path) -> int:
    with suppress(OSError):  # it has just gone
        return room.size_of(path)
    return 0
