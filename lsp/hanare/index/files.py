"""The files of a workspace, found by the ends of their paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from posixpath import basename, dirname, join, normpath
from typing import Protocol

_FOLDER_FILE = re.compile(r"__init__\.pyi?|index\.\w+|init\.lua|mod\.rs")
"""Files that an import names by their folder."""


class Files(Protocol):
    """The files of a workspace. Paths are relative to it, with forward slashes."""

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        ...

    def named(self, name: str) -> Sequence[str]:
        """Return the files whose `import_name` this is."""
        ...

    def folders(self, name: str) -> Sequence[str]:
        """Return the folders with files whose last part this is."""
        ...

    def inside(self, folder: str) -> Sequence[str]:
        """Return the files directly in a folder, by name."""
        ...


def import_name(path: str) -> str:
    """Return the last word of imports that mean this file.

    >>> import_name("src/app/models.py"), import_name("src/app/__init__.py")
    ('models', 'app')
    """
    name = basename(path)
    if _FOLDER_FILE.fullmatch(name):
        return basename(dirname(path))
    return name.removesuffix(suffix_of(name)) or name


def suffix_of(path: str) -> str:
    """Return a file name's last suffix with its dot, or nothing."""
    _, dot, suffix = basename(path).rpartition(".")
    return dot + suffix if dot else ""


def ends_with(path: str, tail: str) -> bool:
    """Whether the last components of `path` are those of `tail`."""
    return path == tail or path.endswith("/" + tail)


def first_of(paths: Iterable[str], files: Files) -> str | None:
    """Return the first of `paths` that there is."""
    return next(filter(files.has, paths), None)


def nearest(paths: Iterable[str], importing: str) -> str | None:
    """Return the path that shares most folders with `importing`, of several the shortest."""
    here = importing.split("/")[:-1]

    def distance(path: str) -> tuple[int, int, str]:
        pairs = zip(here, path.split("/"), strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        return -shared, len(path), path

    return min(paths, key=distance, default=None)


def by_tail(importing: str, tails: Iterable[str], files: Files) -> str | None:
    """Return the nearest file whose path ends in the first of `tails` that any file's does."""
    for tail in tails:
        found = [path for path in files.named(import_name(tail)) if ends_with(path, tail)]
        if found:
            return nearest(found, importing)
    return None


def beside_or_by_tail(importing: str, names: Sequence[str], files: Files) -> str | None:
    """Return the file of one of these names relative to `importing`, else anywhere."""
    beside = [normpath(join(dirname(importing), name)) for name in names]
    tails = [re.sub(r"^(\.\.?/)+", "", name) for name in names]
    return first_of(beside, files) or by_tail(importing, tails, files)
