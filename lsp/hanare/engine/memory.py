"""How long a context the machine's memory carries."""

from __future__ import annotations

from hanare.engine.errors import EngineError
from hanare.wording import said

CONTEXTS = 2
"""One for completions, one for explanations."""
_USUAL_TOKENS = 4096
_FEWEST_TOKENS = 1024
_STEP_TOKENS = 256
_SHARE = 0.05
"""Of all memory, for both contexts: an editor, a browser and a build want the rest."""


def usual_context(bytes_per_token: int, total_bytes: int) -> int:
    """Return the context, in tokens, that suits a machine with so much memory."""
    affordable = int(total_bytes * _SHARE) // (CONTEXTS * bytes_per_token)
    return max(_FEWEST_TOKENS, min(_USUAL_TOKENS, affordable // _STEP_TOKENS * _STEP_TOKENS))


def require_room(tokens: int, bytes_per_token: int, available_bytes: int) -> None:
    """Refuse a context that does not fit: the system would only find out when it is used.

    Raises:
        EngineError: it needs more than what is free.
    """
    needed = tokens * bytes_per_token
    if needed > available_bytes:
        raise EngineError(
            said(
                "A context of {tokens} tokens needs {needed:.1f} GB; {free:.1f} GB are free.",
                tokens=tokens,
                needed=needed / 1e9,
                free=available_bytes / 1e9,
            ),
            said(
                "Lower engine.context_tokens, or choose a smaller model "
                "(`hanare models recommend`)."
            ),
        )
