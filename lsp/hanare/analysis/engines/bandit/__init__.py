"""Bandit's tests, run by a driver of ours: what Bandit finds, on any text, and faster.

`configure` once, then `detect` any number of texts, one at a time. Bandit is imported with the
first of them; nothing else imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hanare.analysis.engines.bandit.outcome import BanditOutcome, Problem
from hanare.analysis.source import Source

if TYPE_CHECKING:
    from hanare.analysis.engines.bandit.engine import Engine

__all__ = ["BanditOutcome", "Problem", "configure", "detect"]

_engines: list[Engine] = []
"""The one engine of this process, once there is one."""


def configure(options: Mapping[str, Mapping[str, Any]]) -> None:
    """Set the options of Bandit's tests for this process, and import Bandit."""
    from hanare.analysis.engines.bandit.engine import Engine

    _engines[:] = [Engine(options)]


def detect(source: Source) -> BanditOutcome:
    """Return what all of Bandit's tests find in a Python text, whatever comments it holds.

    A text that is not wholly parsed is seen as far as it is.
    """
    if not _engines:
        configure({})
    return _engines[0].detect(source)
