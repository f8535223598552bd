"""GitHub's workflow commands."""

from __future__ import annotations

import re
from dataclasses import replace

from hanare.analysis.reports.github import render
from hanare.analysis.results import NotAnalysed, Reported, Why
from hanare.wording import verbatim

from analysis.reports.samples import CLEAN, FULL, found

_COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<message>.*)")
_UNESCAPED = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def read(shown: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner reads it."""
    found_ = []
    for line in shown.splitlines():
        if match := _COMMAND.fullmatch(line):
            pairs = (each.split("=", 1) for each in match["properties"].split(","))
            properties = {key: unescaped(value) for key, value in pairs}
            found_.append((match["name"], properties, unescaped(match["message"])))
    return found_


def unescaped(text: str) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda match: _UNESCAPED[match[0]], text)


def test_a_command_for_each_finding_that_counts_the_severest_first() -> None:
    commands = read(render(FULL, "en"))
    assert [(name, properties.get("file")) for name, properties, _ in commands] == [
        ("error", "app/views.py"),
        ("error", "app/views.py"),
        ("warning", "app/config.py"),
        ("warning", "app/設定 #1.py"),
        ("notice", "app/config.py"),
        ("warning", "app/broken.py"),
        ("warning", "app/huge.py"),
        ("warning", "pipe"),
        ("notice", None),
    ]


def test_places() -> None:
    (_, several, _), (_, one, _), *_ = read(render(FULL, "en"))
    assert {key: several.get(key) for key in ("line", "endLine", "col")} == {
        "line": "7",
        "endLine": "10",
        "col": None,
    }
    assert {key: one[key] for key in ("line", "endLine", "col", "endColumn")} == {
        "line": "11",
        "endLine": "11",
        "col": "5",
        "endColumn": "15",
    }


def test_a_clean_report_has_no_commands() -> None:
    assert render(CLEAN, "en") == "Nothing found: 3 files analysed.\n"


def test_hostile_text_makes_no_command() -> None:
    evil = "a,line=1::x%0A\n::error file=b::y\r\n##[add-mask]z"
    report = replace(
        CLEAN,
        findings=(Reported(evil, found("eval(x)", "eval(x)", "X1", message=evil), 0),),
        not_analysed=(NotAnalysed(evil, Why.TIMEOUT, verbatim(evil)),),
        notes=(verbatim(evil),),
    )
    shown = render(report, "en")
    commands = read(shown)
    assert len(commands) == 3
    assert len(shown.splitlines()) == 4
    assert commands[0][1]["line"] == "1"
    assert commands[0][1]["file"] == evil.replace("\n", "\\n").replace("\r", "\\r")
