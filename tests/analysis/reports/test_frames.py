"""Lines of code with the piece marked that a finding is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hanare.analysis.finding import Finding
from hanare.analysis.redaction import BLOT
from hanare.analysis.reports.frames import frame, snippet

from analysis.reports.samples import CALL, SECRET, VIEWS, found

SHORT = "1"
LONG = "x = [\n" + "    1,\n" * 20 + "]\n"

MARKED: dict[str, tuple[Finding, list[str]]] = {
    "a piece of a line": (found(VIEWS, "eval(host)", "B307"), ["11|    ‹eval(host)›"]),
    "several lines": (
        found(VIEWS, CALL, "B602"),
        [
            "7|    ‹subprocess.run(›",
            "8|        ‹command,›",
            "9|        ‹shell=True,›",
            "10|    ‹)›",
        ],
    ),
    "wide characters": (
        found(VIEWS, "eval(入力)", "B307"),
        ['14|    表示("🍣 こんにちは"); ‹eval(入力)›  # 危険'],
    ),
    "a tab": (found(VIEWS, "assert host", "B101"), ["15|    ‹assert host›"]),
    "nothing": (found("x = 1\n", "", "B101"), ["1|‹›x = 1"]),
    "a secret": (found('k = "hunter2-hunter2"  # key', '"hunter2-hunter2"', "B105", secret=SECRET),
                 [f'1|k = ‹"{BLOT}"›  # key']),
    "a secret, with its quotes": (
        found('k = "hunter2-hunter2"  # key', '"hunter2-hunter2"', "B105", secret=f'"{SECRET}"'),
        [f"1|k = ‹{BLOT}›  # key"],
    ),
    "a short secret": (found("k = '1'  # key", "'1'", "B105", secret=SHORT),
                       [f"1|k = ‹'{BLOT}'›  # key"]),
    "a secret amid code": (
        found('f(k="hunter2-hunter2", n=1)', 'f(k="hunter2-hunter2", n=1)', "B106", secret=SECRET),
        [f'1|‹f(k="{BLOT}", n=1)›'],
    ),
    "a line that was cut": (
        replace(found("x" * 900 + "eval(y)", "eval(y)", "B307"), excerpt="x" * 240 + "…"),
        ["1|" + "x" * 240 + "…‹›"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("finding", "shown"), MARKED.values(), ids=MARKED)
def test_the_piece_is_marked(finding: Finding, shown: list[str]) -> None:
    lines = [f"{line.number}|{line.before}‹{line.marked}›{line.after}" for line in frame(finding)]
    assert lines == shown


def test_a_long_piece_is_shown_as_far_as_the_excerpt_goes() -> None:
    lines = frame(found(LONG, LONG.strip(), "B101"))
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert lines[-1].marked == "1,"


def test_code_cannot_command_a_terminal() -> None:
    [line] = frame(found("a\x1b[31m = eval(\u202ex)", "eval(\u202ex)", "B307"))
    assert line.text.isprintable()
    assert "[31m" in line.before
    assert line.marked.startswith("eval(")


SNIPPETS: dict[str, tuple[Finding, str | None]] = {
    "a piece of a line": (found(VIEWS, "eval(host)", "B307"), "eval(host)"),
    "several lines": (found(VIEWS, CALL, "B602"), CALL),
    "a secret": (found('k = "hunter2-hunter2"', '"hunter2-hunter2"', "B105", secret=SECRET), None),
    "more than the excerpt": (found(LONG, LONG.strip(), "B101"), None),
    "a line that was cut": (MARKED["a line that was cut"][0], None),
}


@pytest.mark.parametrize(("finding", "code"), SNIPPETS.values(), ids=SNIPPETS)
def test_a_snippet_is_the_code_itself_or_nothing(finding: Finding, code: str | None) -> None:
    assert snippet(finding) == code
