"""What Hanare says to people, in each language: English in the code, the rest in a catalogue."""

from hanare.wording.sentences import (
    NOTHING,
    Language,
    Said,
    Tellable,
    joined,
    listed,
    said,
    translated,
    verbatim,
)

__all__ = [
    "NOTHING",
    "Language",
    "Said",
    "Tellable",
    "joined",
    "listed",
    "said",
    "translated",
    "verbatim",
]
