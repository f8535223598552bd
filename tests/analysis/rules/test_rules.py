"""Our own rules on samples, and what people are told about them.

`samples/LANGUAGE/RULE.ext` is code in an LSP language. A comment `expect: RULE` names what is found
in its line, several with commas between; nothing else in the file is found.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from hanare.analysis.catalogue import Help, Rule, Text, helps, rules
from hanare.analysis.engines.rules import detect
from hanare.analysis.engines.taint import detect as follow
from hanare.analysis.source import Source

_SAMPLES = sorted(each for each in (Path(__file__).parent / "samples").glob("*/*.*"))
_EXPECTED = re.compile(r"expect: ([A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*)")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")

OURS = {
    rule.id: rule
    for rule in rules().values()
    if any((rule.query, rule.call, rule.assignment, rule.sink, rule.line))
}
PARTS = ("title", "what", "why", "fix")


def found(text: str, language: str) -> list[tuple[int, str]]:
    """Return what is found: line from 1, and rule."""
    source = Source(text, language)
    detections = [*detect(source), *follow(source)]
    return sorted({(text.count("\n", 0, each.span.start) + 1, each.rule) for each in detections})


def expected(text: str) -> list[tuple[int, str]]:
    """Return what the comments say is to be found."""
    return [
        (number, rule)
        for number, line in enumerate(text.split("\n"), 1)
        for match in _EXPECTED.finditer(line)
        for rule in sorted(match[1].split(", "))
    ]


def _name(sample: Path) -> str:
    return f"{sample.parent.name}-{sample.stem}"


@pytest.mark.parametrize("sample", _SAMPLES, ids=_name)
def test_samples(sample: Path) -> None:
    # No translation of line ends: a checkout on Windows must find the same.
    text = sample.read_bytes().decode("utf-8").replace("\r\n", "\n")
    assert found(text, sample.parent.name) == expected(text)


@pytest.mark.parametrize("rule", OURS)
def test_each_rule_has_a_sample_with_hits_and_with_more(rule: str) -> None:
    samples = [each.read_text("utf-8") for each in _SAMPLES if each.stem == rule]
    assert any((line, rule) for text in samples for line, rule in expected(text))
    assert any(text.count("\n") > 2 * len(expected(text)) for text in samples)


@pytest.mark.parametrize("rule", OURS.values(), ids=OURS)
def test_examples_of_the_help(rule: Rule) -> None:
    help_ = helps()[rule.id]
    assert rule.id in {name for _, name in found(help_.bad, help_.language)}
    assert rule.id not in {name for _, name in found(help_.good, help_.language)}
    assert help_.good


def test_each_rule_has_help_and_no_help_is_without_rule() -> None:
    assert rules().keys() == helps().keys()


@pytest.mark.parametrize("help_", helps().values(), ids=helps())
def test_help_is_complete_in_both_languages(help_: Help) -> None:
    for part in PARTS:
        text: Text = getattr(help_, part)
        assert text.en
        assert text.en == text.en.strip()
        assert not _KANA.search(text.en)
        assert _KANA.search(text.ja)


def test_names_of_rules_are_unique() -> None:
    named = Counter(rule.name for rule in rules().values())
    assert [name for name, count in named.items() if count > 1] == []
