"""Commands whose help is shown in the language of its reader; the code holds the English."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Iterable

import click

from hanare.cli.speaking import spoken
from hanare.wording import translated

_PIECES = re.compile(r"[!-~]+[、。）」]*|\s+|.[、。）」]*")
"""What a line may be broken between: words, and Japanese characters, which need no space."""
_AS_IT_IS = "\b\n"
"""Click breaks no lines in a paragraph that begins so."""


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a help text, each as one line: the catalogue's keys."""
    return [" ".join(each.split()) for each in inspect.cleandoc(text).split("\n\n")]


def _wrapped(text: str, width: int) -> str:
    """Break a text into lines of at most `width` columns; Japanese characters take two."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and _columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(line.rstrip() for line in lines)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


class _Formatter(click.HelpFormatter):
    """Writes help in Japanese where the run is in Japanese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{translated('Usage:', spoken())} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(translated(heading, spoken()))

    def write_text(self, text: str) -> None:
        super().write_text(self._told(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        first = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        width = self.width - first - self.current_indent
        super().write_dl([(name, self._told(text, width)) for name, text in rows], col_max)

    def _told(self, text: str, width: int) -> str:
        if spoken() == "en":
            return text
        # Behind an option's help click writes what it knows of it, such as the default.
        help_, gap, extra = text.partition("  [")
        told = [translated(each, spoken()) for each in paragraphs(help_)]
        told[-1] += gap + extra
        return "\n\n".join(_AS_IT_IS + _wrapped(each, width) for each in told)


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command with a help in each language."""

    context_class = _Context

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help."""
        if spoken() == "en" or not self.help:
            return super().get_short_help_str(limit)
        return translated(paragraphs(self.help)[0], spoken()).partition("。")[0]


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
