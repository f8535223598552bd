"""Whether a suggestion is wanted here at all: decided before anything is computed."""

from __future__ import annotations

from fnmatch import fnmatchcase

from hanare.completion.types import Query, Trigger
from hanare.config.settings import CompletionSettings
from hanare.observe.reasons import Code, Reason


def refuse(query: Query, settings: CompletionSettings) -> Reason | None:
    """Return why no suggestion is wanted, or None."""
    if not settings.enabled:
        return Reason(Code.DISABLED)
    if query.document.language in settings.disabled_languages:
        return Reason(Code.DISABLED, "language")
    if is_excluded(query.path or query.document.uri, settings.excluded_files):
        return Reason(Code.EXCLUDED, "secret-file")
    if query.trigger is Trigger.AUTOMATIC and _mid_word(query):
        return Reason(Code.NOT_TRIGGERED, "mid-word")
    return None


def is_excluded(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a pattern matches the path or its last component, whatever the case."""
    path = path.replace("\\", "/").lower()
    name = path.rsplit("/", 1)[-1]
    return any(
        fnmatchcase(name, pattern.lower()) or fnmatchcase(path, pattern.lower())
        for pattern in patterns
    )


def _mid_word(query: Query) -> bool:
    text, offset = query.document.text, query.offset
    after = text[offset : offset + 1]
    return bool(after) and (after.isalnum() or after == "_")
