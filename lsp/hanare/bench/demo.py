"""A sample file with holes, for `hanare demo`.

In `sample.txt` each hole is marked `‸original text‸`. One hole is open at a time: its original
text is removed and the cursor put in its place; the other holes keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from hanare.completion.types import Query, Trigger
from hanare.text.document import DocumentSnapshot

MARK = "‸"
NAME = "inventory.py"


@dataclass(frozen=True, slots=True)
class Hole:
    """A place to complete, and what its author wrote there."""

    query: Query
    original: str


def holes() -> tuple[Hole, ...]:
    """Return the sample's holes, top to bottom."""
    marked = (files("hanare.bench") / "sample.txt").read_text(encoding="utf-8")
    pieces = marked.split(MARK)  # text, hole, text, hole, ..., text
    return tuple(_hole(pieces, index) for index in range(1, len(pieces), 2))


def _hole(pieces: list[str], index: int) -> Hole:
    before, after = "".join(pieces[:index]), "".join(pieces[index + 1 :])
    document = DocumentSnapshot(f"demo:{NAME}", 0, before + after, "python")
    return Hole(Query(document, len(before), Trigger.INVOKED, NAME), pieces[index])
