"""Installs a bundle that is verified, and changes between the versions that are there."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from hanare.bundle.installer.environment import SETTINGS, make_environment, run_hanare
from hanare.bundle.installer.layout import MANIFEST, MODELS, WHEELS, BundledModel, Manifest
from hanare.bundle.installer.prefix import Installed, Prefix
from hanare.bundle.installer.verifying import Trust, digest_of, verify
from hanare.errors import HanareError, UsageError
from hanare.wording import Said, said

Tell = Callable[[Said], None]
_UNPACKED = 5
"""How much more room wheels need when they are installed; measured 4.5."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to install."""

    trust: Trust
    models: Path | None = None
    """A folder of models that others use too; None: that of the version in use, or one in the
    prefix."""
    editors: tuple[str, ...] | None = None
    """Whose clients to install; None: as for the version in use, or all in the bundle."""


def install(bundle: Path, prefix: Prefix, wishes: Wishes, tell: Tell) -> bool:
    """Verify a bundle, install it and let it be the version in use; tell whether all is well.

    Until the bundle is verified and found to fit this machine nothing is written.

    Raises:
        HanareError: the bundle is refused or cannot be installed. What was in use stays.
        OSError: something cannot be written.
    """
    tell(said("Verifying the bundle ..."))
    verified = verify(bundle, wishes.trust)
    manifest = Manifest.read(bundle / MANIFEST)
    if unknown := sorted(set(wishes.editors or ()) - set(manifest.editors)):
        raise UsageError(
            said("This bundle has no client for {name}.", name=unknown[0]),
            said("It has: {names}.", names=", ".join(manifest.editors) or "-"),
        )
    _check_machine(manifest)
    name = f"{manifest.version}-{verified.digest[:_DIGITS]}"
    before = prefix.installed(prefix.current() or name)
    models = wishes.models or (Path(before.models) if before else prefix.models)
    wished = wishes.editors if wishes.editors is not None or before is None else before.wished
    editors = [each for each in manifest.editors if wished is None or each in wished]
    clients = prefix.editors()
    installed = Installed(manifest, verified.digest, str(models), wished, clients)
    if prefix.runs(name):
        _write_settings(prefix.folder(name), installed)
        prefix.record(name, installed)
    else:
        _check_room(bundle, manifest, prefix, models)
        tell(said("Installing {name} in {root} ...", name=name, root=prefix.root))
        _install_version(bundle, prefix, name, installed)
    for model in manifest.models:
        tell(said("Putting {model} into {folder} ...", model=model.id, folder=models))
        digest = verified.files[f"{MODELS}/{model.file}"]
        _place_model(prefix.folder(name), bundle, models, model, digest)
    prefix.use(name)
    all_clients = _install_editors(prefix, name, editors, tell)
    tell(
        said("Hanare {version} is installed: {path}", version=manifest.version, path=prefix.program)
    )
    healthy = run_hanare(prefix.folder(name), "doctor", shown=True) == 0
    for model in manifest.models:
        _share(models, model)
    # Of an editor that nobody asked for it is enough to tell that it is not here.
    return healthy and (all_clients or wished is None)


def change(prefix: Prefix, name: str | None, tell: Tell) -> bool:
    """Let another version be in use: the one named, or the one before; tell whether all is well.

    Raises:
        UsageError: there is none.
        HanareError: it does not run any more.
        OSError: something cannot be written.
    """
    chosen = name or prefix.previous()
    if chosen is None:
        raise UsageError(
            said("There is no earlier version in {root}.", root=prefix.root),
            said("--list names the versions that are."),
        )
    prefix.use(chosen)
    tell(said("{name} is in use now.", name=chosen))
    return _install_editors(prefix, chosen, prefix.editors(), tell)


def uninstall(prefix: Prefix, tell: Tell) -> None:
    """Delete all versions, with their models and clients; what users made stays.

    Raises:
        HanareError: nothing is installed.
        OSError: something cannot be deleted.
    """
    current = prefix.current()
    if current is None and not prefix.begun():
        raise UsageError(
            said("Nothing is installed in {root}.", root=prefix.root),
            said("Name another folder with --prefix."),
        )
    # Any of them does, though not those whose Python is gone.
    running = next(filter(prefix.runs, filter(None, (current, *prefix.names()))), None)
    for editor in prefix.editors():
        command = ("editors", "uninstall", editor)
        if running is None or run_hanare(prefix.folder(running), *command) != 0:
            tell(said("The client for {editor} stays: remove it in the editor.", editor=editor))
    prefix.remove_all()
    tell(
        said("Hanare is removed from {root}. Indexes and settings of users stay.", root=prefix.root)
    )


def _install_version(bundle: Path, prefix: Prefix, name: str, installed: Installed) -> None:
    prefix.remove(name)  # of an installation that was interrupted
    try:
        prefix.versions.mkdir(parents=True, exist_ok=True)
        make_environment(prefix.folder(name), bundle)
        _write_settings(prefix.folder(name), installed)
        prefix.record(name, installed)
    finally:
        if prefix.installed(name) is None:
            shutil.rmtree(prefix.folder(name), ignore_errors=True)


def _write_settings(environment: Path, installed: Installed) -> None:
    """Say in the environment where the models are, and which one is used by default."""
    lines = ["# Written by the installer. Your own settings win over these.", "[model]"]
    lines.append(f"directory = {_toml(installed.models)}")
    if installed.manifest.default_model:
        lines.append(f"id = {_toml(installed.manifest.default_model)}")
    (environment / SETTINGS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(text: str) -> str:
    """Return a string as TOML writes it: as JSON does, but without pairs of surrogates."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _place_model(
    environment: Path, bundle: Path, folder: Path, model: BundledModel, digest: str
) -> None:
    """Take a model into the store, unless the file with this digest is there and known.

    Raises:
        HanareError: it cannot be.
    """
    # Whatever the settings of whoever installs say.
    here = {"HANARE__MODEL__DIRECTORY": json.dumps(str(folder))}
    # For models that the catalogue has no digest of, Hanare goes by what is noted beside them,
    # which may be of another file; the bundle's own digest is its maker's.
    right = _has_digest(folder / model.file, digest)
    if right and run_hanare(environment, "models", "verify", model.id, variables=here) == 0:
        return
    # With the modes that everything has: others may use it too.
    folder.mkdir(parents=True, exist_ok=True)
    source = str(bundle / MODELS / model.file)
    # The bundle's signature vouches for models that the catalogue has no digest of.
    options = ("models", "import", source, "--id", model.id, "--accept-unverified")
    if run_hanare(environment, *options, variables=here) != 0:
        raise HanareError(
            said("{model} could not be put into {folder}.", model=model.id, folder=folder),
            said("Make the folder writable, or name another one with --models."),
        )


def _has_digest(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except HanareError:  # it is not there, or closed to us
        return False


def _share(folder: Path, model: BundledModel) -> None:
    """Let a model be read by whom this user lets read other files; Hanare itself closes it."""
    umask = os.umask(0)
    os.umask(umask)
    for path in (folder / model.file, folder / f"{model.file}.json"):
        with suppress(OSError):  # somebody else's, in a folder of many users
            path.chmod(0o644 & ~umask)


def _install_editors(prefix: Prefix, name: str, editors: Sequence[str], tell: Tell) -> bool:
    """Install clients, note which, and tell whether all could be."""
    done = {
        editor
        for editor in editors
        if run_hanare(prefix.folder(name), "editors", "install", editor) == 0
    }
    if (installed := prefix.installed(name)) is not None:
        # Those that it was in before, it still is in.
        there = tuple(sorted(done | set(installed.editors)))
        prefix.record(name, replace(installed, editors=there))
    for editor in sorted(set(editors) - done):
        tell(
            said(
                "The client for {editor} is not installed. Later: {command}",
                editor=editor,
                command=f"{prefix.program} editors install {editor}",
            )
        )
    return len(done) == len(editors)


def _check_machine(manifest: Manifest) -> None:
    here = f"{platform.system()} {platform.machine()}"
    there = f"{manifest.system} {manifest.machine}"
    if here != there:
        raise HanareError(
            said("The bundle is for {there}; this is {here}.", there=there, here=here),
            said("Make one for this system, on such a system."),
        )
    python = "{}.{}".format(*sys.version_info)
    if python != manifest.python:
        raise HanareError(
            said(
                "The bundle is for Python {there}; this is {here}.",
                there=manifest.python,
                here=python,
            ),
            said("Start install.sh with PYTHON=/path/to/python{version}.", version=manifest.python),
        )
    library, version = platform.libc_ver()
    if manifest.glibc and (library != "glibc" or _numbers(version) < _numbers(manifest.glibc)):
        raise HanareError(
            said(
                "The bundle needs glibc {there}; here is {here}.",
                there=manifest.glibc,
                here=f"{library} {version}".strip() or "-",
            ),
            said("Make the bundle on a system that is as old as this one."),
        )


def _check_room(bundle: Path, manifest: Manifest, prefix: Prefix, models: Path) -> None:
    wheels = sum(each.stat().st_size for each in (bundle / WHEELS).iterdir())
    missing = [model.file for model in manifest.models if not (models / model.file).is_file()]
    weights = sum((bundle / MODELS / file).stat().st_size for file in missing)
    # By the file system: both may be on one.
    needs: dict[int, tuple[Path, int]] = {}
    for folder, size in ((prefix.root, _UNPACKED * wheels), (models, weights)):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        device = there.stat().st_dev
        needs[device] = (there, needs.get(device, (there, 0))[1] + size)
    for folder, need in needs.values():
        free = shutil.disk_usage(folder).free
        if free < need:
            raise HanareError(
                said(
                    "{folder} has {free:,} bytes free; {need:,} are needed.",
                    folder=folder,
                    free=free,
                    need=need,
                ),
                said("Make room, or name another folder."),
            )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split(".") if each.isdecimal())
