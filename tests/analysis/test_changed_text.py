"""What has changed since a commit: everything is either in the diff or named as left out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from hanare.analysis.changed_text import changed_text
from hanare.analysis.git import Repository

OWN = ("-c", "user.name=x", "-c", "user.email=x@y.z", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> None:
    program = shutil.which("git")
    assert program is not None
    subprocess.run([program, *OWN, *words], check=True, cwd=folder, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    for name, data in {
        "same.py": b"a = 1\n", "edited.py": b"a = 1\nb = 2\n", "gone.py": b"old = 1\n",
        "grown.py": b"a = 1\n", "crlf.py": b"a = 1\r\nb = 2\r\n", "data.bin": b"\x00\x01",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    (tmp_path / "edited.py").write_bytes(b"a = 1\nb = 3\n")
    (tmp_path / "gone.py").unlink()
    (tmp_path / "grown.py").write_bytes(b"a = 1\n" * 300_000)
    (tmp_path / "data.bin").write_bytes(b"\x00\x02")
    (tmp_path / "crlf.py").write_bytes(b"a = 1\r\nb = 3\r\n")
    (tmp_path / "untracked.py").write_bytes(b"no = 1\n")
    (tmp_path / "new.py").write_bytes(b"new = 1\n")
    (tmp_path / "committed.py").write_bytes(b"later = 1\n")
    git(tmp_path, "add", "committed.py")
    git(tmp_path, "commit", "-qm", "two")
    git(tmp_path, "add", "new.py")
    found = Repository.around(tmp_path)
    assert found is not None
    return found


def test_everything_is_shown_or_named(repository: Repository) -> None:
    made = changed_text(repository, repository.commit("HEAD~1"))
    heads = [line for line in made.diff.split("\n") if line.startswith(("--- ", "+++ "))]
    assert heads == [
        "--- /dev/null", "+++ b/committed.py", "--- a/crlf.py", "+++ b/crlf.py",
        "--- a/edited.py", "+++ b/edited.py", "--- a/gone.py", "+++ /dev/null",
        "--- /dev/null", "+++ b/new.py",
    ]  # fmt: skip
    assert "-b = 2\n+b = 3\n" in made.diff
    assert made.left_out == ("data.bin", "grown.py")
    assert "no = 1" not in made.diff


def test_nothing(repository: Repository) -> None:
    git(repository.root, "commit", "-qam", "three")
    assert changed_text(repository, repository.commit("HEAD")).diff == ""
