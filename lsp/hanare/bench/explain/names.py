"""Identifiers that an explanation quotes although they are nowhere: invented ones."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache

from hanare.bench.explain.prose import quoted

_STRING = re.compile(r"""\b[rbfu]{0,2}(?:"[^"]*"|'[^']*')|"[^"]*"|'[^']*'""", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Za-z_]\w*", re.ASCII)
_NEIGHBOURS = re.compile(r"(?=\b([A-Za-z_]\w*)[ \n]+([A-Za-z_]\w*))", re.ASCII)
# What only code looks like: underscores or capitals inside, a dot before, a bracket behind.
_CODE_LIKE = re.compile(r"\w*_\w*|[a-z]+[A-Z]\w*|[A-Z]\w*[a-z]\w*[A-Z]\w*|(?<=\.)\w+|\w+(?=\()")


@dataclass(frozen=True, slots=True)
class Names:
    """The code spans of an explanation that name something, and those that name what is not."""

    quoted: int
    invented: tuple[str, ...]
    """The first unknown name of each span that is not marked as unknown."""
    marked: tuple[str, ...]
    """Likewise, of each that is."""
    foreign: tuple[str, ...] = ()
    """Quoted exceptions of Python's own that the texts do not name. Small models make up when they
    are raised, so most are false; but some are raised without being named in the code."""


def names(markdown: str, known: Iterable[str]) -> Names:
    """Look at what is quoted; `known` are the texts that the explanation may take names from."""
    shown = {word for text in known for word in _NAME.findall(text)}
    words = shown | _python()
    total = 0
    invented: list[str] = []
    marked: list[str] = []
    foreign: list[str] = []
    for span in quoted(markdown):
        named = _named(span.text)
        if not named:
            continue
        total += 1
        foreign += [name for name in named if name in _exceptions() and name not in shown]
        unknown = next((name for name in named if name not in words), None)
        if unknown is not None:
            (marked if span.is_marked else invented).append(unknown)
    return Names(total, tuple(invented), tuple(marked), tuple(dict.fromkeys(foreign)))


def _named(span: str) -> list[str]:
    """Return the identifiers in a code span: not in its strings, nor the words of a sentence."""
    code = _STRING.sub("''", span)
    if any(not {*pair} & _keywords() for pair in _NEIGHBOURS.findall(code)):
        return _CODE_LIKE.findall(code)
    return _NAME.findall(code)


@cache
def _keywords() -> Set[str]:
    return frozenset((*keyword.kwlist, *keyword.softkwlist))


@cache
def _exceptions() -> Set[str]:
    return frozenset(
        name
        for name, value in vars(builtins).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    )


@cache
def _python() -> Set[str]:
    return _keywords() | set(dir(builtins)) | sys.stdlib_module_names
