"""An explanation's markdown taken apart: what is said, and what is quoted in backticks."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNKNOWN_MARK = "⟨?⟩"
"""What Hanare puts right behind a quoted identifier that it did not find in the code."""

# A fence that nothing closes reaches to the end.
_FENCED = re.compile(r"^ *(`{3,}|~{3,})[^\n]*\n.*?(?:^ *\1[`~]* *$|\Z)", re.MULTILINE | re.DOTALL)
# A span ends within its paragraph, with as many backticks as it began with.
_SPAN = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A code span."""

    text: str
    is_marked: bool
    """Whether Hanare has marked it as unknown."""


def without_fences(markdown: str) -> str:
    """Return markdown without fenced code: a copy of the code is no explanation."""
    return _FENCED.sub("\n", markdown)


def prose(markdown: str) -> str:
    """Return what is said in a reader's language: neither fenced code nor code spans."""
    return _SPAN.sub(" ", without_fences(markdown)).replace(UNKNOWN_MARK, "")


def quoted(markdown: str) -> list[Quoted]:
    """Return the code spans, in order."""
    text = without_fences(markdown)
    return [
        Quoted(found[2], text.startswith(UNKNOWN_MARK, found.end()))
        for found in _SPAN.finditer(text)
    ]
