"""Results that are kept: found by content, and never worth an error."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hanare.analysis import cache
from hanare.analysis.analyzer import Options, analyse
from hanare.analysis.cache import MOST_BYTES, ResultCache, how, key
from hanare.analysis.results import FileResult, Why
from hanare.analysis.source import Source
from hanare.analysis.wire import Setup

_RESULT = analyse(
    Source("eval(x)  # nosec B999\nkey = y  # hanare: ignore[B105] by=a: why\n", "python"),
    Options(),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "analysis.sqlite"


def keep(
    path: Path, *keys: str, result: FileResult = _RESULT, most_bytes: int = MOST_BYTES
) -> None:
    with ResultCache(path, most_bytes) as kept:
        kept.put((each, result) for each in keys)


def known(path: Path, key: str) -> FileResult | None:
    with ResultCache(path) as kept:
        return kept.get(key)


def test_what_is_kept_comes_back_whole(path: Path) -> None:
    assert known(path, "a") is None
    keep(path, "a", "b")
    assert known(path, "a") == _RESULT
    assert known(path, "c") is None


def test_a_later_result_takes_the_place_of_an_earlier_one(path: Path) -> None:
    keep(path, "a")
    keep(path, "a", result=FileResult(()))
    assert known(path, "a") == FileResult(())


@pytest.mark.parametrize("why", list(Why))
def test_what_another_run_may_not_come_to_is_not_kept(why: Why, path: Path) -> None:
    passing = {"timeout", "memory", "crashed", "engine-failed", "unreadable"}
    keep(path, "a", result=FileResult((), (), why))
    assert (known(path, "a") is None) == (why in passing)


def test_the_key_is_of_all_that_counts() -> None:
    keys = {
        key("how", "sha", "python", test=False), key("other", "sha", "python", test=False),
        key("how", "other", "python", test=False), key("how", "sha", "go", test=False),
        key("how", "sha", "python", test=True),
    }  # fmt: skip
    assert len(keys) == 5


SETUPS = {
    "no secrets": Setup(Options(secrets=False)),
    "allowed secrets": Setup(Options(allowed_secrets=("x",))),
    "a smaller limit": Setup(most_bytes=1),
    "Bandit's options": Setup(bandit={"shell_injection": {"subprocess": ["f"]}}),
}


@pytest.mark.parametrize("name", SETUPS)
def test_other_settings_are_another_way_to_look(name: str) -> None:
    assert how(SETUPS[name]) != how(Setup())
    assert how(replace(SETUPS[name])) == how(SETUPS[name])


def test_a_path_is_no_part_of_it() -> None:
    assert "path" not in key.__annotations__


def _no_database(path: Path) -> None:
    path.write_text("no database at all " * 1_000)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def _overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[1_000:] = b"\xff" * (len(data) - 1_000)
    path.write_bytes(data)


def _another_schema(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE results (other)")
    connection.close()


def _no_result(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE results SET result = '{\"findings\": 1}'")
    connection.close()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "no database": _no_database,
    "cut off": _cut,
    "overwritten": _overwritten,
    "another schema": _another_schema,
    "no result": _no_result,
    "empty": _empty,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_holds_nothing_and_is_mended(name: str, path: Path) -> None:
    keep(path, "a")
    for beside in path.parent.glob("*-wal"):
        beside.unlink()
    DAMAGES[name](path)
    assert known(path, "a") is None
    keep(path, "b")
    assert known(path, "b") == _RESULT


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_only_its_owner_may_read_it(path: Path) -> None:
    with ResultCache(path) as kept:
        kept.put([("a", _RESULT)])
        modes = [stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()]
        assert len(modes) > 1  # SQLite's own files as well, while it is open
        assert set(modes) == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o666)
    path.chmod(0o666)
    keep(path, "a")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file, where a directory should be")
    keep(tmp_path / "occupied" / "x.sqlite", "a")
    assert known(tmp_path / "occupied" / "x.sqlite", "a") is None
    (tmp_path / "folder.sqlite").mkdir()
    keep(tmp_path / "folder.sqlite", "a")
    assert known(tmp_path / "folder.sqlite", "a") is None
    assert (tmp_path / "folder.sqlite").is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "x.sqlite").symlink_to("precious")
    keep(tmp_path / "x.sqlite", "a")
    assert (tmp_path / "precious").read_text() == "precious"


def test_two_at_once(path: Path) -> None:
    with ResultCache(path) as one, ResultCache(path) as two:
        one.put([("a", _RESULT)])
        two.put([("b", _RESULT)])
        assert one.get("b") == two.get("a") == _RESULT


def test_one_that_is_locked_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path, "a")
    monkeypatch.setattr(cache, "_PATIENCE_SECONDS", 0)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with ResultCache(path) as kept:
        kept.put([("b", _RESULT)])
    holder.close()
    assert known(path, "a") == _RESULT
    assert known(path, "b") is None


def test_a_file_that_was_too_large_is_smaller_then(path: Path) -> None:
    keep(path, *(f"{number:04}" for number in range(2_000)))
    before = path.stat().st_size
    keep(path, most_bytes=1)
    assert path.stat().st_size < before / 4


def test_what_was_not_used_for_longest_goes_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter((1, 2, 3, 3, 3, 3, 3))
    monkeypatch.setattr(cache, "_today", lambda: next(days))
    keep(path, "old")
    keep(path, "used")
    assert known(path, "used") == _RESULT
    size = os.path.getsize(path)  # noqa: PTH202 - a number, not a path
    assert size > 0
    keep(path, "new", most_bytes=1)
    assert known(path, "old") is None
