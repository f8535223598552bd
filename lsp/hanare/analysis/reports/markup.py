"""Markdown and HTML around text that nobody vouches for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from hanare.analysis.redaction import visible

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:/=$^])")
_BACKTICKS = re.compile("`+")
# Forges make links and notify people wherever these stand, escaped or not; a comment in between
# stops them.
_MENTION = re.compile(r"([@#])(?=\w)")


def escaped(text: str) -> str:
    """Return one line of text as Markdown that shows it and does nothing."""
    return _MENTION.sub(r"\1<!-- -->", _PUNCTUATION.sub(r"\\\1", visible(text)))


def code_span(text: str) -> str:
    """Return one line of text as inline code, safe also in a table."""
    text = visible(text)
    ticks = "`" * (_longest_run(text) + 1)
    # In a table GitHub takes a pipe for the end of the cell even in code.
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{ticks}{pad}{text.replace('|', chr(92) + '|')}{pad}{ticks}"


def prose(text: str) -> str:
    """Return a sentence as Markdown in which only backticks are markup, as help texts have them."""
    return "".join(code_span(piece) if code else escaped(piece) for piece, code in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a sentence in pieces, each with whether it is code; a lone backtick is none."""
    *paired, last = text.split("`")
    if len(paired) % 2:
        yield text, False
        return
    for number, piece in enumerate((*paired, last)):
        if piece:
            yield piece, bool(number % 2)


def fenced(code: str, language: str = "") -> str:
    """Return lines of code as a block that nothing in them can end."""
    lines = [visible(line) for line in code.split("\n")]
    ticks = "`" * max(3, _longest_run(code) + 1)
    return "\n".join((ticks + language, *lines, ticks))


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0)


class Html(str):
    """Text that is HTML already; any other text is escaped when it is put into an element."""

    __slots__ = ()


def element(
    name: str, attributes: Mapping[str, str | bool] | None = None, *children: str | None
) -> Html:
    """Return an element; a child that is None is left out."""
    given = "".join(
        f" {key}" if value is True else f' {key}="{_escape(value)}"'
        for key, value in (attributes or {}).items()
        if value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*children: str | None) -> Html:
    """Return pieces one after the other, escaped where they are not HTML."""
    return Html("".join(_escape(child) for child in children if child is not None))


def html_prose(text: str) -> Html:
    """Return a sentence as HTML, with code for what stands between backticks."""
    return joined(
        *(element("code", None, piece) if code else piece for piece, code in _pieces(text))
    )


_VOID = frozenset({"input", "meta", "br"})


def _escape(text: str) -> str:
    if isinstance(text, Html):
        return text
    # Line ends are the lines' own here: code has them, and HTML takes them for blanks.
    return html.escape("\n".join(map(visible, text.split("\n"))))
