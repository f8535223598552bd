"""The help texts of Bandit's rules: complete, in both languages, with examples that are true."""

from __future__ import annotations

import io
import re
import warnings

import pytest

from hanare.analysis.catalogue import Help, helps

with warnings.catch_warnings():
    # Its way of looking for plugins is deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from bandit.core.config import BanditConfig
    from bandit.core.extension_loader import MANAGER
    from bandit.core.manager import BanditManager

IDS = sorted({*MANAGER.plugins_by_id, *MANAGER.blacklist_by_id})
HELPS = {id_: help_ for id_, help_ in helps().items() if re.fullmatch(r"B\d{3}", id_)}
HINTS = (
    "B101", "B110", "B112", "B113", "B311", "B403", "B404", "B405", "B406", "B407", "B408", "B409",
    "B603", "B607",
)  # fmt: skip
"""Right too seldom to be more than a hint."""


def found_by_bandit(code: str) -> set[str]:
    manager = BanditManager(BanditConfig(), "file", ignore_nosec=True)
    manager._parse_file("<stdin>", io.BytesIO(code.encode()), ["<stdin>"])
    assert manager.skipped == []
    return {issue.test_id for issue in manager.results}


def test_every_rule_of_bandit_is_explained_and_no_other() -> None:
    assert sorted(HELPS) == IDS
    assert len(IDS) == 75


@pytest.mark.parametrize("rule", IDS)
def test_bandit_finds_the_bad_example(rule: str) -> None:
    assert rule in found_by_bandit(HELPS[rule].bad)


@pytest.mark.parametrize("rule", IDS)
def test_bandit_does_not_find_the_good_example(rule: str) -> None:
    assert rule not in found_by_bandit(HELPS[rule].good)


@pytest.mark.parametrize("rule", IDS)
def test_texts_are_short_sentences_in_both_languages(rule: str) -> None:
    texts = HELPS[rule]
    assert texts.language == "python"
    assert len(texts.title.en) <= 72
    assert not texts.title.en.endswith(".")
    assert not texts.title.ja.endswith("。")
    for each in (texts.what, texts.why, texts.fix):
        assert each.en.endswith(".")
        assert len(re.findall(r"[.!?](?= [A-Z`]|$)", each.en)) <= 3
        assert each.ja.endswith("。")
    for each in (texts.title, texts.what, texts.why, texts.fix):
        assert re.search(r"[ぁ-ん]", each.ja)
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", each.en)


@pytest.mark.parametrize("rule", HINTS)
def test_hints_say_that_they_are_hints(rule: str) -> None:
    why = HELPS[rule].why
    assert "hint" in why.en
    assert "ヒント" in why.ja


def test_other_rules_are_not_played_down() -> None:
    hints = {rule for rule, texts in HELPS.items() if _is_hint(texts)}
    assert hints == set(HINTS)


def _is_hint(texts: Help) -> bool:
    return "take this as a hint" in texts.why.en


def test_titles_tell_rules_apart() -> None:
    for language in ("en", "ja"):
        titles = [getattr(each.title, language) for each in HELPS.values()]
        assert len(set(titles)) == len(titles)
