"""The page: whole, self-contained, and of its own making only."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from hanare.analysis.reports.html import render
from hanare.analysis.results import NotAnalysed, Report, Why
from hanare.wording import Language

from analysis.reports.pages import parsed
from analysis.reports.samples import CLEAN, FULL, INCOMPLETE, REPORTS, SECRET


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_page_is_well_formed(report: Report, language: Language) -> None:
    page = parsed(render(report, language))
    assert page.unclosed == []
    assert page.attributes("html") == [{"lang": language}]
    assert [each["class"] for each in page.attributes("section") if "class" in each]
    ids = [value for _, given in page.elements for key, value in given.items() if key == "id"]
    assert len(set(ids)) == len(ids)


def test_its_policy_allows_its_own_script_and_style_only() -> None:
    page = parsed(render(FULL, "en"))
    [policy] = [each for each in page.attributes("meta") if "http-equiv" in each]
    rules = dict(each.strip().split(" ", 1) for each in (policy["content"] or "").split(";"))
    assert rules["default-src"] == "'none'"
    for kind in ("style", "script"):
        [text] = page.texts(kind)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{digest}'"


def test_it_fetches_nothing() -> None:
    page = parsed(render(FULL, "en"))
    for name, given in page.elements:
        assert not {"src", "srcset", "action", "data", "poster", "style"} & given.keys(), name
        assert (given.get("href") or "#").startswith("#")
    assert not re.search(r"url\(|@import|fetch\(|innerHTML", render(FULL, "en"))


def test_links_lead_somewhere() -> None:
    page = parsed(render(FULL, "en"))
    ids = {given["id"] for _, given in page.elements if "id" in given}
    links = {(each["href"] or "")[1:] for each in page.attributes("a")}
    assert links <= ids


def test_it_has_landmarks_and_headings_in_order() -> None:
    page = parsed(render(FULL, "en"))
    names = [name for name, _ in page.elements]
    for landmark in ("header", "main", "footer", "h1"):
        assert names.count(landmark) == 1
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    labelled = {
        given["aria-labelledby"] for _, given in page.elements if "aria-labelledby" in given
    }
    assert labelled <= {given.get("id") for _, given in page.elements}


def test_it_tells_everything_without_the_script() -> None:
    page = parsed(render(FULL, "en"))
    assert page.classes("finding") == 5
    assert [text.strip() for text in page.texts("h3")[:3]] == [
        "app/config.py", "app/views.py", "app/設定 #1.py",
    ]  # fmt: skip
    said = page.text
    for each in ("app/broken.py", "larger than the limit", "alice", "it is run as code", "CWE-78"):
        assert each in said
    assert "5 findings, 2 of high severity." in said
    assert SECRET not in said
    assert page.texts("mark")[:2] == ["data", "yaml.load(text)"]


def test_code_stands_in_lines() -> None:
    [shown] = [text for text in parsed(render(FULL, "en")).texts("pre") if "command," in text]
    assert shown == "7    subprocess.run(\n8        command,\n9        shell=True,\n10    )\n"


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (FULL, "high"),
        (CLEAN, "clean"),
        (INCOMPLETE, "missed"),
        (replace(FULL, findings=FULL.findings[1:2]), "low"),
        (replace(FULL, findings=FULL.findings[2:3]), "missed"),
    ],
)
def test_the_verdict_has_the_colour_of_the_severest(report: Report, state: str) -> None:
    assert parsed(render(report, "en")).classes(f"verdict {state}") == 1


def test_help_is_there() -> None:
    said = parsed(render(FULL, "ja")).text
    assert "なぜ問題か" in said


def test_many_files_that_were_not_analysed_are_folded() -> None:
    missed = tuple(NotAnalysed(f"f{number}.py", Why.TIMEOUT) for number in range(20))
    page = parsed(render(replace(CLEAN, not_analysed=missed), "en"))
    assert "20 files" in page.texts("summary")
    assert "summary" not in {name for name, _ in parsed(render(INCOMPLETE, "en")).elements}
