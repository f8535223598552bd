"""What Python literals say."""

from __future__ import annotations

import re

from hanare.syntax.elements import Element

_STRING = re.compile(r"(?P<prefix>[A-Za-z]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_MOST_PARTS = 100


def string_in(element: Element) -> str | None:
    """Return what a string literal says, escapes as written; None if it is none, or computed.

    Adjacent literals count as one, since that is how Python reads them.
    """
    if element.kind == "concatenated_string":
        parts = element.children
        if len(parts) > _MOST_PARTS:
            return None
        said = [_plain(each) for each in parts if each.kind != "comment"]
        return None if None in said else "".join(each for each in said if each is not None)
    return _plain(element)


def _plain(element: Element) -> str | None:
    if element.kind != "string":
        return None
    if any(each.kind == "interpolation" for each in element.children):
        return None
    text = element.text
    opening = _STRING.match(text)
    if opening is None:
        return None
    end = len(text) - len(opening["quote"])
    return text[opening.end() : max(end, opening.end())]
