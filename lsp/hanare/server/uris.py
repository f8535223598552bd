"""Names for documents. A URI is an opaque key everywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from hanare.text.uris import path_of


def display_path(uri: str, folders: Iterable[str]) -> str:
    """Return the path of `uri` as a reader would name it, with forward slashes.

    It is relative to the innermost of the workspace `folders` (URIs) that holds it. Any
    scheme will do: a notebook's cell has its notebook's path, `untitled:Untitled-1` is
    `Untitled-1`. Nothing is read, and nothing says that the path exists.
    """
    path = path_of(uri)
    roots = [f"{folder.rstrip('/')}/" for folder in map(path_of, folders) if folder]
    inside = [path.removeprefix(root) for root in roots if path.startswith(root)]
    shortest = min(inside, key=len, default=path)
    # A name may hold line breaks; it must not become several lines of a prompt or a log.
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shortest)


def local_folder(uri: str) -> Path | None:
    """Return the directory that a `file:` URI names, or `None` for other schemes."""
    return Path(path_of(uri)) if urlsplit(uri).scheme.lower() == "file" else None
