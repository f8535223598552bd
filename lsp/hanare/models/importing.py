"""Take a GGUF file that the user brings into the store."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hanare.errors import HanareError, UsageError
from hanare.models.catalog import Catalog, Model
from hanare.models.part import CHUNK, PartFile, sha256_of
from hanare.models.progress import Progress, silent
from hanare.models.space import free_bytes, require_space
from hanare.models.store import ModelStore, disk_errors
from hanare.wording import Said, said

_MAGIC = b"GGUF"

_KINDS: tuple[tuple[Callable[[int], bool], Said], ...] = (
    (stat.S_ISLNK, said("a symbolic link")),
    (stat.S_ISDIR, said("a directory")),
    (stat.S_ISFIFO, said("a pipe")),
    (stat.S_ISSOCK, said("a socket")),
    (stat.S_ISCHR, said("a device")),
    (stat.S_ISBLK, said("a device")),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    path: Path
    sha256: str
    verified: bool
    """Whether the digest is the catalogue's; if not, it is the one that was seen."""


def identify(path: Path, catalog: Catalog, progress: Progress = silent) -> Model:
    """Return the model whose file this is, by its content, else by its name.

    Raises:
        HanareError: it is no GGUF file.
        UsageError: no model is known by this content or name.
    """
    _check_gguf(path)
    sizes = {model.size for model in catalog.models}
    # The digest costs a pass over the file: only where a size makes it worth it.
    if path.stat().st_size in sizes:
        try:
            digest = sha256_of(path, said("identifying {name}", name=path.name), progress)
        except OSError as error:
            raise _unreadable(path, error) from error
        for model in catalog.models:
            if model.sha256 == digest:
                return model
    for model in catalog.models:
        if model.file.casefold() == path.name.casefold():
            return model
    raise UsageError(
        said("{path} is none of the files that models.toml knows.", path=path.name),
        said("Say which model it is with `--id ID`; `hanare models list` shows the ids."),
    )


def import_file(
    path: Path,
    model: Model,
    store: ModelStore,
    *,
    accept_unverified: bool = False,
    progress: Progress = silent,
    free: Callable[[Path], int] = free_bytes,
) -> Imported:
    """Copy a GGUF file into the store as `model`.

    Where the catalogue has a digest it decides. Where it has none the user must vouch for the
    file, and the digest seen is recorded, so that a later change is noticed.

    Raises:
        UsageError: nobody vouches for the file.
        HanareError: it is no GGUF file, not this model, or there is no room for it.
    """
    _check_gguf(path)
    size = path.stat().st_size
    if model.sha256 is None and not accept_unverified:
        raise UsageError(
            said(
                "models.toml has no digest for {model}, so nothing tells whether {path} is "
                "genuine.",
                model=model.name,
                path=path.name,
            ),
            said(
                "Compare it with the publisher's ({card}). If you trust the file, repeat the "
                "command with `--accept-unverified`: its digest is recorded, and checked from "
                "then on.",
                card=model.card,
            ),
        )
    if model.size is not None and size != model.size:
        raise HanareError(
            said(
                "{path} is not {model} as models.toml describes it: it has {got:,} bytes "
                "instead of {size:,}.",
                path=path,
                model=model.name,
                got=size,
                size=model.size,
            ),
            said("It may be incomplete, or another quantisation."),
        )
    with store.locked(model, progress), disk_errors(store.directory):
        target = store.path(model)
        if target.exists() and target.samefile(path):
            digest = sha256_of(path, said("verifying"), progress)
            _compare(path, model, digest)
        else:
            require_space(store.directory, size, free)
            with PartFile(target) as part:
                try:
                    copy_into(part, path, progress)
                    digest = part.sha256
                    _compare(path, model, digest)
                except BaseException:
                    part.discard()
                    raise
                part.publish()
        store.note(model, digest)
    return Imported(target, digest, verified=model.sha256 is not None)


def copy_into(part: PartFile, path: Path, progress: Progress) -> None:
    """Write the content of the GGUF file `path` to `part`.

    Raises:
        HanareError: it cannot be read, or is no GGUF file.
    """
    _check_gguf(path)
    part.restart()
    with path.open("rb") as stream:
        total = os.fstat(stream.fileno()).st_size
        while block := _read(stream, path):
            part.write(block)
            progress(said("copying"), part.size, total)


def _read(stream: BinaryIO, path: Path) -> bytes:
    """Read on, telling a failing source from a failing target."""
    try:
        return stream.read(CHUNK)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> HanareError:
    return HanareError(
        said("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error),
        said("Check the path."),
    )


def _compare(path: Path, model: Model, digest: str) -> None:
    if model.sha256 not in (None, digest):
        raise HanareError(
            said(
                "{path} is not {model} as models.toml describes it.\n  expected SHA-256 "
                "{sha256}\n  found    SHA-256 {digest}",
                path=path,
                model=model.name,
                sha256=model.sha256,
                digest=digest,
            ),
            said(
                "Get the publisher's file ({card}), or run `{command}`.",
                card=model.card,
                command=model.how_to_get,
            ),
        )


def _check_gguf(path: Path) -> None:
    """Refuse what is not a regular file that begins like a GGUF file.

    A link could be exchanged after the check, and opening a pipe would wait for ever.
    """
    try:
        mode = path.lstat().st_mode
        for is_kind, kind in _KINDS:
            if is_kind(mode):
                raise HanareError(
                    said("{path} is {kind}, not a file.", path=path, kind=kind),
                    said("Name the GGUF file itself."),
                )
        with path.open("rb") as stream:
            magic = stream.read(len(_MAGIC))
    except OSError as error:
        raise _unreadable(path, error) from error
    if magic != _MAGIC:
        raise HanareError(
            said("{path} is not a GGUF file.", path=path),
            said("Hanare runs models in llama.cpp's GGUF format; get that form of the model."),
        )
