"""The JSON of reports, and its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hanare.analysis.finding import Level, Origin
from hanare.analysis.reports.document import render, schema
from hanare.analysis.results import BaselineState, Marker, Report, Why
from hanare.wording import Language

from analysis.reports.samples import FULL, REPORTS

SCHEMA = json.loads(schema())


def problems(document: object) -> list[str]:
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_reports_keep_to_it(report: Report, language: Language) -> None:
    assert problems(json.loads(render(report, language))) == []


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "$": lambda each: each.pop("summary"),
    "$.findings[0].severity": lambda each: each["findings"][0].update(severity="critical"),
    "$.findings[0].range.start.line": lambda each: each["findings"][0]["range"]["start"].update(
        line=0
    ),
    "$.findings[1]": lambda each: each["findings"][1].update(extra="x"),
    "$.not_analysed[0].reason": lambda each: each["not_analysed"][0].update(reason="tired"),
    "$.summary.files": lambda each: each["summary"]["files"].pop("found"),
}


@pytest.mark.parametrize(("path", "damage"), BROKEN.items(), ids=BROKEN)
def test_it_notices_what_is_wrong(path: str, damage: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(render(FULL, "en"))
    damage(document)
    assert problems(document) == [path]


def _enum(*path: str) -> set[str]:
    found = SCHEMA["$defs"]
    for part in path:
        found = found[part]
    return set(found["enum"]) - {None}


def test_it_knows_the_words_of_the_code() -> None:
    finding = "finding", "properties"
    assert _enum(*finding, "severity") == set(Level)
    assert _enum(*finding, "confidence") == set(Level)
    assert _enum(*finding, "origin") == set(Origin)
    assert _enum(*finding, "state") == set(BaselineState)
    assert _enum("suppression", "properties", "marker") == set(Marker)
    assert _enum("not_analysed", "properties", "reason") == set(Why)


def test_everything_in_it_is_described() -> None:
    bare = []
    left: list[tuple[str, dict[str, Any]]] = [("", SCHEMA)]
    while left:
        path, node = left.pop()
        for name, child in [*node.get("properties", {}).items(), *node.get("$defs", {}).items()]:
            left.append((f"{path}/{name}", child))
            if "description" not in child and "const" not in child and "$ref" not in child:
                bare.append(f"{path}/{name}")
        if isinstance(node.get("items"), dict):
            left.append((f"{path}/[]", node["items"]))
    assert bare == []


def test_a_finding() -> None:
    found = json.loads(render(FULL, "ja"))["findings"][2]
    assert found | {"title": "", "excerpt": ""} == {
        "rule": "B506",
        "title": "",
        "path": "app/config.py",
        "range": {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 23}},
        "severity": "medium",
        "confidence": "high",
        "cwe": 502,
        "message": "B506 says this.",
        "fingerprint": "b506-15",
        "ordinal": 0,
        "origin": "bandit",
        "excerpt": "",
        "suppression": None,
        "state": "unchanged",
        "flow": [],
        "fix": {
            "title": "yaml.safe_load を使う",
            "edits": [{"offset": 52, "length": 9, "new": "yaml.safe_load"}],
        },
    }


def test_a_suppression() -> None:
    assert json.loads(render(FULL, "en"))["findings"][0]["suppression"] == {
        "marker": "hanare",
        "rules": ["B105"],
        "reason": "a password of the test database | not secret",
        "author": "alice",
        "until": "2027-03-31",
        "range": {"start": {"line": 1, "column": 34}, "end": {"line": 1, "column": 45}},
    }


def test_the_summary() -> None:
    summary = json.loads(render(FULL, "en"))["summary"]
    assert summary["files"] == {"found": 6, "analysed": 3, "not_analysed": 3}
    assert summary["by_severity"] == {"high": 2, "medium": 2, "low": 1}
    assert (summary["findings"], summary["suppressed"], summary["unchanged"]) == (5, 2, 1)
    assert summary["complete"] is False
    assert summary["skipped"] == {"excluded": 4, "link": 1}
