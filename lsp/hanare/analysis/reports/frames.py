"""A finding's lines of code with the piece marked that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hanare.analysis.finding import Finding
from hanare.analysis.redaction import BLOT, visible

_TAB = "    "


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One line of code in three pieces, safe to be shown."""

    number: int
    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        """The line as a whole."""
        return self.before + self.marked + self.after


def frame(finding: Finding) -> list[FrameLine]:
    """Return the lines of a finding's excerpt."""
    return [
        FrameLine(number, _shown(line[:start]), _shown(line[start:end]), _shown(line[end:]))
        for number, line, start, end in _marks(finding)
    ]


def snippet(finding: Finding) -> str | None:
    """Return the code that a finding is about; None if the excerpt does not hold it as it is.

    Blots and cut lines shift columns; such a snippet would claim to be code that is not there.
    """
    text = "\n".join(line[start:end] for _, line, start, end in _marks(finding, indented=True))
    return text if len(text) == finding.span.end - finding.span.start else None


def excerpt_lines(finding: Finding) -> list[str]:
    """Return the lines of a finding's excerpt."""
    return finding.excerpt.split("\n")


def _marks(finding: Finding, *, indented: bool = False) -> Iterator[tuple[int, str, int, int]]:
    """Yield number, text, start and end of the mark of each line."""
    for number, line in enumerate(excerpt_lines(finding), finding.start.line):
        begin = len(line) - len(line.lstrip()) if not indented else 0
        start = finding.start.column - 1 if number == finding.start.line else begin
        end = finding.end.column - 1 if number == finding.end.line else len(line)
        start = min(start, len(line))
        end = max(start, min(end, len(line)))
        yield number, line, start, _end_of_blot(line, start) or end


def _end_of_blot(line: str, start: int) -> int:
    """Return where a blot ends that begins the mark: the secret's own length tells nothing."""
    quoted = line[start : start + 1] in ("'", '"')
    begin = start + quoted
    return begin + len(BLOT) + quoted if line.startswith(BLOT, begin) else 0


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))
