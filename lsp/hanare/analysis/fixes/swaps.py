"""One word for another: what has the same simple fix in any language with a grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from hanare.analysis.finding import Fix
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.syntax.elements import Element
from hanare.wording import Said, said

_MOST_NODES = 200
_OCTAL = re.compile(r"(?P<prefix>0[oO]?)(?P<mode>[0-7]{0,4})")
_NUMBERS = ("int_literal", "number_literal")
_OTHERS_WRITE = 0o022


@dataclass(frozen=True, slots=True)
class Swap:
    """Writes another word in a finding, if there is one place only where it can be."""

    words: Mapping[str, str]
    title: Said
    kinds: tuple[str, ...] = ()
    """Of the nodes that are such words; empty for any."""
    beside: str = ""
    """What else must be in the finding."""
    to_agree: bool = False

    def __call__(self, site: Site) -> Fix | None:
        """Return the fix of one finding."""
        if self.beside not in site.text:
            return None
        found = [
            each
            for each in _leaves(site.element)
            if each.text in self.words and (not self.kinds or each.kind in self.kinds)
        ]
        if len(found) != 1:
            return None
        edit = replaced(found[0], self.words[found[0].text])
        return fix(self.title, edit, to_agree=self.to_agree)


def _leaves(element: Element) -> list[Element]:
    """Return the named leaves of an element; none if it is too big to look through."""
    nodes = [*islice(element.walk(), _MOST_NODES + 1)]
    return [each for each in nodes if not each.children] if len(nodes) <= _MOST_NODES else []


def octal_mode(site: Site) -> Fix | None:
    """Take others' right to write from a mode in C's way; a mask of nothing keeps it from them."""
    numbers = [each for each in _leaves(site.element) if each.kind in _NUMBERS]
    modes = [each for each in numbers if _OCTAL.fullmatch(each.text)]
    written = _OCTAL.fullmatch(modes[0].text) if len(modes) == 1 else None
    if written is None:
        return None
    mode = int(written["mode"] or "0", 8)
    less = mode & ~_OTHERS_WRITE if mode else _OTHERS_WRITE
    new = f"{written['prefix']}{less:0{len(written['mode'])}o}"
    return fix(
        said("Only the owner may write ({written})", written=new),
        replaced(modes[0], new),
    )
