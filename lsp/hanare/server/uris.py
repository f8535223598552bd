"""Names for documents. A URI is an opaque key everywhere else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

_DRIVE = re.compile(r"/([A-Za-z]):(?=/|$)")


def display_path(uri: str, folders: Iterable[str]) -> str:
    """Return the path of `uri` as a reader would name it, with forward slashes.

    It is relative to the innermost of the workspace `folders` (URIs) that holds it. Any
    scheme will do: a notebook's cell has its notebook's path, `untitled:Untitled-1` is
    `Untitled-1`. Nothing is read, and nothing says that the path exists.
    """
    path = _path(uri)
    roots = [f"{folder.rstrip('/')}/" for folder in map(_path, folders) if folder]
    inside = [path.removeprefix(root) for root in roots if path.startswith(root)]
    shortest = min(inside, key=len, default=path)
    # A name may hold line breaks; it must not become several lines of a prompt or a log.
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shortest)


def local_folder(uri: str) -> Path | None:
    """Return the directory that a `file:` URI names, or `None` for other schemes."""
    return Path(_path(uri)) if urlsplit(uri).scheme.lower() == "file" else None


def _path(uri: str) -> str:
    """Return the decoded path of a URI, its drive letter in lower case as VS Code writes it."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # e.g. an unclosed bracket in the host
        return ""
    path = unquote(parts.path)
    if drive := _DRIVE.match(path):
        path = f"{drive[1].lower()}:{path[drive.end() :]}"
    elif parts.scheme.lower() == "file" and parts.netloc not in {"", "localhost"}:
        path = f"//{parts.netloc}{path}"
    return posixpath.normpath(path) if path else ""
