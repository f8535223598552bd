"""Names that a model suggests: only what can be a name, is new, and is written as its kind is."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection

_NAME = re.compile(r"(?:^|\n)\s*(?:\d+[.)]|[-*])\s*[`*]*([^\W\d]\w*)")
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_MOST = 3


def names_in(text: str, like: str, taken: Collection[str]) -> list[str]:
    """Return the names that an answer lists, at most three, as `like` is written."""
    made = (_styled(each, like) for each in _NAME.findall(text))
    usable = (each for each in made if each not in taken and not keyword.iskeyword(each))
    return [each for each in dict.fromkeys(usable) if each.isidentifier()][:_MOST]


def _styled(name: str, like: str) -> str:
    """Return a name with the underscores and the capitals of another one."""
    words = _WORD.findall(name)
    if not words or not name.isascii() or not like.isascii():
        return name
    lead = like[: len(like) - len(like.lstrip("_"))]
    bare = like.lstrip("_")
    if bare.isupper():
        return lead + "_".join(words).upper()
    if "_" in bare or bare.islower():
        return lead + "_".join(words).lower()
    joined = "".join(word[:1].upper() + word[1:].lower() for word in words)
    return lead + (joined if bare[:1].isupper() else joined[:1].lower() + joined[1:])
