"""Pieces of other open files that resemble the code at the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hanare.text.document import DocumentSnapshot

_IDENTIFIER = re.compile(r"[^\W\d]\w{2,}")
_LINES = 16
"""Lines of a piece."""
_STEP = 8
_LEAST = 0.18
"""Below this share of common identifiers a piece is about something else."""
_MOST = 0.8
"""Above it the piece is what is at the cursor already; models echo it."""
_LARGEST = 200_000
"""Characters of a document; a larger one is most likely data or generated."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Consecutive lines of a file."""

    path: str
    text: str
    similarity: float
    """Identifiers in common with the cursor's surroundings, of all in both: 0 to 1 (Jaccard)."""


def identifiers(text: str) -> frozenset[str]:
    """Return the words of at least three characters that could be names."""
    return frozenset(_IDENTIFIER.findall(text))


def similar(
    surroundings: str, documents: Iterable[tuple[str, DocumentSnapshot]], most: int
) -> list[Snippet]:
    """Return the most similar pieces of `documents` (path, document), the best first.

    At most one of a document: what lies around it is often as similar and says nothing new.
    """
    wanted = identifiers(surroundings)
    best = (
        max(_pieces(path, document, wanted), key=lambda piece: piece.similarity, default=None)
        for path, document in documents
        if len(document.text) <= _LARGEST
    )
    good = [piece for piece in best if piece and _LEAST <= piece.similarity <= _MOST]
    return sorted(good, key=lambda piece: -piece.similarity)[:most]


def _pieces(path: str, document: DocumentSnapshot, wanted: frozenset[str]) -> Sequence[Snippet]:
    lines = document.lines
    found = []
    for first in range(0, len(lines), _STEP):
        end = min(first + _LINES, len(lines))
        text = document.text[lines.start(first) : lines.end(end - 1)]
        names = identifiers(text)
        if union := len(names | wanted):
            found.append(Snippet(path, text.strip("\r\n"), len(names & wanted) / union))
        if end == len(lines):
            break
    return found
