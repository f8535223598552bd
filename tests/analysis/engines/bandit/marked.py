"""Texts with marks, and what the engine says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from hanare.analysis.engines.bandit import BanditOutcome, detect
from hanare.analysis.finding import Detection
from hanare.analysis.source import Source

_MARK = re.compile("[‹›]")


def unmarked(text: str) -> tuple[str, list[str]]:
    """Return a text without its marks ‹…›, and what was between them with its offset, `3: x`."""
    parts = _MARK.split(text)
    found, offset = [], 0
    for number, part in enumerate(parts):
        if number % 2:
            found.append(f"{offset}: {part}")
        offset += len(part)
    return "".join(parts), found


def outcome_of(text: str, path: str = "a.py") -> BanditOutcome:
    """Return what the engine says of a text."""
    return detect(Source(text, "python", path))


def places(text: str, detections: tuple[Detection, ...]) -> list[str]:
    """Return what findings are about, as `unmarked` does."""
    return [f"{each.span.start}: {text[each.span.start : each.span.end]}" for each in detections]


def rules_of(text: str) -> list[str]:
    """Return the ids of what is found."""
    return [each.rule for each in outcome_of(text).detections]


def table(cases: Mapping[str, Any]) -> Callable[[Callable[..., None]], Any]:
    """Run a test with each value of a table, named by its key."""
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())
