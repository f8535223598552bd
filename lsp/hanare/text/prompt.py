"""A prompt: text in which some pieces are control markers.

The two kinds are kept apart from the layout to the tokenizer: a marker becomes exactly one
special token, everything else is tokenised with special parsing off, so that a file that
contains the characters `<|fim_middle|>` cannot inject a control token.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """User text, or a layout's literal text."""

    text: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A control token."""

    name: str
    """Its text in the vocabulary, e.g. `<|fim_middle|>`."""


Prompt = tuple[Plain | Marker, ...]
"""Pieces in order. Each is tokenised by itself, so no token spans two pieces."""
