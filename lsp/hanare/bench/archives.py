"""Texts out of package archives: wheels and npm's tarballs.

An archive is read where it lies. Nothing is unpacked, so no path in it can name a place on
this machine.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path


def texts(archive: Path, package: str, wanted: Callable[[str, int], bool]) -> dict[str, str]:
    """Return the texts of `archive` by path, for each `wanted(path, bytes)` that is UTF-8.

    A path in a tarball is given below the name of its `package`, as it would be installed:
    all tarballs of npm have the same top folder.
    """
    read = _of_wheel if archive.suffix == ".whl" else _of_tarball
    found = {}
    for path, content in read(archive, package, wanted):
        try:
            # Decoded as it is: a replay that normalised line ends would type other code.
            found[path] = content.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def _of_wheel(
    archive: Path, _package: str, wanted: Callable[[str, int], bool]
) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as wheel:
        for entry in wheel.infolist():
            if not entry.is_dir() and wanted(entry.filename, entry.file_size):
                yield entry.filename, wheel.read(entry)


def _of_tarball(
    archive: Path, package: str, wanted: Callable[[str, int], bool]
) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive, "r:gz") as tarball:
        for entry in tarball:
            path = f"{package}/{entry.name.partition('/')[2]}"
            # Links and devices are not files: only what lies in the archive itself is read.
            if entry.isfile() and wanted(path, entry.size):
                content = tarball.extractfile(entry)
                assert content is not None  # noqa: S101  regular files have content
                yield path, content.read()
