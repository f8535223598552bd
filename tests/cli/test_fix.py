"""`hanare analyze --fix`: what is written, what is left, and what is never touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hanare.cli.main import cli

YAML = "import yaml\n\n\ndef load(stream):\n    return yaml.load(stream)\n"
MENDED = YAML.replace("yaml.load", "yaml.safe_load")
EVAL = "def load(text):\n    return eval(text)\n"
SQL = "def find(db, name):\n    return db.execute(\"SELECT a FROM b WHERE c = '%s'\" % name)\n"
SQL_MENDED = 'def find(db, name):\n    return db.execute("SELECT a FROM b WHERE c = ?", (name,))\n'
SCRIPT = """\
[[answers]]
after = '''```python
def find(db, name):
'''
says = '''{}'''
"""

OK, FINDINGS, USAGE = 0, 1, 2


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree to analyse, beside caches and settings of its own."""
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    tree = tmp_path / "tree"
    tree.mkdir()
    monkeypatch.chdir(tree)
    return tree


def analyze(*options: str, answers: str = "") -> Result:
    return CliRunner().invoke(cli, ["analyze", ".", *options], input=answers)


def scripted(folder: Path, monkeypatch: pytest.MonkeyPatch, says: str) -> None:
    """Let the model say the same whenever it is asked."""
    path = folder / "script.toml"
    path.write_text(SCRIPT.format(says))
    monkeypatch.setenv("HANARE__ENGINE__KIND", "scripted")
    monkeypatch.setenv("HANARE__ENGINE__SCRIPT", str(path))


def test_a_known_fix_is_written_and_the_report_is_about_what_remains() -> None:
    Path("a.py").write_text(YAML)
    Path("b.py").write_text(SQL)
    result = analyze("--fix")
    assert Path("a.py").read_text() == MENDED
    assert Path("b.py").read_text() == SQL
    assert result.stderr == "Fixed 1 finding in 1 file.\n"
    assert "B506" not in result.stdout
    assert "B608" in result.stdout
    assert result.exit_code == FINDINGS


def test_what_is_mended_wholly_is_clean() -> None:
    Path("a.py").write_text(YAML + EVAL.replace("load", "other"))
    assert analyze("--fix").exit_code == OK


def test_a_dry_run_prints_a_patch_and_writes_nothing(tmp_path: Path) -> None:
    Path("a.py").write_text(YAML.rstrip("\n"))
    result = analyze("--fix", "--dry-run")
    assert Path("a.py").read_text() == YAML.rstrip("\n")
    assert result.stderr == "Would fix 1 finding in 1 file; nothing was written.\n"
    assert result.exit_code == FINDINGS
    patch = tmp_path / "fix.patch"
    patch.write_text(result.stdout)
    subprocess.run(["git", "apply", str(patch)], check=True)
    assert Path("a.py").read_text() == MENDED.rstrip("\n")


CONTENTS = {
    "CR LF": YAML.replace("\n", "\r\n").encode(),
    "mixed": YAML.replace("\n", "\r\n", 2).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + YAML.encode(),
    "no last line end": YAML.rstrip("\n").encode(),
    "other characters": ("# 日本語 😀 \x0c\n" + YAML).encode(),
}


@pytest.mark.parametrize("data", CONTENTS.values(), ids=CONTENTS)
def test_all_else_stays_as_it_is(data: bytes) -> None:
    Path("a.py").write_bytes(data)
    analyze("--fix")
    assert Path("a.py").read_bytes() == data.replace(b"yaml.load", b"yaml.safe_load")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX'")
def test_the_mode_stays_and_nothing_is_left_behind() -> None:
    Path("a.py").write_text(YAML)
    Path("a.py").chmod(0o640)
    analyze("--fix")
    assert Path("a.py").read_text() == MENDED
    assert Path("a.py").stat().st_mode & 0o777 == 0o640
    assert [each.name for each in Path().iterdir()] == ["a.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text(YAML)
    Path("a.py").symlink_to(outside)
    result = CliRunner().invoke(cli, ["analyze", "a.py", "--fix"])
    assert outside.read_text() == YAML
    assert Path("a.py").is_symlink()
    assert "it is a link, or has several names" in result.stderr
    assert result.exit_code == FINDINGS


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_file_with_another_name_is_left_alone(tmp_path: Path) -> None:
    Path("a.py").write_text(YAML)
    os.link("a.py", tmp_path / "other.py")
    result = analyze("--fix")
    assert Path("a.py").read_text() == YAML
    assert "it is a link, or has several names" in result.stderr


NOT_UTF8 = {
    "latin-1 that says so": b"# coding: latin-1\n# \xe9\n" + YAML.encode(),
    "UTF-16": YAML.encode("utf-16"),
    "wrong bytes": b"# \xe9\n" + YAML.encode(),
}


@pytest.mark.parametrize("data", NOT_UTF8.values(), ids=NOT_UTF8)
def test_what_is_not_utf8_is_left_alone(data: bytes) -> None:
    Path("a.py").write_bytes(data)
    result = analyze("--fix")
    assert Path("a.py").read_bytes() == data
    assert "Fixed 0 findings in 0 files." in result.stderr


def test_what_is_not_wholly_analysed_is_left_alone() -> None:
    Path("a.py").write_text(YAML + "def (\n")
    analyze("--fix")
    assert Path("a.py").read_text() == YAML + "def (\n"


def test_suppressed_findings_are_left_alone() -> None:
    text = YAML.replace("(stream)\n", "(stream)  # hanare: ignore[B506]: a file of ours\n")
    Path("a.py").write_text(text)
    analyze("--fix")
    assert Path("a.py").read_text() == text


def test_a_write_protected_file_is_left_alone() -> None:
    Path("a.py").write_text(YAML)
    Path("a.py").chmod(0o444)
    result = analyze("--fix")
    assert Path("a.py").read_text() == YAML
    assert "a.py: it is write-protected" in result.stderr


def test_what_somebody_must_agree_to_is_told_and_stays() -> None:
    text = "import hashlib\n\n\ndef check(password):\n    return hashlib.md5(password)\n"
    Path("a.py").write_text(text)
    result = analyze("--fix")
    assert Path("a.py").read_text() == text
    assert "a.py:5 B324: not fixed unasked, see --interactive: Not used for" in result.stderr
    assert result.exit_code != OK
    analyze("--fix", "--interactive", answers="y\n")
    assert "usedforsecurity=False" in Path("a.py").read_text()


def test_known_findings_are_left_alone(tmp_path: Path) -> None:
    Path("a.py").write_text(YAML)
    known = str(tmp_path / "known.json")
    analyze("--write-baseline", known)
    Path("a.py").write_text(YAML + "\n\n" + EVAL)
    result = analyze("--fix", "--baseline", known)
    assert Path("a.py").read_text().count("yaml.load(") == 1
    assert "ast.literal_eval(text)" in Path("a.py").read_text()
    assert result.exit_code == OK


def test_thresholds_count() -> None:
    Path("a.py").write_text(YAML)
    analyze("--fix", "--severity", "high")
    assert Path("a.py").read_text() == YAML


def test_each_change_is_asked_for() -> None:
    Path("a.py").write_text(YAML)
    Path("b.py").write_text(EVAL)
    Path("c.py").write_text(YAML)
    result = analyze("--fix", "--interactive", answers="n\ny\nq\n")
    assert Path("a.py").read_text() == YAML
    assert Path("b.py").read_text() != EVAL
    assert Path("c.py").read_text() == YAML
    assert "-    return yaml.load(stream)\n+    return yaml.safe_load(stream)" in result.stderr
    assert "a.py:5 B506: not fixed: not wanted" in result.stderr
    assert "Fixed 1 finding in 1 file." in result.stderr
    assert "b.py" not in result.stdout


def test_an_input_that_ends_wants_no_more() -> None:
    Path("a.py").write_text(YAML)
    result = analyze("--fix", "--interactive")
    assert Path("a.py").read_text() == YAML
    assert result.exit_code == FINDINGS
    assert "B506" in result.stdout


def test_a_model_mends_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(tmp_path, monkeypatch, SQL_MENDED.partition("\n")[2])
    Path("a.py").write_text(SQL)
    result = analyze("--fix", "--model")
    assert Path("a.py").read_text() == SQL_MENDED
    assert result.stderr == "Fixed 1 finding in 1 file.\n"
    assert result.exit_code == OK


def test_what_a_model_cannot_mend_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(tmp_path, monkeypatch, "    pass\n")
    Path("a.py").write_text(SQL)
    result = analyze("--fix", "--model", "--lang", "ja")
    assert Path("a.py").read_text() == SQL
    assert "a.py:2 B608: 未修正: " in result.stderr
    assert "修正ではなくコードが削除されている" in result.stderr
    assert result.exit_code == FINDINGS


WRONG_USAGE = {
    "a dry run of nothing": ["--dry-run"],
    "asking about nothing": ["--interactive"],
    "a model for nothing": ["--model"],
    "an unknown model": ["--fix", "--model=nobody"],
    "a model that takes no orders": ["--fix", "--model=starcoder2-3b"],
}


@pytest.mark.parametrize("options", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage(options: list[str]) -> None:
    Path("a.py").write_text(SQL)
    result = analyze(*options)
    assert result.exit_code == USAGE


def test_the_standard_input_cannot_be_mended() -> None:
    result = CliRunner().invoke(cli, ["analyze", "-", "--fix"], input=YAML)
    assert result.exit_code == USAGE


@pytest.mark.skipif(sys.platform == "win32", reason="no such names on Windows")
def test_names_do_not_act_on_a_terminal() -> None:
    Path("a\x1b[31m.py").write_text(YAML)
    result = analyze("--fix", "--interactive", answers="n\n")
    assert "[31m.py" in result.stderr
    assert "\x1b" not in result.stderr
