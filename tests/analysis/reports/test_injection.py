"""Defect 10: what stands in analysed files must not act where reports are read.

Names, code, messages and reasons come from whoever wrote the files. Bandit's own HTML is the
control: it is taken over.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hanare.analysis.finding import Fix, Replacement, Span
from hanare.analysis.reports import text as text_report
from hanare.analysis.reports.formats import FORMATS
from hanare.analysis.results import Analysed, NotAnalysed, Report, Reported, Why
from hanare.wording import Language, verbatim

from analysis.reports.pages import parsed
from analysis.reports.samples import FULL, NOSEC, found

HOSTILE = {
    "an escape sequence": "\x1b]0;owned\x07\x1b[31m",
    "C1 controls": "\x9b31m\x85\x9d0;x\x9c",
    "bidirectional controls": "\u202e\u2066cod.exe\u2069",
    "invisible characters": "\u200b\u200d\ufeff\U000e0041\u2028\u00ad",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>\" onload='x'",
    "the end of ours": "</code></pre></style></script></title><script>alert(1)</script>",
    "Markdown": "[x](http://evil.example) ![x](http://evil.example) ``` </details> @all",
    "line breaks": "a\r\nb\rc\nd",
    "a workflow command": "\n::error file=x::owned\n::stop-commands::x",
    "an old workflow command": "x ##[add-mask]y",
    "bytes that are no text": "bad\udcff.py",
}


def report_with(text: str) -> Report:
    code = f"eval(x) # {text}"
    finding = found(
        code,
        "eval(x)",
        "X1",
        message=text,
        flow=[("eval(x)", text)],
        fix=Fix(verbatim(text), (Replacement(Span(0, 4), text),)),
    )
    return replace(
        FULL,
        root=f"/srv/{text}",
        findings=(
            Reported(text, finding, 0),
            Reported(text, finding, 1, suppression=replace(NOSEC, reason=text, author=text)),
        ),
        files=(Analysed(text, "python", 1, 1, "a" * 64),),
        not_analysed=(NotAnalysed(f"{text}2", Why.SYNTAX, verbatim(text)),),
        notes=(verbatim(text),),
        compared_with=text,
    )


CASES = [
    pytest.param(name, text, id=f"{name}-{kind}")
    for name in FORMATS
    for kind, text in HOSTILE.items()
]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("name", "text"), CASES)
def test_nothing_is_sent_that_a_terminal_obeys(name: str, text: str, language: Language) -> None:
    shown = FORMATS[name].render(report_with(text), language)
    assert [char for char in shown if not char.isprintable() and char not in "\n\u3000"] == []
    shown.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_page_holds_our_elements_only(text: str) -> None:
    page = parsed(FORMATS["html"].render(report_with(text), "en"))
    plain = parsed(FORMATS["html"].render(report_with("text"), "en"))
    assert [name for name, _ in page.elements] == [name for name, _ in plain.elements]
    assert page.unclosed == []
    assert len(page.attributes("script")) == 1
    assert not any(key.startswith("on") for _, given in page.elements for key in given)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_data_stay_data(name: str, text: str) -> None:
    json.loads(FORMATS[name].render(report_with(text), "en"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_programs_get_the_exact_name_and_code(text: str) -> None:
    document = json.loads(FORMATS["json"].render(report_with(text), "en"))
    assert document["findings"][0]["path"] == text
    assert document["findings"][0]["message"] == text


@pytest.mark.parametrize("width", range(40, 60))
def test_no_width_puts_a_command_at_the_start_of_a_line(width: int) -> None:
    text = f"{'word ' * 9}::error file=x::owned"
    shown = text_report.render(report_with(text), "en", width)
    lines = [line.strip() for line in shown.splitlines()]
    assert not [line for line in lines if line.startswith("::")]
    assert "##[" not in FORMATS["text"].render(report_with("##[add-mask]x"), "en")


# Bandit's own, about an argument of stevedore's.
@pytest.mark.filterwarnings("ignore:The verify_requirements argument:DeprecationWarning")
def test_bandits_page_is_taken_over(tmp_path: Path) -> None:
    from bandit.core.config import BanditConfig
    from bandit.core.manager import BanditManager
    from bandit.formatters import html

    path = tmp_path / "<img src=x onerror=alert(1)>.py"
    path.write_text("password = '<script>alert(1)</script>'\n", "utf-8")
    manager = BanditManager(BanditConfig(), "file")
    manager.discover_files([str(path)])
    manager.run_tests()
    shown = tmp_path / "report.html"
    with shown.open("w", encoding="utf-8") as into:
        html.report(manager, into, "LOW", "LOW", -1)
    page = parsed(shown.read_text("utf-8"))
    assert page.attributes("img")[0]["onerror"] == "alert(1)"
    assert page.attributes("script") == [{}]
