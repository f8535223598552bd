"""Glob patterns that name files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate
from functools import lru_cache


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern matches the path or its last component, whatever the case."""
    path = path.replace("\\", "/").lower()
    name = path.rsplit("/", 1)[-1]
    pattern = _compiled(tuple(patterns))
    return bool(pattern.match(name) or pattern.match(path))


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # One expression for all: an index asks for each of some ten thousand files.
    return re.compile("|".join(translate(each.lower()) for each in patterns) or r"(?!)")
