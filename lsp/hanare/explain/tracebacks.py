"""Which places an error message names, in the forms that interpreters and compilers use."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMS = (
    re.compile(r'File "(?P<path>[^"\n]+)", line (?P<line>\d+)'),  # Python
    re.compile(
        r"\bat (?:[^\n(]*\()?(?:file://)?(?P<path>[^\s():]+):(?P<line>\d+)(?::\d+)?\)?"
    ),  # Node
    re.compile(r"^\s*(?P<path>/[^\s:]+\.\w+):(?P<line>\d+)", re.MULTILINE),  # Go
    re.compile(r"(?:-->\s*)(?P<path>[^\s:]+):(?P<line>\d+)"),  # Rust
    re.compile(r"^(?P<path>[^\s:]+\.\w+):(?P<line>\d+)(?::\d+)?:", re.MULTILINE),  # compilers
)
_MOST = 30


@dataclass(frozen=True, slots=True)
class Frame:
    """A place that a message names; lines from 1."""

    path: str
    line: int


def frames(message: str) -> list[Frame]:
    """Return the places, in the order of the message, each once."""
    found = {
        match.start(): Frame(match["path"], int(match["line"]))
        for form in _FORMS
        for match in form.finditer(message)
    }
    return list(dict.fromkeys(found[at] for at in sorted(found)))[-_MOST:]
