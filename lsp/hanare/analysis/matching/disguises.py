"""Whether a Python text may call a function by another name, judged by its characters.

That is far cheaper than to resolve every name that is called, and most texts use functions plainly.
"""

from __future__ import annotations

from hanare.analysis.matching.names import BUILTINS
from hanare.analysis.source import Source

_BEFORE_VALUES = ("=", "(", ",", "[", ":", ".")
_QUOTES = ("'", '"')
_BLANKS = 8
"""How many blanks may be before a value."""


def may_be_disguised(name: str, source: Source) -> bool:
    """Tell whether a text does more with a function or its module than to call it by its name."""
    module, _, last = name.rpartition(".")
    if module:
        places = _BEFORE_VALUES + _QUOTES
        return _stands(source.text, last, places, but="(") or _stands(
            source.text, module, places, but="."
        )
    # Quoted, it needs the builtins' module: `compile(text, name, "exec")` is no disguise.
    return not source.words.isdisjoint(BUILTINS) or _stands(
        source.text, last, _BEFORE_VALUES, but="("
    )


def may_be_renamed(name: str, source: Source) -> bool:
    """Tell whether a text may give a function a name with another last word."""
    last = name.rpartition(".")[2]
    return f"{last} as " in source.text or _stands(source.text, last, ("=", "."), but="(")


def _stands(text: str, word: str, places: tuple[str, ...], but: str) -> bool:
    """Tell whether a word follows one of some signs, and is not followed by another."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[max(0, at - _BLANKS) : at].rstrip(" "), text[end : end + 1]
        is_whole = after != but and after != "_" and not after.isalnum()
        if is_whole and before.endswith(places):
            return True
        at = text.find(word, end)
    return False
