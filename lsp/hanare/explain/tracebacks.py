"""Which places an error message names, in the forms that interpreters and compilers use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = r"(?P<line>\d{1,7})(?!\d)"
_PYTHON = re.compile(rf'File "(?P<path>[^"\n]{{1,400}})", line {_LINE}')
_AFTER_MARK = (
    # Node and Java
    (re.compile(r"\bat "),
     re.compile(rf"(?:[^\n(]{{0,200}}\()?(?:file://)?(?P<path>[^\s():]{{1,400}}):{_LINE}")),
    (re.compile("--> ?"), re.compile(rf"\s{{0,20}}(?P<path>[^\s:]{{1,400}}):{_LINE}")),  # Rust
)  # fmt: skip
_FROM_START = (
    re.compile(rf"\s{{0,20}}(?P<path>/[^\s:]{{1,400}}\.\w{{1,20}}):{_LINE}"),  # Go
    re.compile(rf"(?P<path>[^\s:]{{1,400}}\.\w{{1,20}}):{_LINE}(?::\d{{1,7}})?:"),  # compilers
)
_LONGEST_LINE = 2_000
_MOST_LINES = 20_000
_MOST = 30


@dataclass(frozen=True, slots=True)
class Frame:
    """A place that a message names; lines from 1."""

    path: str
    line: int


def frames(message: str) -> list[Frame]:
    """Return the places, in the order of the message, each once.

    The time that it takes grows with the message's length, no faster: a message may be hostile.
    """
    found: dict[Frame, None] = {}
    for line in message.rsplit("\n", _MOST_LINES)[-_MOST_LINES:]:
        matches = {match.start("path"): match for match in _matches(line[:_LONGEST_LINE])}
        for at in sorted(matches):
            found[Frame(matches[at]["path"], int(matches[at]["line"]))] = None
    return list(found)[-_MOST:]


def _matches(line: str) -> Iterator[re.Match[str]]:
    yield from _PYTHON.finditer(line)
    for mark, place in _AFTER_MARK:
        # Only after the last mark: after each of them takes long where there are many.
        last = max((match.end() for match in mark.finditer(line)), default=None)
        if last is not None and (match := place.match(line, last)):
            yield match
    for form in _FROM_START:
        if match := form.match(line):
            yield match
