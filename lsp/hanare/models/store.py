"""The directory that holds the models of one user, and what is known of each file in it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from hanare.errors import HanareError
from hanare.files import places, private
from hanare.models.catalog import Model, Sha256
from hanare.models.part import sha256_of
from hanare.models.progress import Progress, silent
from hanare.wording import said


class Record(BaseModel):
    """`<file>.json`: the file's digest when it was last hashed, and how to tell it is unchanged.

    Whoever can write into the store can forge a record, and could replace the weights as well:
    it saves hashing at every start, it is not a seal against the store's owner.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Sha256
    size: int
    mtime_ns: int


class ModelStore:
    """Model files under the names that models.toml gives them."""

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory if directory is not None else places.models_folder()

    def path(self, model: Model) -> Path:
        """Return where the model's file is, or would be."""
        return self.directory / model.file

    def installed(self, model: Model) -> bool:
        """Tell whether the file is there, a regular one; not whether it is right."""
        try:
            return stat.S_ISREG(self.path(model).lstat().st_mode)
        except OSError:
            return False

    def record(self, model: Model) -> Record | None:
        """Return what was noted when the file was last found right."""
        try:
            return Record.model_validate_json(self._record_path(model).read_bytes())
        except (OSError, ValidationError):
            return None

    def expected_sha256(self, model: Model) -> str | None:
        """Return the catalogue's digest, else that of an import the user vouched for."""
        record = self.record(model)
        return model.sha256 or (record.sha256 if record else None)

    def find(self, model: Model) -> Path:
        """Return the path of the model's file, whatever is in it.

        Raises:
            HanareError: it is not there.
        """
        if not self.installed(model):
            raise HanareError(
                said(
                    "{model} is not installed in {directory}.",
                    model=model.name,
                    directory=self.directory,
                ),
                said(
                    "Run `{command}`, or name another directory in {variable}.",
                    command=model.how_to_get,
                    variable=places.MODELS_VARIABLE,
                ),
            )
        return self.path(model)

    def require(self, model: Model, progress: Progress = silent) -> Path:
        """Return the path of the model's file, hashed if it changed since it was last hashed.

        Raises:
            HanareError: it is not there, or not the file it should be.
        """
        path, record = self.find(model), self.record(model)
        if record is not None and record.sha256 == self.expected_sha256(model):
            status = path.stat()
            if (record.size, record.mtime_ns) == (status.st_size, status.st_mtime_ns):
                return path
        return self.verify(model, progress)

    def verify(self, model: Model, progress: Progress = silent) -> Path:
        """Hash the model's file, whatever the record says, and return its path.

        Raises:
            HanareError: it is not there, not the file it should be, or nothing is known of it.
        """
        path, expected = self.find(model), self.expected_sha256(model)
        if expected is None:
            raise HanareError(
                said(
                    "Nothing is known of {path}: neither models.toml nor an import has its digest.",
                    path=path,
                ),
                said(
                    "If you trust it: `hanare models import {path} --id {id} --accept-unverified`.",
                    path=path,
                    id=model.id,
                ),
            )
        with disk_errors(self.directory):
            seen = sha256_of(path, said("verifying {name}", name=model.name), progress)
        if seen != expected:
            # For an imported model the record alone says what the file should be: it stays,
            # but describes no file, so that `require` does not trust this one.
            with suppress(HanareError):
                self._write(model, Record(sha256=expected, size=0, mtime_ns=0))
            raise HanareError(
                said(
                    "{path} is not the file it should be.\n  expected SHA-256 {expected}\n"
                    "  found    SHA-256 {seen}",
                    path=path,
                    expected=expected,
                    seen=seen,
                ),
                said(
                    "Run `hanare models remove {id}`, then `{command}`.",
                    id=model.id,
                    command=model.how_to_get,
                ),
            )
        # A store that is shared read-only cannot note it, and is hashed at every start.
        with suppress(HanareError):
            self.note(model, seen)
        return path

    def note(self, model: Model, sha256: str) -> None:
        """Record that the file, as it is now, has this digest."""
        status = self.path(model).stat()
        self._write(model, Record(sha256=sha256, size=status.st_size, mtime_ns=status.st_mtime_ns))

    def remove(self, model: Model) -> int:
        """Delete the model's file and what is known of it; return the bytes that frees.

        Raises:
            HanareError: the file cannot be deleted, for instance because it is in use.
        """
        freed = self.path(model).lstat().st_size if self.installed(model) else 0
        if freed:
            with self.locked(model), disk_errors(self.directory):
                self.path(model).unlink()
                self._record_path(model).unlink(missing_ok=True)
        return freed

    @contextmanager
    def locked(self, model: Model, progress: Progress = silent) -> Iterator[None]:
        """Keep other processes and threads from changing this model's file."""
        with disk_errors(self.directory):
            private.make_folder(self.directory)
            lock = FileLock(
                self.path(model).with_name(f"{model.file}.lock"), mode=private.FILE_MODE
            )
            try:
                lock.acquire(blocking=False)
            except Timeout:
                progress(said("waiting: another process is at {name}", name=model.name), 0, 0)
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _write(self, model: Model, record: Record) -> None:
        path = self._record_path(model)
        with disk_errors(self.directory):
            private.write_text(path, record.model_dump_json() + "\n", keep_mode=True)

    def _record_path(self, model: Model) -> Path:
        return self.directory / f"{model.file}.json"


@contextmanager
def disk_errors(directory: Path) -> Iterator[None]:
    """Turn what the file system refuses below `directory` into an error with a remedy."""
    try:
        yield
    except OSError as error:
        raise HanareError(
            f"{error.filename or directory}: {error.strerror or error}.",
            said(
                "Make {directory} writable, or name another directory in {variable}.",
                directory=directory,
                variable=places.MODELS_VARIABLE,
            ),
        ) from error
