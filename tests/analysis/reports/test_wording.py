"""What reports say exists in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from hanare.analysis.catalogue import Text
from hanare.analysis.finding import Level
from hanare.analysis.reports import wording
from hanare.analysis.results import Why
from hanare.analysis.walk import Skipped


def texts() -> Iterator[tuple[str, Text]]:
    for name, value in vars(wording).items():
        if isinstance(value, Text):
            yield name, value
        elif isinstance(value, Mapping):
            for key, text in value.items():
                if isinstance(text, Text):
                    yield f"{name}[{key}]", text


TEXTS = dict(texts())


def test_every_kind_has_words() -> None:
    assert set(wording.REASON) == set(Why)
    assert set(wording.SEVERITY) == set(Level)
    assert set(wording.SKIPPED_BY) == set(Skipped)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_both_languages_say_something(text: Text) -> None:
    assert re.search("[ぁ-んァ-ヶ一-龠（]", text.ja)
    assert text.en.isascii() or "…" in text.en
    holes = [sorted(re.findall(r"{(\w+)", each)) for each in (text.en, text.ja)]
    assert holes[0] == holes[1]


@pytest.mark.parametrize("text", wording.REASON.values(), ids=wording.REASON)
def test_reasons_are_sentences(text: Text) -> None:
    assert text.en.endswith(".")
    assert text.ja.endswith("。")


def test_numbers_go_with_nouns() -> None:
    assert wording.FILES.times(1, "en") == "1 file"
    assert wording.FILES.times(1200, "en") == "1,200 files"
    assert wording.FILES.times(2, "ja") == "2ファイル"
