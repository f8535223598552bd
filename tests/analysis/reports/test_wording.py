"""What reports say besides the findings themselves."""

from __future__ import annotations

import pytest

from hanare.analysis.finding import Level
from hanare.analysis.reports import wording
from hanare.analysis.results import Why
from hanare.analysis.walk import Skipped
from hanare.wording import Said


def test_every_kind_has_words() -> None:
    assert set(wording.REASON) == set(Why)
    assert set(wording.SEVERITY) == set(Level)
    assert set(wording.SKIPPED_BY) == set(Skipped)


@pytest.mark.parametrize("text", wording.REASON.values(), ids=wording.REASON)
def test_reasons_are_sentences(text: Said) -> None:
    assert str(text).endswith(".")
    assert text.in_("ja").endswith("。")


def test_numbers_go_with_nouns() -> None:
    assert str(wording.files(1)) == "1 file"
    assert str(wording.files(1200)) == "1,200 files"
    assert wording.files(2).in_("ja") == "2ファイル"
    assert str(wording.findings(1)) == "1 finding"
    assert wording.findings(1200).in_("ja") == "1,200件の検出"
