"""What differs from a revision: which files have changed, and what was found in them before."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hanare.analysis.assembling import Selection, selected
from hanare.analysis.baseline import key
from hanare.analysis.files import UnreadableError, decode, read
from hanare.analysis.git import Repository, object_of
from hanare.analysis.scan import Plan, Text, scan_texts
from hanare.analysis.walk import Target

_PORTION_CHARACTERS = 64 * 1024 * 1024  # of a commit, in memory at once


@dataclass(frozen=True, slots=True)
class Before:
    """What a file has come from."""

    file: Target
    oid: str
    """Git's object."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How files differ from a commit."""

    changed: tuple[Target, ...]
    """Files with another content than in the commit, or that it does not have."""
    before: tuple[Before, ...]
    """What those of them were that the commit has."""


def difference(
    repository: Repository, commit: str, files: Sequence[Target], most_bytes: int
) -> Difference:
    """Compare files with a commit, by their contents.

    A file that the commit does not have is compared with the one that it was moved from: one that
    is gone and held the same, or else the only one that is gone and has its name.

    Raises:
        HanareError: Git cannot read the commit.
    """
    blobs = repository.blobs(commit)
    gone = _Gone(blobs, {file.path for file in files})
    changed: list[Target] = []
    before: list[Before] = []
    for file in files:
        oid = blobs.get(file.path)
        data = _content(file, most_bytes)
        if oid is not None and data is not None and object_of(data, oid) == oid:
            continue
        changed.append(file)
        if (old := oid or gone.origin(file, data)) is not None:
            before.append(Before(file, old))
    return Difference(tuple(changed), tuple(before))


class _Gone:
    """Files of a commit that are there no more."""

    def __init__(self, blobs: Mapping[Path, str], present: Set[Path]) -> None:
        self._by_name: dict[str, list[str]] = {}
        for path, oid in blobs.items():
            if path not in present and not os.path.lexists(path):
                self._by_name.setdefault(path.name, []).append(oid)
        self._oids = {oid for oids in self._by_name.values() for oid in oids}

    def origin(self, file: Target, data: bytes | None) -> str | None:
        """Return what a new file has come from, if that can be told."""
        like = next(iter(self._oids), None)
        if like is not None and data is not None and (same := object_of(data, like)) in self._oids:
            return same
        namesakes = self._by_name.get(file.path.name, [])
        return namesakes[0] if len(namesakes) == 1 else None


async def known_before(
    repository: Repository,
    before: Sequence[Before],
    plan: Plan,
    selection: Selection,
    today: date,
) -> list[str]:
    """Return the keys of what was reported of files as they were, as of a baseline.

    What a comment suppressed then is news once the comment is gone, and so is what is in files
    that are too large now: nothing is known of them.

    Raises:
        HanareError: Git cannot read a file, or no process can be started.
    """
    known: list[str] = []
    for texts in _portions(_texts(repository, before, plan.setup.most_bytes)):
        for text, result in zip(texts, await scan_texts(texts, plan), strict=True):
            judged = selected(result, selection, today)
            known += [key(text.name, finding) for finding, by in judged if by is None]
    return known


def _texts(repository: Repository, before: Sequence[Before], most_bytes: int) -> Iterator[Text]:
    contents = repository.contents([each.oid for each in before], most_bytes)
    for each, data in zip(before, contents, strict=True):
        if data is not None and (text := _text(each.file, data)) is not None:
            yield text


def _portions(texts: Iterator[Text]) -> Iterator[list[Text]]:
    portion: list[Text] = []
    size = 0
    for each in texts:
        portion.append(each)
        size += len(each.text)
        if size > _PORTION_CHARACTERS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _content(file: Target, most_bytes: int) -> bytes | None:
    try:
        return read(file.path, most_bytes)
    except UnreadableError:
        return None


def _text(file: Target, data: bytes) -> Text | None:
    try:
        return Text(decode(data, file.language).text, file.name, file.language)
    except UnreadableError:
        return None
