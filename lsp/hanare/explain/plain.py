"""Markdown of ours without its marks, for those who want none."""

from __future__ import annotations

import re

_MARKS = re.compile(r"\*\*|(?<!\\)`(?:``)?\w*(?=\n)|(?<!\\)`|\\(?=[<&\[\\`])|^> ?", re.MULTILINE)


def plain(markdown: str) -> str:
    """Return what Markdown says."""
    return re.sub(r"\n{3,}", "\n\n", _MARKS.sub("", markdown)).strip() + "\n"
