"""What is shown of analysed texts: never a secret, and nothing that acts on who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hanare.analysis.finding import Span
from hanare.text.lines import LineIndex

BLOT = "***"
"""Stands for a secret; always as long, since even a secret's length tells something."""
CUT = "…"
"""Stands for the rest of a line that is too long to be shown."""

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0a-\x1f\x7f-\x9f"  # controls: escape sequences begin with them; not the tab
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # without width, or blank letters
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # without width, line ends, writing direction
    "\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"  # blanks and marks; not the emoji's
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and music
    "\U000e0000-\U000e0fff"  # tags, which can hide whole sentences
    "\ud800-\udfff"  # no characters: bytes of a name that are no text, and what none can print
    "]"
)
_SHORT_ESCAPES = {"\n": r"\n", "\r": r"\r"}


def blot(text: str, secrets: Iterable[Span]) -> str:
    """Return `text` with a blot in the place of each secret; those that touch share one."""
    pieces = []
    shown = 0
    for span in _merged(secrets, len(text)):
        pieces += [text[shown : span.start], BLOT]
        shown = span.end
    return "".join((*pieces, text[shown:]))


def _merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Return spans in order and apart, without what is outside a text of that length."""
    apart: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        start, end = max(span.start, 0), min(span.end, length)
        if start >= end:
            continue
        if apart and start <= apart[-1].end:
            start, end = apart[-1].start, max(apart.pop().end, end)
        apart.append(Span(start, end))
    return apart


def excerpt(
    text: str,
    lines: LineIndex,
    span: Span,
    secrets: Sequence[Span],
    most_lines: int = 7,
    longest_line: int = 240,
) -> str:
    r"""Return the lines that `span` is in, joined by `\n`, with the secrets blotted out.

    A secret of several lines has a blot in each, so that lines stay what they are. Of a long line
    only the beginning is copied, whatever it holds.
    """
    first = lines.line_of(span.start)
    # A span that ends where a line begins is not in that line.
    last = max(first, lines.line_of(max(span.end - 1, span.start)))
    return "\n".join(
        _line(text, lines.start(number), lines.end(number), secrets, longest_line)
        for number in range(first, min(last, first + most_lines - 1) + 1)
    )


def _line(text: str, start: int, end: int, secrets: Sequence[Span], longest: int) -> str:
    stop = min(end, start + longest)
    inside = [
        Span(each.start - start, each.end - start)
        for each in secrets
        if each.start < stop and each.end > start
    ]
    return blot(text[start:stop], inside) + (CUT if stop < end else "")


def visible(text: str) -> str:
    r"""Return `text` with escapes such as `\x1b` or `\u202e` for what acts without being seen.

    That is control characters, line ends, writing direction, characters without width and lone
    surrogates. The tab stays: code is full of it, and it harms nothing.
    """
    return _INVISIBLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
