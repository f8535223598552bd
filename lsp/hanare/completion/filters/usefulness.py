"""What nobody would accept."""

from __future__ import annotations

from hanare.completion.filters.around import Around
from hanare.observe.reasons import Code, Reason
from hanare.syntax.tree import Place

_CLOSING = frozenset(")]}>,;:")
_ENDING = _CLOSING | {"{"}
"""What a line may lack one of, to be complete."""
_QUOTES = frozenset("\"'`")


def trailing_space(text: str, around: Around) -> str | Reason:
    """Drop white space at the end, except between the suggestion and text that follows it."""
    stripped = text.rstrip()
    rest, blank = around.line_after, text[len(stripped) :]
    if "\n" in blank and rest.strip():  # what follows is to begin a line
        return stripped + blank[blank.index("\n") :].replace("\n", "", blank.count("\n") - 1)
    if not rest.strip() or rest[0].isspace() or rest[0] in _CLOSING:
        return stripped
    return text


def too_short(text: str, around: Around) -> str | Reason:
    """Refuse a single character that neither ends something nor names anything."""
    char = text.strip()
    if len(char) > 1 or char in _ENDING or char.isalnum() or char == "_":
        return text
    if char in _QUOTES and around.place is not Place.CODE:
        return text
    return Reason(Code.TOO_SHORT)


def comment_only(text: str, around: Around) -> str | Reason:
    """Refuse comments where code is written, unless a person asked."""
    if around.invoked or around.place is not Place.CODE:
        return text
    places = [token.place for token in around.tokens_of(text) if token.text.strip()]
    if places and all(place is Place.COMMENT for place in places):
        return Reason(Code.COMMENT_ONLY)
    return text
