"""`hanare bundle`: everything for machines without a network, in one archive."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
from rich.filesize import decimal

from hanare.bundle.creating import Made, Order, create
from hanare.bundle.installer.verifying import Trust, verify
from hanare.cli.configured import configured_store
from hanare.cli.help import Command, Group
from hanare.cli.speaking import lang_option, say, worded
from hanare.editors.placing import NAMES
from hanare.errors import UsageError
from hanare.models.catalog import Catalog
from hanare.wording import Said, said

_SIZE = re.compile(r"(\d+)([KMG]?)", re.IGNORECASE)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_LEAST_PART = 10 << 20  # there are names for 999 parts

_file = click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)


@click.group("bundle", cls=Group)
def bundle_group() -> None:
    """Make archives that install without a network, and check them."""


@bundle_group.command("create", cls=Command)
@click.argument("out", type=click.Path(dir_okay=False, resolve_path=True, path_type=Path))
@click.option(
    "--model", "models", multiple=True, metavar="ID", help="An installed model to take along."
)
@click.option(
    "--editor",
    "editors",
    multiple=True,
    type=click.Choice(NAMES),
    help="An editor whose client to take along.",
)
@click.option(
    "--python", default="", metavar="VERSION", help="The Python it is for, which must be here too."
)
@click.option("--split", metavar="SIZE", help="Divide it into files of this size, such as 4G.")
@click.option("--sign", type=_file, metavar="KEY", help="Sign it with this key of ssh-keygen's.")
@click.option("--wheel", type=_file, help="Hanare's own wheel; else it is built.")
@click.option("--llama-wheel", type=_file, help="llama-cpp-python's wheel; else it is compiled.")
@click.option(
    "--constraint", type=_file, help="Versions to keep to: constraints.txt of an earlier bundle."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@lang_option
def create_bundle(
    *,
    out: Path,
    models: tuple[str, ...],
    editors: tuple[str, ...],
    python: str,
    split: str | None,
    sign: Path | None,
    wheel: Path | None,
    llama_wheel: Path | None,
    constraint: Path | None,
    as_json: bool,
) -> None:
    """Make an archive that holds all that Hanare needs; it needs a network.

    It is for machines with this system and processor family. llama.cpp is compiled once so that it
    runs on older processors too, which takes a while; the result is kept. The first model is the
    one that completes code there.
    """
    catalog = Catalog.load()
    order = Order(
        target=out,
        models=tuple(catalog.get(each) for each in dict.fromkeys(models)),
        editors=tuple(dict.fromkeys(editors)),
        python=python,
        wheel=wheel,
        llama_wheel=llama_wheel,
        constraints=constraint,
        key=sign,
        part=None if split is None else _bytes(split),
    )
    made = create(order, configured_store(), lambda words: say(words, err=True))
    if as_json:
        click.echo(json.dumps(_values(made), indent=2))
    else:
        _print(made, signed=sign is not None)


@bundle_group.command("verify", cls=Command)
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
)
@click.option("--key", type=_file, help="Whose signatures you trust: ssh-keygen's allowed signers.")
@click.option("--allow-unsigned", is_flag=True, help="Only check that the bundle is whole.")
@lang_option
def verify_bundle(*, folder: Path, key: Path | None, allow_unsigned: bool) -> None:
    """Check an unpacked bundle: its signature, every file, and that nothing else is there."""
    digest = verify(folder, Trust(key, allow_unsigned))
    say(said("The bundle is whole; SHA-256 of its list of digests: {digest}", digest=digest))
    if key is None:
        say(said("Who made it was not checked."))


def _bytes(text: str) -> int:
    match = _SIZE.fullmatch(text)
    size = int(match[1]) * _UNITS[match[2].upper()] if match else 0
    if size < _LEAST_PART:
        raise UsageError(
            said("--split {text} is no size.", text=text), said("Write it as 700M or 4G.")
        )
    return size


def _print(made: Made, *, signed: bool) -> None:
    for path in made.paths:
        click.echo(f"{decimal(path.stat().st_size):>10}  {path}")
    kinds: dict[str, Said] = {
        "wheels": said("{count} wheels", count=made.wheels),
        "models": said("models"),
        "editors": said("clients for editors"),
        "licences": said("licences"),
    }
    for name, words in kinds.items():
        if name in made.sizes:
            click.echo(f"  {decimal(made.sizes[name])} {worded(words)}")
    manifest = made.manifest
    runs = f"{manifest.system} {manifest.machine}, Python {manifest.python}"
    if manifest.glibc:
        runs += f", glibc >= {manifest.glibc}"
    say(said("It installs on {runs}.", runs=runs))
    if not signed:
        say(said("It is not signed: --allow-unsigned is needed to install it."), color="yellow")


def _values(made: Made) -> dict[str, object]:
    return {
        "name": made.manifest.name,
        "glibc": made.manifest.glibc,
        "files": [str(path) for path in made.paths],
        "bytes": dict(made.sizes),
        "wheels": made.wheels,
    }
