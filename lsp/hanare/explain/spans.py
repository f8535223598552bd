"""Code in Markdown that is ours: whatever it holds, it stays code."""

from __future__ import annotations

import re

from hanare.analysis.redaction import visible

_BACKTICKS = re.compile(r"`+")


def code_span(text: str) -> str:
    """Return a text of one line as a code span that nothing in it can end or act through."""
    shown = visible(" ".join(text.split()))
    longest = max((len(run) for run in _BACKTICKS.findall(shown)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}" if shown else ""
