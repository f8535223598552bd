"""Options and modes in shell scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from hanare.analysis.finding import Fix, Replacement, Span
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.syntax.elements import Element
from hanare.wording import Said, said

_MOST_ARGUMENTS = 200
_MODE = re.compile(r"[0-7]{1,4}")
_ALONE = re.compile("-[fsSLiIv#]+")
"""Letters of curl's that take no value; of others the rest of the word may be one."""
_OTHERS_WRITE = 0o022


@dataclass(frozen=True, slots=True)
class Dropped:
    """Leaves out the options of a command that turn protection off."""

    options: frozenset[str]
    title: Said
    letter: str = ""
    """The same as one letter, which may stand among others: of `-sk` it leaves `-s`."""

    def __call__(self, site: Site) -> Fix | None:
        """Return the fix of one finding; None if the command has none of the options."""
        edits = []
        for before, argument in _arguments(site):
            if argument.text in (*self.options, f"-{self.letter}"):
                edits.append(Replacement(Span(before.end, argument.end), ""))
            elif self._is_among(argument.text):
                edits.append(replaced(argument, argument.text.replace(self.letter, "", 1)))
        return fix(self.title, *edits) if edits else None

    def _is_among(self, text: str) -> bool:
        rest = text.replace(self.letter, "", 1)
        return len(rest) < len(text) and _ALONE.fullmatch(rest) is not None


def less_open(site: Site) -> Fix | None:
    """Keep others from writing: by the mode of `chmod`, or by the `umask`."""
    modes = [each for _, each in _arguments(site) if _MODE.fullmatch(each.text)]
    if len(modes) != 1:
        return None
    (mode,) = modes
    old = int(mode.text, 8)
    new = old & ~_OTHERS_WRITE if old else _OTHERS_WRITE
    written = f"{new:0{len(mode.text)}o}"
    return fix(
        said("Only the owner may write ({written})", written=written),
        replaced(mode, written),
    )


def _arguments(site: Site) -> Iterator[tuple[Element, Element]]:
    """Yield the arguments of the command, each with the word before it."""
    command = site.nearest("command")
    words = command.children if command is not None else []
    for before, argument in islice(pairwise(words), _MOST_ARGUMENTS):
        if argument.kind in ("word", "number"):
            yield before, argument
