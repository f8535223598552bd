"""Sentences with slots, in English and Japanese."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import TypeAdapter

from hanare.errors import HanareError
from hanare.wording import Said, joined, said
from hanare.wording import catalogue as catalogue_module

INNER = said("{count:,} files", count=1234)


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests have their own catalogue."""
    known = {
        "{count:,} files": "{count:,}個のファイル",
        "In {place}: {what}.": "{place}で{what}。",
        "Look again.": "もう一度確認してください。",
    }
    monkeypatch.setattr("hanare.wording.sentences.japanese", lambda: known)


@pytest.mark.parametrize(
    ("sentence", "english", "japanese"),
    [
        (INNER, "1,234 files", "1,234個のファイル"),
        (
            said("In {place}: {what}.", place="a{b}.py", what=INNER),
            "In a{b}.py: 1,234 files.",
            "a{b}.pyで1,234個のファイル。",
        ),
        (said("Nobody knows {it!r}.", it="this"), "Nobody knows 'this'.", "Nobody knows 'this'."),
        (said("Braces: {{}}"), "Braces: {}", "Braces: {}"),
        (joined("\n{", [INNER, "{x}"]), "1,234 files\n{{x}", "1,234個のファイル\n{{x}"),
        (joined(", ", []), "", ""),
        (said("{path}", path=ValueError("why")), "why", "why"),
    ],
    ids=str,
)
def test_slots_are_filled_in_each_language(sentence: Said, english: str, japanese: str) -> None:
    assert (str(sentence), sentence.in_("en"), sentence.in_("ja")) == (english, english, japanese)


@pytest.mark.parametrize("sentence", [INNER, said("In {place}: {what}.", place=1.5, what=INNER)])
def test_it_goes_through_json(sentence: Said) -> None:
    adapter = TypeAdapter(Said)
    assert adapter.validate_json(adapter.dump_json(sentence)) == sentence


@pytest.mark.parametrize(
    "text",
    [
        '{"template": "{a.real}", "values": [["a", 1]]}',
        '{"template": "{a[0]}", "values": [["a", "x"]]}',
        '{"template": "{b}", "values": [["a", 1]]}',
        '{"template": "{a", "values": [["a", 1]]}',
        '{"template": "{a:d}", "values": [["a", "x"]]}',
    ],
)
def test_a_template_from_elsewhere_reaches_nothing_but_its_values(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        TypeAdapter(Said).validate_json(text)


@pytest.mark.parametrize(
    ("error", "english", "japanese"),
    [
        (HanareError(INNER, said("Look again.")), "1,234 files\nLook again.",
         "1,234個のファイル\nもう一度確認してください。"),
        (HanareError(INNER), "1,234 files", "1,234個のファイル"),
        (HanareError("{as it is}", "Now."), "{as it is}\nNow.", "{as it is}\nNow."),
    ],
    ids=str,
)  # fmt: skip
def test_errors_speak_both(error: HanareError, english: str, japanese: str) -> None:
    assert (str(error), error.in_("en"), error.in_("ja")) == (english, english, japanese)


def test_english_does_not_read_the_catalogue() -> None:
    code = (
        "from hanare.wording import said, catalogue; s = said('x'); str(s); s.in_('en');"
        "raise SystemExit(catalogue.tables.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_editors_texts_stay_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {"errors": {"Hello": "こんにちは"}, "editors-nvim": {"Bye": "さようなら"}}
    monkeypatch.setattr(catalogue_module, "tables", lambda: tables)
    assert catalogue_module.japanese.__wrapped__() == {"Hello": "こんにちは"}
    assert catalogue_module.table("editors-nvim") == {"Bye": "さようなら"}
    assert catalogue_module.table("nothing") == {}
