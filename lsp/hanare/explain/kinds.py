"""What can be explained, and what else a model can be asked about code."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is asked. Each has a template in `prompts/`, and is the value that clients send."""

    SELECTION = "selection"
    SYMBOL = "symbol"
    FILE = "file"
    DIAGNOSTIC = "diagnostic"
    """A message of any language server or compiler about a place."""
    FINDING = "finding"
    """A security finding of ours: its rule's help, then the code at hand."""
    ERROR = "error"
    """An error message or a traceback."""
    DIFF = "diff"
    DOCSTRING = "docstring"
    NAME = "name"
    TEST = "test"
    QUESTION = "question"
