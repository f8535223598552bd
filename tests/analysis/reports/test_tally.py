"""Numbers and verdicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hanare.analysis.finding import Level
from hanare.analysis.reports.tally import tally, verdict
from hanare.analysis.results import NotAnalysed, Report, Why

from analysis.reports.samples import CLEAN, EMPTY, FULL, INCOMPLETE

ONE = replace(FULL, findings=FULL.findings[1:2], not_analysed=())

GAPS = (
    "Not fully analysed: 3 of 6 files; there may be more.",
    "6ファイル中3ファイルは完全には解析できていません。ほかにも問題がある可能性があります。",
)

VERDICTS = {
    "findings and gaps": (
        FULL,
        f"5 findings, 2 of high severity. {GAPS[0]}",
        f"5件の検出があります。うち深刻度「高」は2件です。{GAPS[1]}",
    ),
    "one finding": (ONE, "1 finding.", "1件の検出があります。"),
    "nothing": (
        CLEAN,
        "Nothing found: 3 files analysed.",
        "問題は検出されませんでした (3ファイルを解析)。",
    ),
    "no files": (
        EMPTY,
        "Nothing found: 0 files analysed.",
        "問題は検出されませんでした (0ファイルを解析)。",
    ),
    "gaps": (
        INCOMPLETE,
        f"Nothing found in what was analysed. {GAPS[0]}",
        f"解析した範囲では検出はありません。{GAPS[1]}",
    ),
}


@pytest.mark.parametrize(("report", "en", "ja"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict(report: Report, en: str, ja: str) -> None:
    assert verdict(report, "en") == en
    assert verdict(report, "ja") == ja


def test_what_is_suppressed_or_known_does_not_count() -> None:
    numbers = tally(FULL)
    assert numbers.by_severity == {Level.HIGH: 2, Level.MEDIUM: 2, Level.LOW: 1}
    assert (numbers.findings, numbers.suppressed, numbers.unchanged) == (5, 2, 1)
    assert numbers.findings + numbers.suppressed + numbers.unchanged == len(FULL.findings)


def test_every_file_is_accounted_for_once() -> None:
    twice = (*FULL.not_analysed, NotAnalysed(FULL.files[0].path, Why.FAILED), FULL.not_analysed[0])
    numbers = tally(replace(FULL, not_analysed=twice))
    assert (numbers.found, numbers.analysed, numbers.not_analysed) == (6, 2, 4)
