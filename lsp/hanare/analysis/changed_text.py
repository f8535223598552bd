"""What has changed since a commit, as a unified diff, made without running what Git configures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from hanare.analysis.files import UnreadableError, decode, read
from hanare.analysis.git import Repository, object_of
from hanare.analysis.results import Why
from hanare.text.languages import language_of

_MOST_BYTES = 1 << 20  # of a file; more is no change that anybody reads
_NOWHERE = "/dev/null"


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A unified diff, and what it does not show."""

    diff: str
    left_out: tuple[str, ...]
    """Files that have changed, or may have, and are too large or no text."""


@dataclass(frozen=True, slots=True)
class _State:
    """A file at one time."""

    text: str = ""
    exists: bool = False
    readable: bool = True


@dataclass(frozen=True, slots=True)
class _Raw:
    """What a file holds; None if that cannot be read, or is too much."""

    data: bytes | None = b""
    exists: bool = False


def changed_text(repository: Repository, commit: str) -> ChangedText:
    """Return how a commit differs from the working tree.

    Files that neither the commit nor Git's index has are left out, as Git does with untracked ones.

    Raises:
        HanareError: Git cannot read the commit.
    """
    blobs = repository.blobs(commit)
    data = {path: _content(path) for path in sorted({*blobs, *repository.tracked()})}
    changed = [path for path, now in data.items() if not _is_same(now, blobs.get(path))]
    known = [path for path in changed if path in blobs]
    contents = repository.contents([blobs[path] for path in known], _MOST_BYTES)
    before = dict(zip(known, (_Raw(content, exists=True) for content in contents), strict=True))
    parts: list[str] = []
    left_out: list[str] = []
    for path in changed:
        name = path.relative_to(repository.root).as_posix()
        old = _decoded(before.get(path, _Raw()), name)
        new = _decoded(data[path], name)
        if old.readable and new.readable:
            parts += _difference(name, old, new)
        else:
            left_out.append(name)
    return ChangedText("".join(parts), tuple(left_out))


def _content(path: Path) -> _Raw:
    try:
        return _Raw(read(path, _MOST_BYTES), exists=True)
    except UnreadableError as failure:
        return _Raw() if failure.why is Why.MISSING else _Raw(None, exists=True)


def _is_same(now: _Raw, oid: str | None) -> bool:
    if oid is None:
        return not now.exists
    return now.exists and now.data is not None and object_of(now.data, oid) == oid


def _decoded(raw: _Raw, name: str) -> _State:
    if raw.data is None:
        return _State(exists=raw.exists, readable=False)
    try:
        text = decode(raw.data, language_of(name)).text
    except UnreadableError:
        return _State(exists=raw.exists, readable=False)
    return _State(text, raw.exists)


def _difference(name: str, old: _State, new: _State) -> Iterator[str]:
    source = f"a/{name}" if old.exists else _NOWHERE
    target = f"b/{name}" if new.exists else _NOWHERE
    for line in unified_diff(_lines(old.text), _lines(new.text), source, target):
        yield line if line.endswith("\n") else f"{line}\n"


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").splitlines(keepends=True)
