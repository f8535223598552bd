"""Prompts for models that were trained to follow instructions."""

from __future__ import annotations

from hanare.models.layout import ChatLayout, fill
from hanare.text.prompt import Plain, Prompt


def chat_prompt(layout: ChatLayout, *, system: str, user: str, begun: str = "") -> Prompt:
    """Return the prompt whose continuation is the answer to `user`, which begins with `begun`.

    All texts are data: what looks like a control token in them stays text.
    """
    pieces: Prompt = ()
    if layout.system is None:
        user = f"{system}\n\n{user}"
    else:
        pieces = fill(layout.system, layout.markers, {"content": system})
    pieces += fill(layout.user, layout.markers, {"content": user})
    pieces += fill(layout.opening, layout.markers, {})
    return (*pieces, Plain(begun)) if begun else pieces
