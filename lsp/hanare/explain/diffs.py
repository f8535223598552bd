"""A unified diff, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_GIT = "diff --git "
_HEAD = re.compile(r"--- (?:a/)?(?P<old>[^\t\r]+)|\+\+\+ (?:b/)?(?P<new>[^\t\r]+)")
_HUNK = re.compile(r"@@ -\d+(?:,(?P<old>\d{1,9}))? \+\d+(?:,(?P<new>\d{1,9}))? @@")
_NOWHERE = "/dev/null"
_NOISE = ("index ", "new file mode", "deleted file mode")


@dataclass(frozen=True, slots=True)
class FileChange:
    """The changes of one file."""

    path: str
    hunks: str


def changes(diff: str) -> list[FileChange]:
    """Return the changes of a diff by file, in its order; a text without files is one change.

    Hunks are as long as their heads say: a removed line may look like the head of a file. What is
    no diff stays, as text of the file that it stands at.
    """
    found = list(_files(diff.removesuffix("\n").split("\n")))
    if not any(each.has_head for each in found):
        return [FileChange("", diff)] if diff.strip() else []
    return [each.change() for each in found]


@dataclass(slots=True)
class _File:
    has_head: bool = False
    names: tuple[str, ...] = ()
    """The new one first."""
    lines: list[str] = field(default_factory=list)
    has_hunk: bool = False

    def change(self) -> FileChange:
        named = [name for name in self.names if name != _NOWHERE]
        return FileChange(named[0] if named else "", "\n".join(self.lines).strip("\n"))


def _files(lines: list[str]) -> Iterator[_File]:
    file = _File()
    at = 0
    while at < len(lines):
        line = lines[at]
        if hunk := _HUNK.match(line):
            end = _hunk_end(lines, at + 1, int(hunk["old"] or 1), int(hunk["new"] or 1))
            file.has_hunk = True
            file.lines += lines[at:end]
            at = end
            continue
        names = _names(lines, at)
        if line.startswith(_GIT) or (names and (file.names or file.has_hunk or not file.has_head)):
            if file.has_head or file.has_hunk:
                yield file
                file = _File()
            file.has_head = True  # what stood above the first head stays with it
        if names:
            file.names = names
            at += 2
            continue
        is_head = file.has_head and not file.has_hunk
        if not (line.startswith(_GIT) or (is_head and line.startswith(_NOISE))):
            file.lines.append(line)
        at += 1
    yield file


def _hunk_end(lines: list[str], at: int, old: int, new: int) -> int:
    """Return where a hunk with so many old and new lines ends; earlier if it is broken."""
    while at < len(lines) and (old > 0 or new > 0):
        mark = lines[at].rstrip("\r")[:1]
        if mark in ("", " ") and old and new:
            old -= 1
            new -= 1
        elif mark == "-" and old:
            old -= 1
        elif mark == "+" and new:
            new -= 1
        elif mark != "\\":
            break
        at += 1
    return at


def _names(lines: list[str], at: int) -> tuple[str, ...]:
    """Return the new and the old name, if the head of a file begins here."""
    match [_HEAD.match(line) for line in lines[at : at + 2]]:
        case [re.Match() as old, re.Match() as new] if old["old"] and new["new"]:
            return new["new"], old["old"]
    return ()
