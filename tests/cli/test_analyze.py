"""`hanare analyze`, as a user runs it, on small projects and with real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import psutil
import pytest
from click.testing import CliRunner, Result

from hanare.cli.main import cli
from hanare.errors import ExitCode
from hanare.files import places

from index.trees import make

Files = Mapping[str, str | bytes]

APP = "import subprocess\n\n\ndef run(words):\n    subprocess.call(words, shell=True)\n"
FILES: Files = {"app.py": APP, "lib/util.js": "eval(x);\n", "README.md": "# App\n"}
FOUND = ["B404 app.py:1", "B602 app.py:5", "HJS101 lib/util.js:1"]
BROKEN: Files = {"broken.py": "x = 1\ndef f(:\n"}
CLEAN: Files = {"clean.py": "x = 1\n"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results that all tests share: the same text is analysed once, as a user has it too."""
    return tmp_path_factory.mktemp("kept") / "analysis.sqlite"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the command runs, with no settings of anybody's."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr(places, "analysis_file", lambda: kept)
    return folder


def analyze(*arguments: str, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, ["analyze", *arguments], input=given)
    assert "Traceback" not in result.output
    return result


def report(*arguments: str, given: bytes | None = None) -> dict[str, Any]:
    result = analyze("--format", "json", *arguments, given=given)
    assert result.exit_code in (0, 1, 3), result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def rows(document: Mapping[str, Any], *, counted: bool = True) -> list[str]:
    """Each finding's rule, path and line; by default of those that count."""
    return [
        f"{each['rule']} {each['path']}:{each['range']['start']['line']}"
        for each in document["findings"]
        if not counted or (each["suppression"] is None and each["state"] != "unchanged")
    ]


# --- exit codes ---

IGNORED = "eval(x)  # hanare: ignore[B307] by=me until=2999-12-31: why\n"

EXITS: dict[str, tuple[Files, str, ExitCode]] = {
    "clean": (CLEAN, "", ExitCode.OK),
    "nothing at all": ({}, "", ExitCode.OK),
    "findings": (FILES, "", ExitCode.FINDINGS),
    "incomplete": ({**CLEAN, **BROKEN}, "", ExitCode.INCOMPLETE),
    "incomplete, allowed": ({**CLEAN, **BROKEN}, "--allow-incomplete", ExitCode.OK),
    "incomplete, with findings": ({**FILES, **BROKEN}, "", ExitCode.FINDINGS),
    "incomplete, allowed, with findings": (
        {**FILES, **BROKEN}, "--allow-incomplete", ExitCode.FINDINGS,
    ),
    "severe enough": (FILES, "--severity high", ExitCode.FINDINGS),
    "not severe enough": ({"a.py": "import pickle\n"}, "--severity medium", ExitCode.OK),
    "not severe enough, incomplete": (
        {"a.py": "import pickle\n", **BROKEN}, "--severity medium", ExitCode.INCOMPLETE,
    ),
    "not sure enough": (
        {"a.py": "f(password='swordfish')\n"}, "--rules B106 --confidence high", ExitCode.OK,
    ),
    "other rules": (FILES, "--rules B102,HPY101", ExitCode.OK),
    "these rules": (FILES, "--rules B602", ExitCode.FINDINGS),
    "suppressed": ({"a.py": IGNORED}, "", ExitCode.OK),
    "suppressed, and not shown": ({"a.py": IGNORED}, "--suppressed omit", ExitCode.OK),
    "suppressed, incomplete": ({"a.py": IGNORED, **BROKEN}, "", ExitCode.INCOMPLETE),
    "expired": ({"a.py": IGNORED.replace("2999", "1999")}, "", ExitCode.FINDINGS),
    "nosec": ({"a.py": "eval(x)  # nosec B307\n"}, "", ExitCode.OK),
    "nosec that does not count": (
        {"a.py": "eval(x)  # nosec B307\n"}, "--no-nosec", ExitCode.FINDINGS,
    ),
    "written as known": (FILES, "--write-baseline known.json", ExitCode.OK),
    "written as known, incomplete": (
        {**FILES, **BROKEN}, "--write-baseline known.json", ExitCode.INCOMPLETE,
    ),
    "excluded": (FILES, "--exclude *.py --exclude lib", ExitCode.OK),
}  # fmt: skip


@pytest.mark.parametrize("name", EXITS)
def test_exit_codes(name: str, project: Path) -> None:
    files, options, expected = EXITS[name]
    make(project, files)
    result = analyze(".", *options.split())
    assert result.exit_code == expected, result.output


USAGE: dict[str, tuple[str, str, str]] = {
    "no path": ("", "Nothing to analyse", "hanare analyze ."),
    "a path that is not there": ("nothing", "There is no nothing", "nothing was analysed"),
    "one of two paths": (". nothing", "There is no nothing", "nothing was analysed"),
    "a rule that is none": (". --rules B602,B999", "There is no rule B999", "hanare rules"),
    "a format that is none": (". --format pdf", "'pdf' is not one of", ""),
    "a report without a format": (". --output report", "is not clear", "FORMAT=FILE"),
    "a report of another format": (". --output pdf=report", "is not clear", "FORMAT=FILE"),
    "a report in no folder": (". --output no/r.json", "folder that exists", ""),
    "a report that is a folder": (". --output json=.", "folder that exists", ""),
    "a baseline that is not there": (". --baseline no.json", "cannot be read", "--write-baseline"),
    "a baseline that is none": (". --baseline app.py", "is no baseline", "--write-baseline"),
    "a baseline in no folder": (". --write-baseline no/b.json", "no/b.json", "another place"),
    "no repository": (". --diff HEAD", "is in no Git repository", "--baseline"),
    "standard input and a path": ("- app.py", "analysed alone", ""),
    "standard input and a revision": ("- --diff HEAD", "has no revisions", ""),
    "no process": (". --jobs 0", "'--jobs'", ""),
    "Bandit's settings, not there": (". --bandit-config no.yaml", "does not exist", ""),
    "Bandit's settings, others": (". --bandit-config app.py", "app.py", ""),
    "an option that is none": (". --no-such-thing", "No such option", ""),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage_is_explained(name: str, project: Path) -> None:
    options, said, remedy = USAGE[name]
    make(project, FILES)
    result = analyze(*options.split())
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr
    assert remedy in result.stderr
    assert result.stdout == ""


def test_a_rule_that_is_none_in_the_user_s_settings(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(project, FILES)
    monkeypatch.setenv("HANARE__ANALYSIS__LEVELS", '{"B999": "off"}')
    result = analyze(".")
    assert result.exit_code == ExitCode.USAGE
    assert "There is no rule B999" in result.stderr


# --- what is analysed ---


def test_paths_are_told_from_where_one_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, FILES)
    assert rows(report(".")) == FOUND
    assert rows(report("app.py", "lib")) == FOUND
    assert rows(report(str(project))) == FOUND
    monkeypatch.chdir(project / "lib")
    assert rows(report(".")) == ["HJS101 util.js:1"]
    assert rows(report("..")) == FOUND


def test_every_file_is_accounted_for(project: Path) -> None:
    make(project, {**FILES, **BROKEN, "a.png": b"\x89PNG\0", "a.pyc.py": b"\0", "x/a.py": APP,
                   ".git/config": ""})  # fmt: skip
    summary = report(".", "--exclude", "x")["summary"]
    assert summary["files"] == {"found": 5, "analysed": 3, "not_analysed": 2}
    assert summary["skipped"] == {"binary": 1, "excluded": 1, "tools": 1}
    assert summary["complete"] is False


STDIN: dict[str, tuple[bytes, str, list[str], list[str]]] = {
    "Python, unless it has a name": (b"eval(x)\n", "", ["B307 <stdin>:1"], []),
    "what its name says": (
        b"eval(x);\n", "--stdin-name web/a.js", ["HJS101 web/a.js:1"], [],
    ),
    "nothing": (b"", "", [], []),
    "what cannot be parsed": (
        b"eval(x)\ndef f(:\n", "", ["B307 <stdin>:1"], ["syntax-error"],
    ),
    "another encoding": (
        "# coding: shift_jis\n# 離\neval(x)\n".encode("shift_jis"), "", ["B307 <stdin>:3"], [],
    ),
    "no encoding": (b"# \xff\neval(x)\n", "", ["B307 <stdin>:2"], ["encoding"]),
    "no text": (b"\0eval(x)\n", "", [], ["binary"]),
    "a name that only looks like a path": (
        b"eval(x)\n", "--stdin-name ../../etc/a.py", ["B307 ../../etc/a.py:1"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STDIN)
def test_standard_input(name: str) -> None:
    data, options, expected, not_analysed = STDIN[name]
    document = report("-", *options.split(), given=data)
    assert rows(document) == expected
    assert [each["reason"] for each in document["not_analysed"]] == not_analysed


def test_standard_input_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANARE__ANALYSIS__MAX_FILE_KILOBYTES", "1")
    document = report("-", given=b"eval(x)\n" * 1_000)
    assert [each["reason"] for each in document["not_analysed"]] == ["too-large"]


# --- baselines and revisions ---


def test_a_baseline_there_and_back(project: Path) -> None:
    make(project, {**FILES, "b.py": f"eval(x)\n{IGNORED}"})
    assert analyze(".", "--write-baseline", "../known.json").exit_code == ExitCode.OK
    document = report(".", "--baseline", "../known.json")
    assert rows(document) == []
    assert len(rows(document, counted=False)) == 5
    assert document["summary"]["compared_with"] == "../known.json"
    # Code moves, another of a kind comes.
    make(project, {"app.py": f"\n\n{APP}    subprocess.call(words, shell=True)\n"})
    result = analyze(".", "--baseline", "../known.json", "--format", "json")
    assert result.exit_code == ExitCode.FINDINGS
    assert rows(json.loads(result.stdout)) == ["B602 app.py:8"]
    # What is known can be written anew with what was known already.
    assert analyze(
        ".", "--baseline", "../known.json", "--write-baseline", "../known.json"
    ).exit_code == ExitCode.OK  # fmt: skip
    assert rows(report(".", "--baseline", "../known.json")) == []


def test_a_baseline_holds_no_secret_and_no_code(project: Path) -> None:
    make(project, {"a.py": "password = 'swordfish'\n"})
    analyze(".", "--write-baseline", "../known.json")
    written = (project.parent / "known.json").read_text(encoding="utf-8")
    assert "B105" in written
    assert "swordfish" not in written


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@needs_git
def test_what_is_new_since_a_revision(project: Path) -> None:
    git(project, "init", "--quiet")
    make(project, {
        "same.py": "eval(x)\n",
        "edited.py": "eval(x)\n",
        "more.py": "eval(x)\n",
        "moved.py": "eval(x)\nexec(y)\n",
        "gone.py": "eval(x)\n",
        "unsuppressed.py": "eval(x)  # nosec\n",
        "double.py": f"eval(x)\n{IGNORED}",
        "crlf.py": "eval(x)\n",
        "late.py": IGNORED.replace("2999", "1999"),
    })  # fmt: skip
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--no-verify", "--message", "x")
    (project / "gone.py").unlink()
    (project / "moved.py").rename(project / "away.py")
    make(project, {
        "edited.py": "import a\n\n\neval(x)\n",
        "more.py": "eval(x)\neval(x)\n",
        "new.py": "eval(new)\n",
        "unsuppressed.py": "eval(x)\n",
        "double.py": f"\n{IGNORED}eval(x)\n",
        "crlf.py": "eval(x)\r\n",
        "late.py": IGNORED,
    })  # fmt: skip
    result = analyze(".", "--diff", "HEAD", "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == ExitCode.FINDINGS
    assert rows(document) == ["B307 more.py:2", "B307 new.py:1", "B307 unsuppressed.py:1"]
    # The others that were looked at are listed, as known.
    assert {each["path"] for each in document["findings"] if each["state"] == "unchanged"} == {
        "away.py", "crlf.py", "double.py", "edited.py", "late.py", "more.py",
    }  # fmt: skip
    assert document["summary"]["compared_with"] == "HEAD"
    assert len(document["summary"]["revision"]) == 40


@needs_git
@pytest.mark.parametrize("revision", ["nothing", "--all", "HEAD:a.py"])
def test_a_revision_that_is_none(revision: str, project: Path) -> None:
    git(project, "init", "--quiet")
    make(project, FILES)
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--no-verify", "--message", "x")
    result = analyze(".", f"--diff={revision}")
    assert result.exit_code == ExitCode.USAGE
    assert f"{revision!r} is no revision" in result.stderr


# --- what the tree says of itself ---

PROJECT_SETTINGS = {
    "rules off": "levels = {B602 = 'off', HJS101 = 'off', B404 = 'off'}",
    "severe ones only": "min_severity = 'high'",
    "sure ones only": "min_confidence = 'high'",
    "no secrets": "secrets = false",
    "allowed secrets": "allowed_secrets = ['.*']",
    "small files only": "max_file_kilobytes = 1",
    "quick files only": "max_seconds = 0.001",
    "nothing": "enabled = false",
}
SECRET = 'token = "ghp_8kTzW3bQx7Rf2LmN5vYc9HsJ1dPqA4uE6gXo"\n' + "#" * 2_000 + "\n"


@pytest.mark.parametrize("file", [".hanare.toml", "pyproject.toml"])
@pytest.mark.parametrize("name", PROJECT_SETTINGS)
def test_a_project_cannot_switch_off_anything(name: str, file: str, project: Path) -> None:
    table = "[analysis]" if file == ".hanare.toml" else "[tool.hanare.analysis]"
    make(project, {**FILES, "key.py": SECRET})
    before = rows(report("."))
    make(project, {file: f"{table}\n{PROJECT_SETTINGS[name]}\n"})
    result = analyze("--format", "json", ".", "--exclude", file)
    assert rows(json.loads(result.stdout)) == before
    assert any("key.py" in row for row in before)
    assert "Setting ignored" in result.stderr


def test_the_user_s_own_settings_count(project: Path, tmp_path: Path) -> None:
    make(project, FILES)
    make(tmp_path / "config/hanare", {"config.toml": "[analysis]\nlevels = {B602 = 'off'}\n"})
    assert rows(report(".")) == [FOUND[0], FOUND[2]]


BANDIT_FILES = {
    ".bandit": "[bandit]\nskips = B404,B602\nexclude = lib\n",
    "bandit.yaml": "skips: [B404, B602]\nexclude_dirs: [lib]\n",
    "pyproject.toml": "[tool.bandit]\nskips = ['B404', 'B602']\nexclude_dirs = ['lib']\n",
}


@pytest.mark.parametrize("name", BANDIT_FILES)
def test_bandit_s_settings_count_if_they_are_named(name: str, project: Path) -> None:
    make(project, {**FILES, "lib/a.py": "eval(x)\n", name: BANDIT_FILES[name]})
    document = report(".")
    assert rows(document) == [*FOUND[:2], "B307 lib/a.py:1", FOUND[2]]
    (note,) = document["summary"]["notes"]
    assert note.startswith(f"{name} configures Bandit and was not used")
    document = report(".", "--bandit-config", name)
    assert rows(document) == []
    assert document["summary"]["skipped"] == {"excluded": 1}


def test_bandit_s_settings_are_about_bandit_only(project: Path) -> None:
    make(project, {**FILES, "bandit.yaml": "tests: [B404]\n"})
    assert rows(report(".", "--bandit-config", "bandit.yaml")) == [FOUND[0], FOUND[2]]


def test_what_passes_for_an_environment_is_told(project: Path) -> None:
    make(project, {"src/pyvenv.cfg": "", "src/a.py": "eval(x)\n"})
    (note,) = report(".")["summary"]["notes"]
    assert note.startswith("src holds pyvenv.cfg")
    assert rows(report("src")) == ["B307 src/a.py:1"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize(
    "name", ["pyproject.toml", ".bandit", ".hanare.toml", ".git", ".gitignore"]
)
def test_a_pipe_in_place_of_settings_is_not_waited_for(name: str, project: Path) -> None:
    make(project, FILES)
    os.mkfifo(project / name)
    document = report(".")
    assert rows(document) == FOUND
    assert [each["path"] for each in document["not_analysed"]] == [name]


# --- reports ---

FORMATS = ("text", "json", "sarif", "html", "markdown", "github", "gitlab")
SUFFIXES = {"text": "txt", "json": "json", "sarif": "sarif", "html": "html", "markdown": "md"}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_tells_all_findings(name: str, project: Path) -> None:
    make(project, FILES)
    result = analyze(".", "--format", name)
    assert result.exit_code == ExitCode.FINDINGS
    assert all(word in result.stdout for word in ("B404", "B602", "HJS101", "app.py", "util.js"))
    assert result.stderr == ""
    if name in ("json", "sarif", "gitlab"):
        json.loads(result.stdout)


def test_several_reports_at_once(project: Path) -> None:
    make(project, FILES)
    outputs = [f"../report.{suffix}" for suffix in SUFFIXES.values()]
    outputs += ["github=../report.github", "gitlab=../report.gitlab", "json=../other"]
    result = analyze(".", "--format", "json", *(f"--output={each}" for each in outputs))
    assert result.exit_code == ExitCode.FINDINGS
    assert (project.parent / "report.json").read_text(encoding="utf-8") == result.stdout
    assert (project.parent / "other").read_text(encoding="utf-8") == result.stdout
    written = {each.name: each.read_text(encoding="utf-8") for each in project.parent.glob("rep*")}
    assert len(written) == 7
    assert all("B602" in text for text in written.values())
    assert written["report.html"].startswith("<!doctype html>")
    assert json.loads(written["report.sarif"])["version"] == "2.1.0"


def test_the_schema_describes_what_is_printed(project: Path) -> None:
    result = analyze("--schema")
    assert result.exit_code == ExitCode.OK
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    make(project, {**FILES, **BROKEN, "a.py": IGNORED})
    jsonschema.validate(report("."), schema)


def test_reports_can_be_the_same_every_time(project: Path) -> None:
    make(project, {**FILES, **BROKEN, "a.py": IGNORED})
    written: list[dict[str, bytes]] = []
    for options in (("--no-cache", "--jobs=1"), ("--jobs=2",)):
        outputs = [f"--output={name}=../{name}.{len(written)}" for name in FORMATS]
        analyze(".", "--reproducible", *outputs, *options)
        found = project.parent.glob(f"*.{len(written)}")
        written.append({each.stem: each.read_bytes() for each in found})
    assert written[0] == written[1]
    assert sorted(written[0]) == sorted(FORMATS)
    assert all(b"B602" in data for data in written[0].values())


def test_what_is_suppressed_may_be_left_out(project: Path) -> None:
    make(project, {"a.py": f"{IGNORED}exec(x)\n"})
    document = report(".")
    assert rows(document, counted=False) == ["B307 a.py:1", "B102 a.py:2"]
    assert document["findings"][0]["suppression"]["reason"] == "why"
    assert rows(report(".", "--suppressed", "omit"), counted=False) == ["B102 a.py:2"]


LANGUAGES = {
    "told": (("--lang", "ja"), "C.UTF-8", True),
    "by the locale": ((), "ja_JP.UTF-8", True),
    "told otherwise": (("--lang", "en"), "ja_JP.UTF-8", False),
    "English else": ((), "de_DE.UTF-8", False),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_language_of_reports(name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options, locale, japanese = LANGUAGES[name]
    make(project, FILES)
    monkeypatch.setenv("LC_ALL", locale)
    assert any("ぁ" <= each <= "ん" for each in analyze(".", *options).stdout) is japanese


# --- files that are written ---


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("option", ["--output=json=../out.json", "--write-baseline=../out.json"])
def test_a_link_in_place_of_a_report_is_replaced(option: str, project: Path) -> None:
    make(project, FILES)
    (project.parent / "precious").write_text("precious")
    (project.parent / "out.json").symlink_to("precious")
    assert analyze(".", option).exit_code in (ExitCode.OK, ExitCode.FINDINGS)
    assert not (project.parent / "out.json").is_symlink()
    assert (project.parent / "precious").read_text() == "precious"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_a_report_is_written_as_a_whole(project: Path) -> None:
    make(project, FILES)
    make(project.parent, {"out.json": "old"})
    analyze(".", "--output=../out.json")
    assert json.loads((project.parent / "out.json").read_text(encoding="utf-8"))
    assert stat.S_IMODE((project.parent / "out.json").stat().st_mode) & 0o077 == 0
    assert [each.name for each in project.parent.iterdir() if each.name.startswith(".")] == []


def test_where_nothing_can_be_written_nothing_is_left(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(project, FILES)
    make(project.parent, {"out.json": "old"})

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    result = analyze(".", "--output=../out.json")
    assert result.exit_code == ExitCode.USAGE
    assert "cannot be written: Permission denied" in result.stderr
    assert (project.parent / "out.json").read_text() == "old"
    assert [each.name for each in project.parent.iterdir() if each.name.startswith(".")] == []


def test_a_report_within_the_tree_is_not_analysed_in_its_own_run(project: Path) -> None:
    make(project, CLEAN)
    assert analyze(".", "--output=report.json").exit_code == ExitCode.OK
    assert report(".")["summary"]["files"]["found"] == 2


# --- processes ---

_SLOW = "x = [" + "(" * 20 + "1" + ")" * 20 + "]\n"


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own, once it analyses something that takes long."""
    make(folder, {f"{number}.py": _SLOW * 20_000 for number in range(4)})
    words = (sys.executable, "-m", "hanare", "analyze", ".", "--no-cache", "--jobs", "2", *options)
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    own = psutil.Process(process.pid)
    while len(busy := own.children()) < 2 or any(each.cpu_times().user < 0.5 for each in busy):
        assert process.poll() is None
        time.sleep(0.02)
    return process


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_when_it_is_ended_its_processes_end_too(name: str, project: Path) -> None:
    process = start(project, "--output=../out.json")
    children = psutil.Process(process.pid).children()
    process.send_signal(signal.Signals[name])
    printed, said = process.communicate(timeout=60)
    _, left = psutil.wait_procs(children, timeout=60)
    assert left == []
    assert printed == b""
    assert not (project.parent / "out.json").exists()
    assert b"Traceback" not in said
    if name == "SIGINT":
        assert process.returncode == ExitCode.USAGE
        assert b"Interrupted" in said
