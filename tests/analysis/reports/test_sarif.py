"""SARIF: valid by the official schema, exact, the same every time, and fit for its consumers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from sarif.loader import load_sarif_file

from hanare.analysis.reports.sarif import render
from hanare.analysis.reports.sarif_places import uri
from hanare.analysis.results import Report, Why
from hanare.wording import Language

from analysis.reports.samples import CALL, CLEAN, FULL, REPORTS, SECRET, TIMED

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
)


def problems(log: object) -> list[str]:
    return [error.json_path for error in Draft4Validator(SCHEMA).iter_errors(log)]


def run_of(report: Report, language: Language = "en", **options: Any) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(render(report, language, **options))["runs"][0]
    return run


RUN = run_of(FULL)
RESULTS = {each["ruleId"]: each for each in RUN["results"]}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_it_keeps_to_the_official_schema(report: Report, language: Language) -> None:
    assert problems(json.loads(render(report, language))) == []
    assert problems(json.loads(render(report, language, exit_code=3))) == []


def test_the_schema_notices_what_is_wrong() -> None:
    log = json.loads(render(FULL, "en"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    del log["runs"][0]["results"][1]["message"]
    assert problems(log) == [
        "$.runs[0].results[0].locations[0].physicalLocation.region.startLine",
        "$.runs[0].results[1]",
    ]


def test_it_is_the_same_every_time_and_everywhere() -> None:
    moved = replace(FULL, root="/somewhere/else")
    assert render(FULL, "en") == render(moved, "en")
    assert "alice" not in render(replace(FULL, findings=()), "en")


def test_it_is_read_by_sarif_tools(tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    path.write_text(render(FULL, "ja"), "utf-8")
    loaded = load_sarif_file(str(path))
    records = loaded.get_records()
    assert [each["Code"] for each in records] == [each.finding.rule for each in FULL.findings]
    assert records[0]["Location"] == "app/config.py"
    assert loaded.get_distinct_tool_names() == ["Hanare"]


def physical(result: dict[str, Any]) -> dict[str, Any]:
    location: dict[str, Any] = result["locations"][0]["physicalLocation"]
    return location


def test_a_place_of_several_lines() -> None:
    location = physical(RESULTS["B602"])
    assert location["region"] == {
        "startLine": 7,
        "startColumn": 5,
        "endLine": 10,
        "endColumn": 6,
        "snippet": {"text": CALL},
    }
    assert location["contextRegion"]["startLine"] == 7
    assert location["contextRegion"]["endLine"] == 10


def test_columns_are_code_points() -> None:
    assert RUN["columnKind"] == "unicodeCodePoints"
    region = physical(RESULTS["B307"])["region"]
    assert (region["startColumn"], region["endColumn"]) == (20, 28)
    assert region["snippet"] == {"text": "eval(入力)"}


def test_a_secret_is_nowhere() -> None:
    assert "snippet" not in physical(RESULTS["B105"])["region"]
    assert physical(RESULTS["B105"])["contextRegion"]["snippet"]["text"].startswith(
        'db_password = "***"'
    )
    assert SECRET not in render(FULL, "en")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("app/views.py", "app/views.py"),
        ("app/設定 #1.py", "app/%E8%A8%AD%E5%AE%9A%20%231.py"),
        ("a%2fb?.py", "a%252fb%3F.py"),
        ("file:x.py", "file%3Ax.py"),
        ("//host/share.py", "host/share.py"),
        ("bad\udcff.py", "bad%FF.py"),
        ("a\nb\x1b.py", "a%0Ab%1B.py"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_names_become_relative_references(path: str, shown: str) -> None:
    assert uri(path) == shown


def test_locations_name_their_artifacts() -> None:
    paths = [each["location"]["uri"] for each in RUN["artifacts"]]
    assert len(paths) == 6
    for result in RUN["results"]:
        where = physical(result)["artifactLocation"]
        assert paths[where["index"]] == where["uri"]
        assert where["uriBaseId"] in RUN["originalUriBaseIds"]
    views = RUN["artifacts"][paths.index("app/views.py")]
    assert views["hashes"] == {"sha-256": "b" * 64}
    assert views["length"] == FULL.files[2].size
    assert "hashes" not in RUN["artifacts"][paths.index("app/huge.py")]


def test_what_was_not_analysed_is_told() -> None:
    invocation = RUN["invocations"][0]
    assert invocation["executionSuccessful"] is False
    kinds = RUN["tool"]["driver"]["notifications"]
    told = invocation["toolExecutionNotifications"]
    assert [each["descriptor"]["id"] for each in told] == [
        Why.SYNTAX, Why.TOO_LARGE, Why.NOT_REGULAR,
    ]  # fmt: skip
    for each in told:
        assert kinds[each["descriptor"]["index"]]["id"] == each["descriptor"]["id"]
    assert [each["level"] for each in told] == ["warning", "error", "error"]
    assert "120 MB" in told[1]["message"]["text"]
    assert len(invocation["toolConfigurationNotifications"]) == len(FULL.notes)
    assert run_of(CLEAN)["invocations"][0]["executionSuccessful"] is True


def test_times_and_exit_code_are_told_where_they_are_known() -> None:
    invocation = run_of(TIMED, exit_code=3)["invocations"][0]
    assert invocation["startTimeUtc"] == "2026-05-04T00:00:00.500Z"
    assert invocation["endTimeUtc"] == "2026-05-04T00:00:02.750Z"
    assert invocation["exitCode"] == 3
    assert not {"startTimeUtc", "endTimeUtc", "exitCode"} & RUN["invocations"][0].keys()


def test_the_revision_is_told_without_an_address() -> None:
    [source] = RUN["versionControlProvenance"]
    assert source["revisionId"] == FULL.revision
    assert source["repositoryUri"] == "about:blank"
    assert "versionControlProvenance" not in run_of(CLEAN)


def test_suppressions_have_a_justification() -> None:
    [suppression] = RESULTS["B105"]["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == (
        "a password of the test database | not secret · alice · until 2027-03-31"
    )
    assert suppression["location"]["physicalLocation"]["region"]["startColumn"] == 34
    assert RESULTS["B101"]["suppressions"][0]["justification"] == "No reason is given."
    assert RESULTS["B602"]["suppressions"] == []


def test_baseline_states() -> None:
    states = [each["baselineState"] for each in RUN["results"] if each["ruleId"] == "B506"]
    assert states == ["unchanged", "new"]
    uncompared = replace(FULL, findings=tuple(replace(each, state=None) for each in FULL.findings))
    assert not any("baselineState" in each for each in run_of(uncompared)["results"])


def test_fixes_and_flows_are_real_ones() -> None:
    first, second = (each for each in RUN["results"] if each["ruleId"] == "B506")
    [fix] = first["fixes"]
    assert fix["description"]["text"] == "Use yaml.safe_load"
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"charOffset": 52, "charLength": 9},
            "insertedContent": {"text": "yaml.safe_load"},
        }
    ]
    assert "fixes" not in second
    steps = RESULTS["HPY601"]["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [each["location"]["physicalLocation"]["region"]["startLine"] for each in steps] == [
        5, 5, 11,
    ]  # fmt: skip
    assert [each["ruleId"] for each in RUN["results"] if "codeFlows" in each] == ["HPY601"]


def test_rules_say_what_they_are() -> None:
    rules = RUN["tool"]["driver"]["rules"]
    for result in RUN["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    known = {each["id"]: each for each in rules}
    assert known["X999"]["shortDescription"]["text"] == "A rule without help."
    assert known["X999"]["properties"] == {
        "tags": ["security"],
        "precision": "high",
        "security-severity": "3.0",
    }
    assert "relationships" not in known["X999"]
    taxa = RUN["taxonomies"][0]["taxa"]
    target = known["B602"]["relationships"][0]["target"]
    assert target["id"] == taxa[target["index"]]["id"] == "CWE-78"
    assert "external/cwe/cwe-078" in known["B602"]["properties"]["tags"]


def test_rules_bring_their_help() -> None:
    help_ = {each["id"]: each for each in run_of(FULL, "ja")["tool"]["driver"]["rules"]}["HPY601"]
    assert "なぜ問題か" in help_["help"]["text"]
    assert "## なぜ問題か" in help_["help"]["markdown"]
    assert help_["fullDescription"]["text"]


def test_messages_hold_no_links() -> None:
    hostile = replace(FULL.findings[-1].finding, rule="X998", message="see [here](http://x) {0}")
    report = replace(FULL, findings=(replace(FULL.findings[-1], finding=hostile),))
    assert "](" not in run_of(report)["results"][0]["message"]["text"]


# What the consumers' own code does, in short.


def test_github_tells_results_apart() -> None:
    seen = set()
    for each in RUN["results"]:
        key = (
            physical(each)["artifactLocation"]["uri"],
            each["partialFingerprints"]["primaryLocationLineHash"],
        )
        assert key not in seen
        seen.add(key)
    assert RUN["automationDetails"]["id"].endswith("/")


def test_gitlab_takes_severities_and_skips_what_is_suppressed() -> None:
    def band(score: float) -> str:
        return "high" if score >= 7 else "medium" if score >= 4 else "low"

    taken = [each for each in RUN["results"] if not each["suppressions"]]
    assert all(each["ruleId"] for each in taken)
    assert [band(each["rank"] / 10) for each in taken] == [
        each.finding.severity for each in FULL.findings if each.suppression is None
    ]


def test_defectdojo_gets_through() -> None:
    rules = {each["id"]: each for each in RUN["tool"]["driver"]["rules"]}
    for result in RUN["results"]:
        assert result["kind"] == "fail"
        assert physical(result)["region"]["startLine"] >= 1
        rule = rules[result["ruleId"]]
        cwes = [each["target"]["id"] for each in rule.get("relationships", ())]
        assert len(cwes) == (result["ruleId"] != "X999")
        assert all(each["description"]["text"] for each in result.get("fixes", ()))
        assert float(rule["properties"]["security-severity"]) > 0
