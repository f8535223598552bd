"""In which language people are told things."""

from __future__ import annotations

import pytest

from hanare.cli.language import Choice, language

CASES: dict[str, tuple[Choice, dict[str, str], str]] = {
    "chosen": ("ja", {"LANG": "en_US.UTF-8"}, "ja"),
    "chosen otherwise": ("en", {"LANG": "ja_JP.UTF-8"}, "en"),
    "the locale": ("auto", {"LANG": "ja_JP.UTF-8"}, "ja"),
    "the language alone": ("auto", {"LANG": "ja"}, "ja"),
    "in capitals": ("auto", {"LANG": "JA_JP.eucJP"}, "ja"),
    "another locale": ("auto", {"LANG": "de_DE.UTF-8"}, "en"),
    "no locale": ("auto", {"LANG": "C"}, "en"),
    "nothing": ("auto", {}, "en"),
    "messages before all else": ("auto", {"LANG": "en_US", "LC_MESSAGES": "ja_JP"}, "ja"),
    "all before messages": ("auto", {"LC_ALL": "C", "LC_MESSAGES": "ja_JP", "LANG": "ja_JP"}, "en"),
    "what is empty is not set": ("auto", {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ja_JP"}, "ja"),
    "a language that begins alike": ("auto", {"LANG": "jam_JM.UTF-8"}, "en"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_language(name: str) -> None:
    choice, environ, expected = CASES[name]
    assert language(choice, environ) == expected
