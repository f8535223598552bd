"""Scanning: what is read, what is not read again, and what survives mishaps."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from hanare.errors import HanareError
from hanare.files import places
from hanare.index import scan as scanning
from hanare.index import store as storing
from hanare.index.scan import Summary, scan
from hanare.index.store import Reader, Store, database_of
from hanare.index.walk import Limits
from hanare.syntax.outline import Outline, outline
from hanare.syntax.tree import SyntaxTree

from index.trees import make

LONG_AGO = 1_700_000_000_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(
        tmp_path / "folder",
        {"a.py": "def one(): ...\n", "b.py": "def two(): ...\n", "sub/c.py": "class Three: ...\n"},
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite3"


Run = Callable[..., Summary]


@pytest.fixture
def run(folder: Path, database: Path) -> Run:
    def run(limits: Limits | None = None, report: scanning.Report | None = None) -> Summary:
        return scan(folder, database, limits or Limits(), report or (lambda _done, _of: None))

    return run


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.indexed, summary.unchanged, summary.removed


def names(database: Path) -> set[str]:
    with sqlite3.connect(database) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM symbols")}
    connection.close()
    return found


def write(path: Path, text: str, mtime_ns: int) -> None:
    path.write_text(text)
    os.utime(path, ns=(mtime_ns, mtime_ns))


def test_the_first_scan_reads_everything_the_next_nothing(
    run: Run, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.rglob("*.py"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    first = run()
    assert (counts(first), first.symbols, first.skipped) == ((3, 0, 0), 3, {})
    assert names(database) == {"one", "two", "Three"}
    monkeypatch.setattr(scanning, "_read", None)
    assert counts(run()) == (0, 3, 0)


def test_only_what_has_changed_is_parsed(run: Run, folder: Path, database: Path) -> None:
    run()
    write(folder / "a.py", "def ONE(): ...\n", LONG_AGO)
    (folder / "d.py").write_text("def four(): ...\n")
    assert counts(run()) == (2, 2, 0)
    assert names(database) == {"ONE", "two", "Three", "four"}


def test_a_change_of_time_alone_is_no_change_and_looked_at_once(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    for path in folder.rglob("*.py"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    assert counts(run()) == (0, 3, 0)
    monkeypatch.setattr(scanning, "_read", None)
    assert counts(run()) == (0, 3, 0)


def test_a_change_that_time_and_size_do_not_show_is_seen_while_the_file_is_young(
    run: Run, folder: Path, database: Path
) -> None:
    young = (folder / "a.py").stat().st_mtime_ns
    run()
    write(folder / "a.py", "def uno(): ...\n", young)
    assert counts(run()) == (1, 2, 0)
    assert "uno" in names(database)


def test_a_file_that_changes_under_the_scan_is_taken_next_time(
    run: Run, folder: Path, database: Path
) -> None:
    def change(done: int, _of: int) -> None:
        if done == 1:  # found already, read soon
            (folder / "b.py").write_text("def deux(): ...\n")

    run(report=change)
    assert "deux" in names(database)
    assert counts(run()) == (0, 3, 0)


def test_what_is_gone_moved_or_no_longer_wanted_leaves_the_index(
    run: Run, folder: Path, database: Path
) -> None:
    run()
    (folder / "a.py").unlink()
    (folder / "b.py").rename(folder / "moved.py")
    assert counts(run()) == (1, 1, 2)
    assert names(database) == {"two", "Three"}
    assert counts(run(Limits(excluded_files=("moved.py",)))) == (0, 1, 1)
    (folder / ".gitignore").write_text("sub/")
    assert counts(run(Limits(excluded_files=("moved.py",)))) == (0, 0, 1)
    assert names(database) == set()


def test_a_file_that_vanishes_under_the_scan_is_no_matter(run: Run, folder: Path) -> None:
    def vanish(_done: int, of: int) -> None:
        if of:  # found already
            (folder / "b.py").unlink(missing_ok=True)

    summary = run(report=vanish)
    assert (counts(summary), summary.skipped) == ((2, 0, 0), {"unreadable": 1})


def test_a_folder_that_vanished_keeps_its_index(run: Run, folder: Path, database: Path) -> None:
    run()
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(HanareError, match="cannot be indexed"):
        run()
    assert names(database) == {"one", "two", "Three"}


UNREAD = {
    "binary.py": (b"x = 1\n\0", "binary"),
    "utf16.py": ("x = 1\n".encode("utf-16"), "binary"),
    "latin1.py": ("x = 'é'\n".encode("latin-1"), "not-utf8"),
    "minified.py": (b"x=1;" * 3000, "minified"),
}


@pytest.mark.parametrize(("name", "content", "why"), [(n, *v) for n, v in UNREAD.items()])
def test_what_is_no_source_is_skipped_and_not_read_again(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, why: str
) -> None:
    make(folder, {name: content})
    for path in folder.rglob("*.py"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    first = run()
    assert (counts(first), first.skipped) == ((3, 0, 0), {why: 1})
    monkeypatch.setattr(scanning, "_read", None)
    again = run()
    assert (counts(again), again.skipped) == ((0, 3, 0), {why: 1})


def test_a_byte_order_mark_and_any_line_ends_are_read(
    run: Run, folder: Path, database: Path
) -> None:
    make(folder, {"bom.py": b"\xef\xbb\xbfdef bom(): ...\r\ndef crlf(): ...\rdef cr(): ...\r"})
    run()
    assert {"bom", "crlf", "cr"} <= names(database)


def test_a_defect_over_one_file_does_not_cost_the_others(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(tree: SyntaxTree) -> Outline:
        if "two" in tree.text:
            raise RecursionError
        return outline(tree)

    monkeypatch.setattr(scanning, "outline", fail)
    summary = run()
    assert (counts(summary), summary.skipped) == ((2, 0, 0), {"failed": 1})
    assert names(database) == {"one", "Three"}


class ProcessEnded(BaseException):
    """Stands in for the end of the process, at which nothing more is done."""


def test_a_file_that_processes_end_over_is_left_out_until_it_changes(
    run: Run, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = SyntaxTree.parse

    def crash(text: str, language: str) -> SyntaxTree | None:
        if "two" in text:
            raise ProcessEnded
        return parse(text, language)

    monkeypatch.setattr(SyntaxTree, "parse", crash)
    for _ in range(2):
        with pytest.raises(ProcessEnded):
            run()
    summary = run()
    assert (counts(summary), summary.skipped) == ((1, 1, 0), {"crashed": 1})
    assert names(database) == {"one", "Three"}
    assert run().skipped == {"crashed": 1}
    (folder / "b.py").write_text("def zwei(): ...\n")
    assert counts(run()) == (1, 2, 0)


def test_a_scan_that_was_broken_off_goes_on_where_it_was(run: Run) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise ProcessEnded

    with pytest.raises(ProcessEnded):
        run(report=stop)
    assert counts(run()) == (1, 2, 0)


def test_progress_is_of_what_has_changed(run: Run, folder: Path) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, of: int) -> None:
        told.append((done, of))

    for path in folder.rglob("*.py"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    run(report=tell)
    # Two directories are looked through first.
    assert told == [(0, 0), (0, 0), (0, 3), (1, 3), (2, 3), (3, 3)]
    told.clear()
    write(folder / "a.py", "", LONG_AGO)
    run(report=tell)
    assert told == [(0, 0), (0, 0), (0, 1), (1, 1)]


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"?" * 4096])
def test_a_file_that_is_no_database_is_replaced(run: Run, database: Path, content: bytes) -> None:
    make(database.parent, {database.name: content})
    assert counts(run()) == (3, 0, 0)


def test_a_damaged_database_is_made_anew(run: Run, database: Path) -> None:
    run()
    damaged = bytearray(database.read_bytes())
    damaged[1024:] = b"?" * (len(damaged) - 1024)
    database.write_bytes(damaged)
    assert counts(run()) == (3, 0, 0)
    assert names(database) == {"one", "two", "Three"}


def test_an_index_of_another_version_is_made_anew(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("DROP TABLE imports")
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    with Reader.open(database) as reader:
        assert reader is None
    assert counts(run()) == (3, 0, 0)
    monkeypatch.setattr(storing, "_VERSION", storing._VERSION + 1)
    assert counts(run()) == (3, 0, 0)
    assert counts(run()) == (0, 3, 0)


@pytest.fixture
def reader(run: Run, database: Path) -> Iterator[Reader]:
    run()
    with Reader.open(database) as reader:
        assert reader is not None
        yield reader


def test_readers_and_the_writer_do_not_wait_for_each_other(
    reader: Reader, run: Run, folder: Path, database: Path
) -> None:
    (folder / "a.py").write_text("def ONE(): ...\n")
    seen: list[bool] = []

    def look(_done: int, _of: int) -> None:
        with Store.open(database) as store, store._connection as connection:
            connection.execute("DELETE FROM symbols WHERE name = 'two'")  # not yet committed
            with Reader.open(database) as other:
                assert other is not None
                seen.append(bool(other.in_file("b.py", ["two"])))
            connection.rollback()

    assert reader.in_file("a.py", ["one"])
    assert counts(run(report=look)) == (1, 2, 0)
    assert seen
    assert all(seen)
    # What a reader sees is of one moment, however long it takes.
    assert reader.in_file("a.py", ["one"])
    with Reader.open(database) as later:
        assert later is not None
        assert later.in_file("a.py", ["ONE"])


def test_two_scans_of_a_folder_take_turns(run: Run) -> None:
    waiting = threading.Event()
    second: list[Summary] = []
    thread = threading.Thread(
        target=lambda: second.append(run(report=lambda _done, of: None if of else waiting.set()))
    )

    def start(done: int, of: int) -> None:
        if of and done == 0:
            thread.start()
            assert waiting.wait(20)

    assert counts(run(report=start)) == (3, 0, 0)
    thread.join()
    assert counts(second[0]) == (0, 3, 0)


def test_the_lock_is_given_back(run: Run, folder: Path, database: Path) -> None:
    run()
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(HanareError):
        run()
    FileLock(database.with_suffix(".lock")).acquire(timeout=0).lock.release()


def test_a_cache_that_cannot_be_written_is_explained(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HanareError, match=r"cannot be written.*\n.*writable"):
        scan(folder, tmp_path / "file" / "index.sqlite3", Limits())


def test_what_is_in_functions_is_not_kept(run: Run, folder: Path, database: Path) -> None:
    source = "def f():\n    def g(): ...\n    class C:\n        def h(self): ...\n"
    make(folder, {"a.py": source})
    run()
    assert names(database) == {"f", "two", "Three"}


def test_each_folder_has_a_database_in_the_users_cache(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert database_of(tmp_path / "a") == database_of(tmp_path / "a" / ".." / "a")
    assert database_of(tmp_path / "a") != database_of(tmp_path)
    assert database_of(tmp_path).parent == places.index_folder()
    assert database_of(tmp_path, tmp_path).parent == tmp_path
