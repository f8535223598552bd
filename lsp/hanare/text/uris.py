"""The path in a URI."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

_DRIVE = re.compile(r"/([A-Za-z]):(?=/|$)")


def path_of(uri: str) -> str:
    """Return the decoded path of a URI, its drive letter in lower case as VS Code writes it.

    Slashes go forward on every system. Empty where the URI is none.
    """
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
