"""A unified diff, file by file."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FILE = re.compile(r"^diff --git .*$|^--- (?!\s).*$(?=\n\+\+\+ )", re.MULTILINE)
_NEW = re.compile(r"^\+\+\+ (?:b/)?([^\t\n]+)", re.MULTILINE)
_OLD = re.compile(r"^--- (?:a/)?([^\t\n]+)", re.MULTILINE)
_NOWHERE = "/dev/null"
_NOISE = re.compile(r"^(?:index |diff --git |new file mode|deleted file mode|--- |\+\+\+ ).*\n?",
                    re.MULTILINE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileChange:
    """The changes of one file."""

    path: str
    hunks: str


def changes(diff: str) -> list[FileChange]:
    """Return the changes of a diff by file, in its order; a text without files is one change."""
    starts = [match.start() for match in _FILE.finditer(diff)]
    # Git's own line stands above the two with the names.
    starts = [at for n, at in enumerate(starts) if not n or not _same_file(diff, starts[n - 1], at)]
    if not starts:
        return [FileChange("", diff)] if diff.strip() else []
    ends = [*starts[1:], len(diff)]
    return [_change(diff[start:end]) for start, end in zip(starts, ends, strict=True)]


def _same_file(diff: str, above: int, at: int) -> bool:
    return (
        diff.startswith("diff --git", above)
        and diff.startswith("---", at)
        and not re.search(r"^@@", diff[above:at], re.MULTILINE)
    )


def _change(text: str) -> FileChange:
    paths = [match[1] for form in (_NEW, _OLD) if (match := form.search(text))]
    named = [path for path in paths if path != _NOWHERE]
    return FileChange(named[0] if named else "", _NOISE.sub("", text).strip("\n"))
