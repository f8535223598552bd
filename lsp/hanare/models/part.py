"""A file in the making: hashed while it is written, invisible until it is right."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from hanare.errors import HanareError
from hanare.files import private
from hanare.models.progress import Progress, silent
from hanare.wording import Said, said

CHUNK = 1 << 20
"""Bytes read and written at a time."""


class PartFile:
    """`<target>.part`: grows by `write`, becomes the target by `publish`.

    Used as a context manager. On the way out the file stays where it is: only a caller knows
    whether it can be resumed or must be discarded.
    """

    def __init__(self, target: Path, limit: int | None = None) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self.size = 0
        self._target = target
        self._limit = limit
        self._hash = hashlib.sha256()
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def sha256(self) -> str:
        """Digest of what was written so far."""
        return self._hash.hexdigest()

    def resume(self, progress: Progress = silent) -> BinaryIO:
        """Go on after what an earlier attempt left, or begin."""
        self.close()
        self.size, self._hash = 0, hashlib.sha256()
        self._stream = stream = open(self.path, "ab+", opener=private.opener)  # noqa: SIM115 - closed by `close`
        stream.seek(0)
        total = os.fstat(stream.fileno()).st_size
        while block := stream.read(CHUNK):
            self._hash.update(block)
            self.size += len(block)
            progress(said("checking what is there"), self.size, total)
        return stream

    def restart(self) -> BinaryIO:
        """Begin anew."""
        self.discard()
        return self.resume()

    def write(self, block: bytes) -> None:
        """Append `block`.

        Raises:
            HanareError: the file would be larger than it should be.
        """
        if self._limit is not None and self.size + len(block) > self._limit:
            self.discard()
            raise HanareError(
                said(
                    "{name}: the source holds more than the expected {limit:,} bytes.",
                    name=self._target.name,
                    limit=self._limit,
                ),
                said("It is not the file that models.toml describes; nothing was kept of it."),
            )
        stream = self._stream or self.restart()
        stream.write(block)
        self._hash.update(block)
        self.size += len(block)

    def publish(self) -> None:
        """Move the finished file to its place, in one step and safe on the disk."""
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
        self.close()
        self.path.replace(self._target)

    def discard(self) -> None:
        """Delete what was written."""
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file and leave it."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def sha256_of(path: Path, label: Said, progress: Progress = silent) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        total, done = os.fstat(stream.fileno()).st_size, 0
        while block := stream.read(CHUNK):
            digest.update(block)
            done += len(block)
            progress(label, done, total)
    return digest.hexdigest()
