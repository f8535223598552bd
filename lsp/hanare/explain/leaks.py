"""Whether a model recites what it was told in confidence: the rules and the words of the house.

Code can ask a model to. What is written into files, or pasted elsewhere, must not hold them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?。！？\n]+\s*|\Z)")
_RUN = 24
"""Characters in a row: so many are no coincidence. What is shorter is no secret."""


def without_leaks(text: str, style: Sequence[str], meanings: Sequence[str], *public: str) -> str:
    """Return a text without the sentences that recite rules, or more than one meaning.

    To say what one word means is what a glossary is for. What `public` texts hold is no secret.
    """
    told = "\n".join(public)
    rules = [each for each in style if each not in told]
    recited = [each for each in meanings if each not in told and _recites(text, each)]
    secrets = [*rules, *(recited if len(recited) > 1 else ())]
    if not any(_recites(text, each) for each in secrets):
        return text
    kept = (
        match[0]
        for match in _SENTENCE.finditer(text)
        if not any(_recites(match[0], each) for each in secrets)
    )
    return "".join(kept).rstrip()


def _recites(text: str, secret: str) -> bool:
    return any(secret[at : at + _RUN] in text for at in range(len(secret) - _RUN + 1))
