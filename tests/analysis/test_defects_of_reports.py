"""Defects of Bandit as a command, each shown at Bandit and at us: `hanare analyze` beside it.

Those of its tests and its parser are in `engines/bandit/test_defects.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hanare.cli.main import cli
from hanare.errors import ExitCode
from hanare.files import places

from index.trees import make

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which both commands run, with nobody's settings."""
    tree = tmp_path / "tree"
    tree.mkdir()
    monkeypatch.chdir(tree)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(places, "analysis_file", lambda: tmp_path / "kept.sqlite")
    return tree


def bandit(*words: str, seconds: float = 60) -> tuple[int, str]:
    """Bandit's exit code and what it prints; its own process is ended after so many seconds."""
    ended = subprocess.run(
        [sys.executable, "-m", "bandit", "--quiet", *words],
        capture_output=True,
        check=False,
        timeout=seconds,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    return ended.returncode, ended.stdout.decode("utf-8", "replace")


def bandit_found(*words: str) -> list[str]:
    _, printed = bandit("--format=json", *words)
    return [f"{each['test_id']}:{each['line_number']}" for each in json.loads(printed)["results"]]


def ours(*words: str) -> tuple[int, dict[str, Any]]:
    """Our exit code and report."""
    result = CliRunner().invoke(cli, ["analyze", "--format=json", *words])
    document: dict[str, Any] = json.loads(result.stdout) if result.stdout else {}
    return result.exit_code, document


def found(document: Mapping[str, Any]) -> list[str]:
    return [
        f"{each['rule']}:{each['range']['start']['line']}"
        for each in document["findings"]
        if each["suppression"] is None and each["state"] != "unchanged"
    ]


# --- 2: it fails open ---

UNSEEN: dict[str, tuple[bytes, str]] = {
    "no Python": (b"def f(:\n", "syntax-error"),
    "nested too deeply": (b"x = " + b"(" * 3_000 + b")" * 3_000 + b"\n", "nested-too-deeply"),
    "another encoding": (b"# \xff\n", "encoding"),
    "an encoding that is none": (b"# coding: nonesuch\n", "encoding"),
    "no text": (b"\0\n", "binary"),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_defect_2_what_was_not_seen_passes_for_clean(name: str, folder: Path) -> None:
    data, reason = UNSEEN[name]
    (folder / "a.py").write_bytes(data)
    assert bandit("a.py")[0] == 0
    code, document = ours("a.py")
    assert code == ExitCode.INCOMPLETE
    assert [each["reason"] for each in document["not_analysed"]] == [reason]


def test_defect_2_what_is_not_there_passes_for_clean() -> None:
    assert bandit("missing.py")[0] == 0
    assert ours("missing.py") == (ExitCode.USAGE, {})


def test_defect_2_sarif_says_that_all_went_well(folder: Path) -> None:
    make(folder, {"a.py": "def f(:\n"})
    result = CliRunner().invoke(cli, ["analyze", "--format=sarif", "a.py"])
    (run,) = json.loads(result.stdout)["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "a.py" in json.dumps(invocation["toolExecutionNotifications"])


# --- 6: files that are none ---


@posix
def test_defect_6_a_pipe_is_waited_for_for_ever(folder: Path) -> None:
    make(folder, {"a.py": "eval(x)\n"})
    os.mkfifo(folder / "pipe.py")
    with pytest.raises(subprocess.TimeoutExpired):
        bandit("-r", ".", seconds=3)
    code, document = ours(".")
    assert (code, found(document)) == (ExitCode.FINDINGS, ["B307:1"])
    assert document["not_analysed"][0]["path"] == "pipe.py"
    assert ours("pipe.py")[0] == ExitCode.INCOMPLETE


@posix
def test_defect_6_a_link_leads_to_a_device_without_end(folder: Path) -> None:
    make(folder, {"a.py": "eval(x)\n"})
    (folder / "zero.py").symlink_to("/dev/zero")
    # What Bandit may take of the memory is bounded, or it would take all of it.
    program = (
        "import resource, runpy, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))\n"
        "sys.argv = ['bandit', '--quiet', 'zero.py']\n"
        "runpy.run_module('bandit', run_name='__main__')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=60
    )
    assert b"MemoryError" in ended.stderr or ended.returncode == 0
    code, document = ours(".")
    assert (code, found(document)) == (ExitCode.FINDINGS, ["B307:1"])
    assert document["summary"]["skipped"] == {"link": 1}
    code, document = ours("zero.py")
    assert code == ExitCode.INCOMPLETE
    assert [each["reason"] for each in document["not_analysed"]] == ["not-a-regular-file"]


# --- 7: baselines hide what is new ---


def test_defect_7_a_baseline_hides_a_second_finding_like_the_first(folder: Path) -> None:
    make(folder, {"a.py": "eval(x)\n"})
    bandit("--format=json", "--output=../bandit.json", "a.py")
    ours("a.py", "--write-baseline=../ours.json")
    make(folder, {"a.py": "eval(x)\neval(x)\n"})
    code, printed = bandit("--baseline=../bandit.json", "--format=json", "a.py")
    assert (code, json.loads(printed)["results"]) == (0, [])
    code, document = ours("a.py", "--baseline=../ours.json")
    assert (code, found(document)) == (ExitCode.FINDINGS, ["B307:2"])


def test_defect_7_not_so_if_the_first_has_moved(folder: Path) -> None:
    make(folder, {"a.py": "eval(x)\n"})
    ours("a.py", "--write-baseline=../ours.json")
    make(folder, {"a.py": "import os\n\n\neval( x )\n"})
    code, document = ours("a.py", "--baseline=../ours.json")
    assert (code, found(document)) == (ExitCode.OK, [])


# --- 8: nosec ---

CALL = "subprocess.call(words, shell=True)"
ALL = "import subprocess  # nosec B404\n"

NOSEC: dict[str, tuple[str, list[str], list[str]]] = {
    # What Bandit finds in a call with such a comment, and what we do.
    "an id that is none": (f"{CALL}  # nosec B999\n", [], ["B602:2", "HSU102:2"]),
    "a sentence": (f"{CALL}  # nosec - reviewed by alice\n", [], ["B602:2", "HSU102:2"]),
    "a test's name in a sentence": (
        f"{CALL}  # nosec B101 unlike subprocess_popen_with_shell_equals_true\n",
        [], ["B602:2", "HSU103:2", "HSU102:2"],
    ),
    "in the midst of a statement": (
        "subprocess.call(\n    words,  # nosec\n    shell=True,\n)\n", [], ["B602:2", "HSU103:3"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOSEC)
def test_defect_8_nosec_suppresses_more_than_it_says(name: str, folder: Path) -> None:
    text, theirs, expected = NOSEC[name]
    make(folder, {"a.py": ALL + text})
    assert bandit_found("a.py") == theirs
    assert sorted(found(ours("a.py")[1])) == sorted(expected)


def test_defect_8_nosec_in_vain_is_kept_for_ever(folder: Path) -> None:
    make(folder, {"a.py": "f(x)  # nosec\n"})
    assert bandit("a.py")[0] == 0
    assert found(ours("a.py")[1]) == ["HSU103:1"]


def test_defect_8_not_so_where_nosec_says_what_it_means(folder: Path) -> None:
    make(folder, {"a.py": f"{ALL}{CALL}  # nosec B602\n"})
    assert bandit_found("a.py") == []
    assert ours("a.py")[0] == ExitCode.OK


# --- 10: what is analysed writes the report ---

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>.py"
ESCAPE = "\x1b]0;title\x07"


@posix
def test_defect_10_code_and_names_become_markup(folder: Path) -> None:
    make(folder, {IMAGE: f"password = '{SCRIPT}'\n"})
    _, theirs = bandit("--format=html", "-r", ".")
    assert SCRIPT in theirs
    assert IMAGE in theirs
    report = CliRunner().invoke(cli, ["analyze", "--format=html", "."]).stdout
    assert "B105" in report
    assert SCRIPT not in report
    assert IMAGE not in report
    assert "&lt;img src=x" in report


@posix
@pytest.mark.parametrize(("theirs", "name"), [("txt", "text"), ("csv", "github")])
def test_defect_10_code_and_names_become_escape_sequences(
    theirs: str, name: str, folder: Path
) -> None:
    make(folder, {f"{ESCAPE}.py": f"password = '{ESCAPE}'\n"})
    assert "\x1b" in bandit(f"--format={theirs}", "-r", ".")[1]
    report = CliRunner().invoke(cli, ["analyze", f"--format={name}", "."]).stdout
    assert "B105" in report
    assert "\x1b" not in report
    assert "\x07" not in report
