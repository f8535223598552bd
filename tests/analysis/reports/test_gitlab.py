"""GitLab's Code Quality."""

from __future__ import annotations

import json
from dataclasses import replace

from hanare.analysis.reports.gitlab import render

from analysis.reports.samples import CLEAN, FULL

ISSUES = json.loads(render(FULL, "en"))


def test_known_findings_are_told_suppressed_ones_are_not() -> None:
    assert [(each["check_name"], each["severity"]) for each in ISSUES] == [
        ("X999", "minor"),
        ("B506", "major"),
        ("B506", "major"),
        ("B602", "critical"),
        ("HPY601", "critical"),
        ("B307", "major"),
        ("not-analysed", "info"),
        ("not-analysed", "info"),
        ("not-analysed", "info"),
    ]


def test_it_has_what_gitlab_asks_for() -> None:
    for issue in ISSUES:
        assert issue["description"]
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1
    assert ISSUES[3]["location"] == {"path": "app/views.py", "lines": {"begin": 7, "end": 10}}


def test_fingerprints_are_unique_and_stable() -> None:
    prints = [each["fingerprint"] for each in ISSUES]
    assert len(set(prints)) == len(prints)
    moved = replace(FULL, root="/elsewhere", revision="")
    assert [each["fingerprint"] for each in json.loads(render(moved, "ja"))] == prints


def test_a_clean_report_is_an_empty_list() -> None:
    assert json.loads(render(CLEAN, "en")) == []
