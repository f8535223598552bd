from __future__ import annotations

import pytest

from hanare.models.pip import last_words


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("", "  (no output)"),
        ("Looking\nnothing more\n", "  nothing more"),
        (
            "WARNING: a\nERROR: none of it\nERROR: No match\n",
            "  ERROR: none of it\n  ERROR: No match",
        ),
    ],
)
def test_last_words(output: str, words: str) -> None:
    assert last_words(output) == words
