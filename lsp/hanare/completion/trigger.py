"""Whether a suggestion is wanted here at all: decided before anything is computed."""

from __future__ import annotations

from fnmatch import fnmatchcase

from hanare.completion.types import Query, Trigger
from hanare.config.settings import CompletionSettings
from hanare.observe.reasons import Code, Reason

_CLOSERS = ")]}>\"'`,;: \t"
_QUOTES = "\"'`"
_USUAL_COMMENT = "//"
_COMMENT = dict.fromkeys(
    ("python", "ruby", "shellscript", "yaml", "toml", "dockerfile", "makefile"), "#"
) | {"lua": "--", "sql": "--"}


def refuse(query: Query, settings: CompletionSettings) -> Reason | None:
    """Return why no suggestion is wanted, or None."""
    if not settings.enabled:
        return Reason(Code.DISABLED)
    if query.document.language in settings.disabled_languages:
        return Reason(Code.DISABLED, "language")
    if is_excluded(query.path or query.document.uri, settings.excluded_files):
        return Reason(Code.EXCLUDED, "secret-file")
    if query.trigger is Trigger.AUTOMATIC and (why := _unwanted_while_typing(query, settings)):
        return Reason(Code.NOT_TRIGGERED, why)
    return None


def is_excluded(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a pattern matches the path or its last component, whatever the case."""
    path = path.replace("\\", "/").lower()
    name = path.rsplit("/", 1)[-1]
    return any(
        fnmatchcase(name, pattern.lower()) or fnmatchcase(path, pattern.lower())
        for pattern in patterns
    )


def _unwanted_while_typing(query: Query, settings: CompletionSettings) -> str:
    lines, offset = query.document.lines, query.offset
    line = lines.line_of(offset)
    before = query.document.text[lines.start(line) : offset]
    after = query.document.text[offset : lines.end(line)]
    if after[:1].isalnum() or after[:1] == "_":
        return "mid-word"
    if len(after.strip().lstrip(_CLOSERS)) > settings.most_to_the_right:
        return "text-to-the-right"
    if settings.in_comments and settings.in_strings:
        return ""
    place = _place_in_line(before, _COMMENT.get(query.document.language, _USUAL_COMMENT))
    if place == "comment" and not settings.in_comments:
        return "comment"
    if place == "string" and not settings.in_strings:
        return "string"
    return ""


def _place_in_line(before: str, comment: str) -> str:
    """Say whether a line that begins with `before` is in a comment or a string there.

    Judged by the line alone: strings and comments over several lines are not seen.
    """
    quote = ""
    index = 0
    while index < len(before):
        char = before[index]
        if quote and char == "\\":
            index += 1  # what is escaped closes nothing
        elif quote:
            quote = "" if char == quote else quote
        elif before.startswith(comment, index):
            return "comment"
        elif char in _QUOTES:
            quote = char
        index += 1
    return "string" if quote else "code"
