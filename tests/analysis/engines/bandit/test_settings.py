"""Bandit's own configuration files, as a reviewer hands them over."""

from __future__ import annotations

from pathlib import Path

import pytest

from hanare.analysis.engines.bandit.engine import Engine
from hanare.analysis.engines.bandit.settings import BanditSettings, bandit_settings
from hanare.analysis.source import Source
from hanare.errors import UsageError

from analysis.engines.bandit.marked import table

FILES = {
    "YAML": (
        "bandit.yaml",
        """
tests: [B101, B602]
skips: [B602]
exclude_dirs: ['./tests/', '*/venv/*']
hardcoded_tmp_directory:
  tmp_dirs: [/scratch]
""",
    ),
    "YAML with texts": (
        "bandit.yml",
        """
tests: B101, B602
skips: B602
exclude_dirs: ./tests/,*/venv/*
hardcoded_tmp_directory: {tmp_dirs: [/scratch]}
""",
    ),
    "TOML": (
        "pyproject.toml",
        """
[tool.bandit]
tests = ['B101', 'B602']
skips = ['B602']
exclude_dirs = ['tests', '*/venv/*']
[tool.bandit.hardcoded_tmp_directory]
tmp_dirs = ['/scratch']
""",
    ),
}

REFUSED = {
    "an unknown key": ("a.yaml", "tests: [B101]\nsevrity: high\n", "sevrity"),
    "an unknown test": ("a.yaml", "skips: [B999]\n", "no test B999"),
    "a test by name": ("a.yaml", "skips: [assert_used]\n", "no test assert_used"),
    "another tool's test": ("a.yaml", "skips: [HPY101]\n", "no test HPY101"),
    "an unknown option": ("a.yaml", "assert_used: {skip: ['*']}\n", "assert_used.skip"),
    "an option of another kind": (
        "a.yaml", "try_except_pass: {check_typed_exception: sometimes}\n", "check_typed_exception",
    ),
    "an empty folder, which is everywhere": (
        "a.yaml", "hardcoded_tmp_directory: {tmp_dirs: ['']}\n", "tmp_dirs",
    ),
    "a list": ("a.yaml", "- B101\n", "the file"),
    "no YAML": ("a.yaml", "tests: [B101\n", "line 2"),
    "an object of Python": (
        "a.yaml", "tests: !!python/object/apply:os.getcwd []\n", "python/object",
    ),
    "no TOML": ("a.toml", "tests = [\n", "no configuration"),
    "TOML of something else": ("a.toml", "[tool.ruff]\n", "[tool.bandit]"),
    "INI of something else": ("a.ini", "[tox]\n", "no configuration"),
    "an unknown key of INI": (".bandit", "[bandit]\nnumber: 3\n", "number"),
    "no text": ("a.yaml", "\x00", "no configuration"),
}  # fmt: skip


def read(folder: Path, name: str, text: str) -> BanditSettings:
    path = folder / name
    path.write_text(text, "utf-8")
    return bandit_settings(path)


@table(FILES)
def test_all_forms_say_the_same(tmp_path: Path, case: tuple[str, str]) -> None:
    assert read(tmp_path, *case) == BanditSettings(
        tests=frozenset({"B101", "B602"}),
        skips=frozenset({"B602"}),
        excluded=("tests", "*/venv/*"),
        options={"hardcoded_tmp_directory": {"tmp_dirs": ["/scratch"]}},
    )


def test_ini_has_tests_and_folders_only(tmp_path: Path) -> None:
    settings = read(
        tmp_path, ".bandit", "[bandit]\ntests = B101,B602\nskips: B602\nexclude: /a,b/\n"
    )
    assert settings == BanditSettings(
        frozenset({"B101", "B602"}), frozenset({"B602"}), ("a", "b"), {}
    )


@table(REFUSED)
def test_what_there_is_not_is_refused(tmp_path: Path, case: tuple[str, str, str]) -> None:
    with pytest.raises(UsageError) as error:
        read(tmp_path, *case[:2])
    assert case[2] in error.value.message
    assert error.value.message.startswith(case[0])
    assert error.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nonesuch"):
        bandit_settings(tmp_path / "nonesuch.yaml")


def test_tests_and_skips_are_a_filter(tmp_path: Path) -> None:
    assert BanditSettings().takes("B101")
    some = read(tmp_path, "a.yaml", "tests: [B101, B602]\nskips: [B602]\n")
    assert [id_ for id_ in ("B101", "B602", "B307") if some.takes(id_)] == ["B101"]
    lists = read(tmp_path, "a.yaml", "skips: [B001]\n")
    assert [id_ for id_ in ("B101", "B307", "B324", "B404") if lists.takes(id_)] == ["B101", "B324"]
    one = read(tmp_path, "a.yaml", "skips: [B001, B404]\n")
    assert [id_ for id_ in ("B307", "B404") if one.takes(id_)] == ["B307"]


def test_options_are_laid_over_bandits_own(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        "a.yaml",
        "shell_injection: {subprocess: [my.run]}\ntry_except_pass: {check_typed_exception: true}\n"
        "assert_used: {skips: ['*_test.py']}\nmarkupsafe_xss: {extend_markup_names: [my.Safe]}\n",
    )
    engine = Engine(settings.options)

    def found(text: str, path: str = "a.py") -> list[str]:
        detections = engine.detect(Source(text, "python", path)).detections
        return [each.rule for each in detections]

    assert found("my.run(x, shell=True)") == ["B602"]
    assert found("import os\nos.system(x)") == ["B605"]
    assert found("try: f()\nexcept ValueError: pass") == ["B110"]
    assert found("my.Safe(x)") == ["B704"]
    assert found("assert x") == ["B101"]
    assert found("assert x", "a_test.py") == []
