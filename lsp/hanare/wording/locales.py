"""Which language a locale asks for."""

from __future__ import annotations

import re

from hanare.wording.sentences import Language


def language_of(locale: str) -> Language:
    """Return the language of a locale such as `ja_JP.UTF-8` or `ja`; English if in doubt."""
    return "ja" if re.match(r"ja(?![a-z])", locale.lower()) else "en"
