"""What has changed since a commit, as a unified diff, made without running what Git configures."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from hanare.analysis.files import UnreadableError, decode, read
from hanare.analysis.git import Repository, object_of
from hanare.text.languages import language_of

_MOST_BYTES = 1 << 20  # of a file; more is no change that anybody reads
_NOWHERE = "/dev/null"


def changed_text(repository: Repository, commit: str) -> str:
    """Return how the files of a commit differ from those in the working tree.

    Files that the commit does not have are left out, as Git does with untracked ones, and so are
    those that are no text.

    Raises:
        HanareError: Git cannot read the commit.
    """
    blobs = repository.blobs(commit)
    now = {path: _content(path) for path in blobs}
    changed = [
        path
        for path, oid in blobs.items()
        if (data := now[path]) is None or object_of(data, oid) != oid
    ]
    before = repository.contents([blobs[path] for path in changed], _MOST_BYTES)
    return "".join(
        piece
        for path, old in zip(changed, before, strict=True)
        if old is not None
        for piece in _difference(path.relative_to(repository.root).as_posix(), old, now[path])
    )


def _content(path: Path) -> bytes | None:
    try:
        return read(path, _MOST_BYTES)
    except UnreadableError:
        return None


def _difference(name: str, old: bytes, new: bytes | None) -> Iterator[str]:
    language = language_of(name)
    try:
        before = decode(old, language).text
        after = decode(new, language).text if new is not None else ""
    except UnreadableError:
        return
    target = f"b/{name}" if new is not None else _NOWHERE
    for line in unified_diff(_lines(before), _lines(after), f"a/{name}", target):
        yield line if line.endswith("\n") else f"{line}\n"


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").splitlines(keepends=True)
