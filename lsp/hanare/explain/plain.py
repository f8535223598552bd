"""Markdown of ours without its marks, for those who want none."""

from __future__ import annotations

import re

_FENCE = re.compile(r"[ \t]*(?P<marks>`{3,}|~{3,})(?P<info>.*)")
_QUOTE = re.compile(r"^(?:> |>$)")
_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?P<code>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<strong>\*\*)"
)
_PADDED = re.compile(r"^ (.*\S.*) $")
"""Code in a span that begins or ends with a mark stands between blanks."""


def plain(markdown: str) -> str:
    """Return what Markdown says; code as it is, in blocks and in spans."""
    made: list[str] = []
    fence = ""
    is_quoted = False
    for line in markdown.split("\n"):
        bare = _QUOTE.sub("", line, count=1) if is_quoted or not fence else line
        found = _FENCE.fullmatch(bare)
        if fence:
            if found and found["marks"].startswith(fence) and not found["info"].strip():
                fence = ""
                is_quoted = False
            else:
                made.append(bare)
        elif found and "`" not in found["info"]:
            fence = found["marks"]
            is_quoted = bare != line
        elif bare.strip() or (made and made[-1].strip()):
            made.append(_prose(bare))
    return "\n".join(made).strip("\n") + "\n"


def _prose(line: str) -> str:
    parts: list[str] = []
    opened: int | None = None
    at = 0
    for mark in _MARK.finditer(line):
        parts.append(line[at : mark.start()])
        at = mark.end()
        if not mark["strong"]:
            parts.append(mark["escaped"] or _PADDED.sub(r"\1", mark["code"]))
        elif opened is not None and line[: mark.start()][-1:].strip():
            parts[opened] = ""
            opened = None
        else:
            if line[at : at + 1].strip():
                opened = len(parts)
            parts.append(mark["strong"])
    return "".join(parts) + line[at:]
