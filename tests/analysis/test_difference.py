"""Which files differ from a commit, and what each has come from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hanare.analysis.difference import Difference, difference
from hanare.analysis.git import Repository, object_of
from hanare.analysis.walk import targets

from index.trees import make

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")

_MOST = 1_000
_SHA1 = "0" * 40

Tree = Mapping[str, bytes]

# What was committed, what there is now; what has changed, and what that was before.
CASES: dict[str, tuple[Tree, Tree, dict[str, bytes | None]]] = {
    "nothing": ({"a.py": b"a"}, {"a.py": b"a"}, {}),
    "content": ({"a.py": b"a", "b.py": b"b"}, {"a.py": b"x", "b.py": b"b"}, {"a.py": b"a"}),
    "a new file": ({"a.py": b"a"}, {"a.py": b"a", "b.py": b"b"}, {"b.py": None}),
    "a file that is gone": ({"a.py": b"a", "b.py": b"b"}, {"a.py": b"a"}, {}),
    "a file that was renamed": ({"a.py": b"a"}, {"b.py": b"a"}, {"b.py": b"a"}),
    "a file that was moved": ({"x/a.py": b"a"}, {"y/a.py": b"a"}, {"y/a.py": b"a"}),
    "a file that was moved and edited": ({"x/a.py": b"a"}, {"y/a.py": b"b"}, {"y/a.py": b"a"}),
    "a copy": ({"a.py": b"a"}, {"a.py": b"a", "b.py": b"a"}, {"b.py": None}),
    "one of two that may have been moved": (
        {"x/a.py": b"1", "y/a.py": b"2"}, {"z/a.py": b"3"}, {"z/a.py": None},
    ),
    "moved, and another took its place": (
        {"a.py": b"a"}, {"a.py": b"other", "b.py": b"a"}, {"a.py": b"a", "b.py": None},
    ),
    "line ends": ({"a.py": b"a\nb\n"}, {"a.py": b"a\r\nb\r\n"}, {"a.py": b"a\nb\n"}),
    "too large now": ({"a.py": b"a"}, {"a.py": b"x" * (_MOST + 1)}, {"a.py": b"a"}),
    "the same, and too large": (
        {"a.py": b"x" * (_MOST + 1)}, {"a.py": b"x" * (_MOST + 1)}, {"a.py": b"x" * (_MOST + 1)},
    ),
    "an empty file": ({"a.py": b""}, {"a.py": b"a", "b.py": b""}, {"a.py": b"", "b.py": None}),
    "names of all kinds": (
        {"離れ/a b.py": b"a", "quo\"te.py": b"b"}, {"離れ/a b.py": b"x", "quo\"te.py": b"b"},
        {"離れ/a b.py": b"a"},
    ),
}  # fmt: skip


def repository(folder: Path, before: Tree, after: Tree) -> Repository:
    def run(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=false")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    run("init", "--quiet")
    make(folder, before)
    run("add", "--all")
    run("commit", "--quiet", "--allow-empty", "--no-verify", "--message", "x")
    for name in before:
        (folder / name).unlink()
    make(folder, after)
    found = Repository.around(folder)
    assert found is not None
    return found


def compared(found: Repository) -> Difference:
    files = targets([found.root], found.root).files
    return difference(found, found.commit("HEAD"), files, _MOST)


@pytest.mark.parametrize("name", CASES)
def test_what_has_changed(name: str, tmp_path: Path) -> None:
    before, after, expected = CASES[name]
    differs = compared(repository(tmp_path, before, after))
    changed = [file.name for file in differs.changed]
    assert changed == sorted(expected)
    origins = {each.file.name: each.oid for each in differs.before}
    assert origins == {
        name: object_of(data, _SHA1) for name, data in expected.items() if data is not None
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_in_a_commit_that_no_file_can_have(tmp_path: Path) -> None:
    found = repository(tmp_path, {"a.py": b"a"}, {"b.py": b"b"})

    def said(*words: str, given: str = "") -> str:
        answer = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words],
            cwd=tmp_path, input=given.encode(), check=True, capture_output=True,
        )  # fmt: skip
        return answer.stdout.decode().strip()

    oid = said("rev-parse", "HEAD:a.py")
    rows = f"100644 blob {oid}\t{'x' * 5_000}.py\n100644 blob {oid}\tb.py\n"
    commit = said("commit-tree", "-m", "x", said("mktree", given=rows))
    files = targets([tmp_path], tmp_path).files
    differs = difference(found, commit, files, _MOST)
    assert [file.name for file in differs.changed] == ["b.py"]
