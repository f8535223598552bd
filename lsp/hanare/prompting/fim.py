"""Fill-in-the-middle prompts."""

from __future__ import annotations

from hanare.models.layout import FimLayout, fill
from hanare.text.prompt import Prompt


def fim_prompt(layout: FimLayout, *, head: str, tail: str, suffix: str) -> Prompt:
    """Return the prompt whose continuation goes between `tail` and `suffix`.

    `tail` is the last piece of every layout: while it grows, the tokens before it stay what
    they were. A family without FIM gets the text before the cursor only.
    """
    slots = {"head": head, "tail": tail, "suffix": suffix}
    return fill(layout.fim, layout.markers, slots)
