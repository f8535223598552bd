"""Every reason is explained."""

from __future__ import annotations

import re

import pytest

from hanare.observe.explanations import EXPLANATIONS
from hanare.observe.reasons import Code
from hanare.wording import Language


def test_every_code_has_an_explanation() -> None:
    assert set(EXPLANATIONS) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_an_explanation_is_a_sentence_in_each_language(code: Code) -> None:
    explanation = EXPLANATIONS[code]
    assert re.fullmatch(r"[A-Z][\x20-\x7e]+\.", str(explanation))
    assert explanation.in_("ja").endswith("。")
    assert re.search(r"[ぁ-ん]", explanation.in_("ja"))


def test_no_explanation_is_given_twice() -> None:
    languages: tuple[Language, ...] = ("en", "ja")
    for language in languages:
        assert len({each.in_(language) for each in EXPLANATIONS.values()}) == len(Code)
