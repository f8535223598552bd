"""Indexes together take no more than they may; the oldest go first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from hanare.index.keeping import keep_within

KILOBYTE = 1024


def make(folder: Path, *names: str) -> list[Path]:
    """Make databases of three kilobytes, the oldest first."""
    paths = []
    for age, name in enumerate(names):
        path = folder / f"{name}.sqlite3"
        path.write_bytes(b"x" * 2 * KILOBYTE)
        path.with_name(f"{path.name}-wal").write_bytes(b"x" * KILOBYTE)
        os.utime(path, (1_000 + age, 1_000 + age))
        paths.append(path)
    return paths


def left(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.sqlite3"))


@pytest.mark.parametrize(
    ("kilobytes", "expected"),
    [(12, "abcd"), (11, "bcd"), (9, "bcd"), (8, "cd"), (3, "d"), (0, "d")],
)
def test_the_oldest_go_first(tmp_path: Path, kilobytes: int, expected: str) -> None:
    *_, newest = make(tmp_path, *"abcd")
    keep_within(kilobytes * KILOBYTE, newest)
    assert left(tmp_path) == list(expected)
    assert len(list(tmp_path.glob("*-wal"))) == len(expected)


def test_the_one_in_use_stays_and_is_the_newest_from_then_on(tmp_path: Path) -> None:
    oldest, *_ = make(tmp_path, *"abcd")
    keep_within(6 * KILOBYTE, oldest)
    assert left(tmp_path) == ["a", "d"]
    assert oldest.stat().st_mtime > 1_000_000


def test_one_that_is_being_written_stays(tmp_path: Path) -> None:
    *_, newest = make(tmp_path, *"abc")
    with FileLock(tmp_path / "a.lock"):
        keep_within(6 * KILOBYTE, newest)
    assert left(tmp_path) == ["a", "c"]


def test_a_folder_that_is_gone_is_no_failure(tmp_path: Path) -> None:
    keep_within(0, tmp_path / "gone" / "a.sqlite3")
