"""Reports on a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from hanare.analysis.reports.text import print_text, render
from hanare.analysis.results import NotAnalysed, Reported, Why
from hanare.wording import Language

from analysis.reports.samples import CLEAN, FULL, INCOMPLETE, found

ESCAPE = "\x1b"

FRAMES = {
    "several lines have no carets": [
        "        7 │     subprocess.run(",
        "        8 │         command,",
        "        9 │         shell=True,",
        "       10 │     )",
        "",
    ],
    "carets stand below": [
        "       11 │     eval(host)",
        "          │     ^^^^^^^^^^",
    ],
    "wide characters take two columns": [
        '       14 │     表示("🍣 こんにちは"); eval(入力)  # 危険',
        "          │                            ^^^^^^^^^^",
    ],
}


@pytest.mark.parametrize("lines", FRAMES.values(), ids=FRAMES)
def test_code_frames(lines: list[str]) -> None:
    # What follows the call of several lines is not a blank line where its rule has help.
    assert "\n".join(filter(None, lines)) in render(FULL, "en")


def test_findings_stand_below_their_files() -> None:
    shown = render(FULL, "en").split("\n")
    heads = [line for line in shown if line.startswith("── ")]
    assert heads == ["── app/config.py", "── app/views.py", "── app/設定 #1.py"]
    severities = re.compile(r" +(\d+:\d+)  (High|Medium|Low)  ")
    places = [found_[1] for line in shown if (found_ := severities.match(line))]
    assert places == ["2:1", "3:8", "7:5", "11:5", "14:20"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Suppressed by a comment", "alice", "until 2027-03-31", "pipe", "Files analysed"]),
        ("ja", ["コメントによる抑制", "alice", "2027-03-31 まで", "pipe", "解析したファイル"]),
    ],
)
def test_the_rest_is_told(language: Language, said: list[str]) -> None:
    shown = render(FULL, language)
    assert all(each in shown for each in said)


def test_a_clean_report_is_short() -> None:
    shown = render(CLEAN, "en")
    assert shown.endswith("Nothing found: 3 files analysed.\n")
    assert "Suppressed by" not in shown
    assert "Not fully" not in shown


def test_many_files_that_were_not_analysed_are_counted() -> None:
    missed = tuple(NotAnalysed(f"f{number}.py", Why.TIMEOUT) for number in range(60))
    shown = render(replace(INCOMPLETE, not_analysed=missed), "en")
    assert "f49.py" in shown
    assert "f50.py" not in shown
    assert "… 10 files" in shown


def printed(*, terminal: bool, no_color: bool, width: int = 80) -> str:
    into = StringIO()
    console = Console(
        file=into,
        width=width,
        force_terminal=terminal,
        no_color=no_color,
        color_system="truecolor" if terminal else None,
    )
    print_text(FULL, console, "en")
    return into.getvalue()


def test_a_terminal_gets_colours() -> None:
    assert ESCAPE in printed(terminal=True, no_color=False)


@pytest.mark.parametrize("terminal", [True, False])
def test_no_color_means_no_escape_sequences(terminal: bool) -> None:
    shown = printed(terminal=terminal, no_color=True)
    assert ESCAPE not in shown
    assert "eval(host)" in shown


def test_pipes_get_no_escape_sequences() -> None:
    assert ESCAPE not in printed(terminal=False, no_color=False)


def test_code_is_not_wrapped() -> None:
    line = "x" * 200 + "; eval(y); " + "z" * 200
    report = replace(CLEAN, findings=(Reported("a.py", found(line, "eval(y)", "B307"), 0),))
    shown = render(report, "en", width=60).split("\n")
    [code] = [each for each in shown if "eval(y)" in each]
    assert len(code) <= 60
    carets = shown[shown.index(code) + 1]
    assert code[carets.index("^") : carets.rindex("^") + 1] == "eval(y)"
