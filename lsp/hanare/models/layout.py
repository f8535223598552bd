"""Prompt layouts as data: which markers and slots, in which order.

A layout is a template such as `<|fim_prefix|>{head}<|fim_suffix|>{suffix}<|fim_middle|>{tail}`.
The strings listed in `markers` stand for one control token each, `{name}` is a slot, the rest
is literal text. Nothing in a slot is ever read as a marker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from hanare.text.prompt import Marker, Plain, Prompt

_SLOT = re.compile(r"(\{[a-z]+\})")


def fill(template: str, markers: Sequence[str], slots: Mapping[str, Prompt | str]) -> Prompt:
    """Return the prompt that `template` makes of `slots`.

    A slot is text, or a prompt made before (so that layouts nest: a FIM prompt inside a chat
    turn). Empty text leaves no piece.

    Raises:
        KeyError: the template names a slot that is not given.
    """
    pieces: list[Plain | Marker] = []
    for part in _split_at_markers(template, markers):
        if part in markers:
            pieces.append(Marker(part))
            continue
        for item in _SLOT.split(part):
            value = slots[item[1:-1]] if _SLOT.fullmatch(item) else item
            pieces += ([Plain(value)] if value else []) if isinstance(value, str) else value
    return tuple(pieces)


class FimLayout(BaseModel):
    """How a family is asked to complete code at the cursor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    markers: tuple[str, ...] = ()
    """Control tokens of the templates, by their text in the vocabulary."""
    fim: str = "{head}{tail}"
    """Slots `head`, `suffix`, `tail`; families that cannot infill have no `suffix`."""
    stop: tuple[str, ...] = ()
    """Control tokens that end a completion, besides the vocabulary's end tokens."""

    @property
    def infills(self) -> bool:
        """Whether the text after the cursor is shown to the model."""
        return "{suffix}" in self.fim

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_slots("fim", self.fim, self.markers, {"head", "suffix", "tail"})
        for slot in ("{head}", "{tail}"):
            if slot not in self.fim:
                raise ValueError(f"fim: lacks {slot}")
        if not self.fim.endswith("{tail}"):
            raise ValueError("fim: {tail} must come last, or typing would change what precedes it")
        _check_markers(self.markers, (self.fim,))
        return self


class ChatLayout(BaseModel):
    """How a family is addressed in turns. Every template has the slot `content` once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    markers: tuple[str, ...] = ()
    """Control tokens of the templates, by their text in the vocabulary."""
    system: str | None = None
    """None: no such role; its text goes in front of the first user text, a blank line between."""
    user: str
    assistant: str
    opening: str
    """What starts the assistant's answer; no slot."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        turns = {"system": self.system, "user": self.user, "assistant": self.assistant}
        for role, template in turns.items():
            _check_slots(role, template, self.markers, {"content"})
            if template is not None and "{content}" not in template:
                raise ValueError(f"{role}: lacks {{content}}")
        _check_slots("opening", self.opening, self.markers, set())
        _check_markers(self.markers, (*turns.values(), self.opening))
        return self


def _split_at_markers(template: str, markers: Sequence[str]) -> list[str]:
    """Cut a template into markers and what lies between them."""
    if not markers:
        return [template]
    # Longest first: a marker may be the beginning of another.
    by_length = sorted(markers, key=len, reverse=True)
    return re.split("(" + "|".join(map(re.escape, by_length)) + ")", template)


def _check_slots(
    field: str, template: str | None, markers: Sequence[str], allowed: set[str]
) -> None:
    parts = [p for p in _split_at_markers(template or "", markers) if p not in markers]
    slots = Counter(slot[1:-1] for part in parts for slot in _SLOT.findall(part))
    if unknown := sorted(slots.keys() - allowed):
        raise ValueError(f"{field}: unknown slots {unknown}")
    if repeated := sorted(slot for slot, count in slots.items() if count > 1):
        raise ValueError(f"{field}: repeated slots {repeated}")
    if any(brace in _SLOT.sub("", part) for part in parts for brace in "{}"):
        raise ValueError(f"{field}: a brace that belongs to no slot")


def _check_markers(markers: Sequence[str], templates: Sequence[str | None]) -> None:
    used = {part for template in templates for part in _split_at_markers(template or "", markers)}
    if unused := sorted(set(markers) - used):
        raise ValueError(f"markers: {unused} occur in no template")
