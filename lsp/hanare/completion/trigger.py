"""Whether a suggestion is wanted here at all: decided before anything is computed."""

from __future__ import annotations

from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.observe.reasons import Code, Reason
from hanare.syntax.tree import Place, SyntaxTree
from hanare.text.globs import matches
from hanare.text.languages import line_comment

_CLOSERS = ")]}>\"'`,;: \t"
_QUOTES = "\"'`"


def refuse(query: Query, settings: CompletionSettings) -> Reason | None:
    """Return why no suggestion is wanted in this document, or None."""
    document = query.document
    if not settings.enabled:
        return Reason(Code.DISABLED)
    if document.language in settings.disabled_languages:
        return Reason(Code.DISABLED, "language")
    if matches(query.path or document.uri, settings.excluded_files):
        return Reason(Code.EXCLUDED, "secret-file")
    if len(document.text) > settings.max_file_kilobytes * 1024:
        return Reason(Code.EXCLUDED, "size")
    return None


def unwanted_while_typing(
    query: Query, tree: SyntaxTree | None, settings: CompletionSettings
) -> Reason | None:
    """Return why nobody wants a suggestion at this place without having asked, or None."""
    why = _why_not(query, tree, settings)
    return Reason(Code.NOT_TRIGGERED, why) if why else None


def _why_not(query: Query, tree: SyntaxTree | None, settings: CompletionSettings) -> str:
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
    place = tree.place(offset) if tree else _place_in_line(before, query.document.language)
    if place is Place.COMMENT and not settings.in_comments:
        return "comment"
    if place in (Place.STRING, Place.DOCSTRING) and not settings.in_strings:
        return "string"
    return ""


def _place_in_line(before: str, language: str) -> Place:
    """Say what a line that begins with `before` is in at its end, where there is no grammar.

    Strings and comments over several lines are not seen.
    """
    comment = line_comment(language)
    quote = ""
    index = 0
    while index < len(before):
        char = before[index]
        if quote and char == "\\":
            index += 1  # what is escaped closes nothing
        elif quote:
            quote = "" if char == quote else quote
        elif before.startswith(comment, index):
            return Place.COMMENT
        elif char in _QUOTES:
            quote = char
        index += 1
    return Place.STRING if quote else Place.CODE
