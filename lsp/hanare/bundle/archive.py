"""One tar file, or parts of it for smaller media: the same bytes for the same content."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

_EPOCH = 315_532_800
"""1 January 1980, the earliest time that every archive format knows."""
_BLOCK = 1 << 20


def write_tar(
    target: Path, folder: str, content: Mapping[str, Path | bytes], part: int | None
) -> list[Path]:
    """Write `content`, by name below `folder`, to `target`, or to `target.001` … of `part` bytes.

    Names are in order; owners, times and modes are always the same. Returns the files.

    Raises:
        OSError: one cannot be written.
    """
    with _Parts(target, part) as parts:
        with tarfile.open(fileobj=parts, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            for name in sorted(content):
                source = content[name]
                entry = tarfile.TarInfo(f"{folder}/{name}")
                entry.mtime = _EPOCH
                entry.mode = 0o755 if name.endswith(".sh") else 0o644
                if isinstance(source, bytes):
                    entry.size = len(source)
                    archive.addfile(entry, io.BytesIO(source))
                else:
                    entry.size = source.stat().st_size
                    with source.open("rb") as file:
                        archive.addfile(entry, file)
        return parts.paths


class _Parts(io.RawIOBase):
    """A file to write to, divided where it gets too large."""

    def __init__(self, target: Path, most: int | None) -> None:
        self.paths: list[Path] = []
        self._target = target
        self._most = most
        self._file: BinaryIO | None = None
        self._room = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_part()
        if error is not None:
            for path in self.paths:
                path.unlink(missing_ok=True)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        done = 0
        while done < len(view):
            if self._file is None or (self._most is not None and self._room == 0):
                self._begin_part()
            count = len(view) - done if self._most is None else min(self._room, len(view) - done)
            assert self._file is not None  # noqa: S101 - begun just now
            self._file.write(view[done : done + count])
            self._room -= count
            done += count
        return done

    def _begin_part(self) -> None:
        self._end_part()
        number = len(self.paths) + 1
        path = self._target
        if self._most is not None:
            path = path.with_name(f"{path.name}.{number:03}")
        self.paths.append(path)
        self._file = path.open("wb", buffering=_BLOCK)
        self._room = self._most or 0

    def _end_part(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
