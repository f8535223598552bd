"""In which language people are told things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from hanare.wording import Language
from hanare.wording.locales import language_of

Choice = Literal["en", "ja", "auto"]

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language(choice: Choice, environ: Mapping[str, str]) -> Language:
    """Return the language chosen; `auto` follows the environment, as gettext does."""
    if choice != "auto":
        return choice
    locale = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return language_of(locale)
