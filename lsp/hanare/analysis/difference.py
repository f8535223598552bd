"""What differs from a revision: which files have changed, and what was found in them before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hanare.analysis.assembling import Selection, selected
from hanare.analysis.baseline import key
from hanare.analysis.files import UnreadableError, decode, read
from hanare.analysis.git import Repository, object_of
from hanare.analysis.scan import Plan, Text, scan_texts
from hanare.analysis.walk import Target
from hanare.text.languages import language_of


@dataclass(frozen=True, slots=True)
class Difference:
    """How files differ from a commit."""

    changed: tuple[Target, ...]
    """Files with another content than in the commit, or that it does not have."""
    before: tuple[Text, ...]
    """What those of them held that the commit has."""


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
    wanted: list[tuple[Target, str]] = []
    for file in files:
        oid = blobs.get(file.path)
        data = _content(file, most_bytes)
        if oid is not None and data is not None and object_of(data, oid) == oid:
            continue
        changed.append(file)
        if (old := oid or gone.origin(file, data)) is not None:
            wanted.append((file, old))
    contents = repository.contents(oid for _, oid in wanted)
    texts = [
        text
        for (file, _), data in zip(wanted, contents, strict=True)
        if (text := _text(file, data, most_bytes)) is not None
    ]
    return Difference(tuple(changed), tuple(texts))


class _Gone:
    """Files of a commit that are there no more."""

    def __init__(self, blobs: Mapping[Path, str], present: Set[Path]) -> None:
        self._by_name: dict[str, list[str]] = {}
        for path, oid in blobs.items():
            if path not in present and not path.exists():
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
    texts: Sequence[Text], plan: Plan, selection: Selection, today: date
) -> list[str]:
    """Return the keys of what was reported of texts, as of a baseline.

    What a comment suppressed then is news once the comment is gone.

    Raises:
        HanareError: no process can be started.
    """
    results = await scan_texts(texts, plan)
    return [
        key(text.name, finding)
        for text, result in zip(texts, results, strict=True)
        for finding, suppression in selected(result, selection, today)
        if suppression is None
    ]


def _content(file: Target, most_bytes: int) -> bytes | None:
    try:
        return read(file.path, most_bytes)
    except UnreadableError:
        return None


def _text(file: Target, data: bytes, most_bytes: int) -> Text | None:
    if len(data) > most_bytes:
        return None
    language = language_of(file.path.name)
    try:
        return Text(decode(data, language).text, file.name, language)
    except UnreadableError:
        return None
