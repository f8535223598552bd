"""Reports for pull requests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from hanare.analysis.reports.markdown import render
from hanare.analysis.reports.markup import code_span, escaped, fenced, html_prose, prose
from hanare.analysis.results import Reported

from analysis.reports.samples import CLEAN, FULL, found

READER = MarkdownIt("commonmark", {"html": True}).enable("table")

TEXTS = [
    "plain words",
    "<img src=x onerror=alert(1)>",
    "[link](http://evil.example) ![](http://evil.example/x.png)",
    "**bold** _it_ `code` ~~no~~ \\",
    "# heading",
    "a | b",
    "&lt;script&gt; &amp;",
    "- item",
    "1. item",
    "$math$ ^x^ === ---",
    "http://evil.example www.evil.example",
]


@pytest.mark.parametrize("text", TEXTS)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    tokens = READER.parse(escaped(text))
    assert [each.type for each in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {each.type for each in tokens[1].children or ()} <= {"text", "text_special"}
    assert "".join(each.content for each in tokens[1].children or ()) == text


@pytest.mark.parametrize("text", ["@everyone look", "fixes #12"])
def test_nobody_is_notified(text: str) -> None:
    shown = escaped(text)
    assert "@everyone" not in shown
    assert "#12" not in shown
    children = READER.parse(shown)[1].children or ()
    assert "".join(each.content for each in children if each.type != "html_inline") == text


@pytest.mark.parametrize("text", ["a.py", "`", "a`b``c.py", "``", "<b>", " ", "@x #1", "[a](b)"])
def test_code_spans_hold_what_they_are_given(text: str) -> None:
    child = (READER.parse(f"x{code_span(text)}")[1].children or [])[-1]
    assert child.type == "code_inline"
    assert child.content.strip() == text.strip()


def test_code_spans_do_not_end_a_cell() -> None:
    html = READER.render(f"| a | b |\n| --- | --- |\n| {code_span('x|y')} | z |")
    assert "<code>x|y</code></td>\n<td>z</td>" in html


@pytest.mark.parametrize(
    ("text", "markdown", "html"),
    [
        ("Use `a_b`.", r"Use `a_b`\.", "Use <code>a_b</code>."),
        ("`<b>` | <i>", r"`<b>` \| \<i\>", "<code>&lt;b&gt;</code> | &lt;i&gt;"),
        ("lone ` <b>", r"lone \` \<b\>", "lone ` &lt;b&gt;"),
        ("`a` and ` b", r"\`a\` and \` b", "`a` and ` b"),
        ("", "", ""),
    ],
)
def test_only_paired_backticks_are_markup_in_prose(text: str, markdown: str, html: str) -> None:
    assert prose(text) == markdown
    assert html_prose(text) == html


@pytest.mark.parametrize("code", ["x = 1", "```\n<script>", "~~~~\n````\n# x", ""])
def test_fences_hold(code: str) -> None:
    tokens = READER.parse(fenced(code, "python"))
    assert [each.type for each in tokens] == ["fence"]
    assert tokens[0].content == code + "\n"


def test_a_report() -> None:
    shown = render(FULL, "en")
    html = READER.render(shown)
    assert html.count("<h3>") == 3
    assert html.count("<pre>") == 5
    assert html.count("<table>") == 3
    assert "<td><code>pipe</code></td>" in html
    assert "**High**" in shown
    assert "Known already" in shown


def test_a_clean_report_is_short() -> None:
    assert "###" not in render(CLEAN, "ja")
    assert "<details>" not in render(CLEAN, "ja")


def test_a_report_fits_into_a_comment() -> None:
    many = replace(
        FULL,
        findings=tuple(
            replace(each, path=f"f{number}.py") for number in range(500) for each in FULL.findings
        ),
        not_analysed=FULL.not_analysed * 200,
    )
    shown = render(many, "en")
    assert len(shown) < 65_536
    assert shown.count("**High**") > 100
    assert "**Low**" not in shown
    left = 2500 - shown.count("**High**") - shown.count("**Medium**")
    assert f"and {left:,} findings more" in shown
    assert "and 570 files more" in shown


def test_hostile_code_stays_code() -> None:
    line = "eval(x) # ``` </details> ![](http://evil.example) @all"
    report = replace(CLEAN, findings=(Reported("a`b|<b>.py", found(line, "eval(x)", "X1"), 0),))
    html = READER.render(render(report, "en"))
    assert "<img" not in html
    assert "<a " not in html
    assert html.count("</details>") == 0
