"""What single lines tell, whatever the language."""

from __future__ import annotations

import re

_CLOSER = re.compile(r"[\s)\]}>;,]*|\s*(?:end|fi|done|esac)\b[\s;,)\]}]*|\s*</[\w.:-]*>\s*")
_CLOSER_WORD = re.compile(r"\s*(?:[)\]}]|</|(?:end|fi|done|esac)\b)")
_NAME = re.compile(r"(?<!\w)[^\W\d]")
OPENER = re.compile(r"(?:[:{(\[]|[=-]>|\b(?:do|then|else|begin))\s*$")
"""The end of a line that a block follows."""
COMMENT = re.compile(r"\s*(?://|#|--|/\*|<!--|;)")
"""The beginning of a comment line in one language or another."""


def begins_closed(line: str) -> bool:
    """Whether the line begins with the end of a block: `}`, `})();`, `end`."""
    return _CLOSER_WORD.match(line) is not None


def is_closer(line: str) -> bool:
    """Whether nothing on the line but closes what other lines opened."""
    return _CLOSER.fullmatch(line) is not None


def tells(line: str) -> bool:
    """Whether the line says something by itself: two equal ones are no accident.

    Rows of numbers and lines of brackets may well be equal.
    """
    return not is_closer(line) and _NAME.search(line) is not None


def blank_of(line: str) -> str:
    """Return the blanks and tabs that the line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]
