"""Prompt layouts as data: which markers and slots, in which order.

A layout is a template such as `<|fim_prefix|>{head}<|fim_suffix|>{suffix}<|fim_middle|>{tail}`.
The strings listed in `markers` stand for one control token each, `{name}` is a slot, the rest
is literal text. Nothing in a slot is ever read as a marker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hanare.text.prompt import Marker, Plain, Prompt

_SLOT = re.compile(r"(\{[a-z]+\})")


def fill(template: str, markers: Sequence[str], slots: Mapping[str, Prompt | str]) -> Prompt:
    """Return the prompt that `template` makes of `slots`.

    A slot is text, or a prompt made before (so that layouts nest: file blocks inside a FIM
    prompt, a FIM prompt inside a chat turn). Empty text leaves no piece.

    Raises:
        KeyError: the template names a slot that is not given.
    """
    # Longest first: a marker may be the beginning of another.
    by_length = sorted(markers, key=len, reverse=True)
    marker = re.compile("(" + "|".join(map(re.escape, by_length)) + ")") if by_length else None
    pieces: list[Plain | Marker] = []
    for part in marker.split(template) if marker else [template]:
        if part in markers:
            pieces.append(Marker(part))
            continue
        for item in _SLOT.split(part):
            value = slots[item[1:-1]] if _SLOT.fullmatch(item) else item
            pieces += ([Plain(value)] if value else []) if isinstance(value, str) else value
    return tuple(pieces)
