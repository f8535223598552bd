"""The process that scans, spoken to over its pipes."""

from __future__ import annotations

import gc
import io
import sys
from pathlib import Path

import pytest

from hanare.analysis import process
from hanare.analysis.results import FileResult, Why
from hanare.analysis.wire import (
    FromWorker,
    Ready,
    ScanFile,
    Scanned,
    ScanText,
    Setup,
    ToWorker,
    from_worker,
    path_of,
    portable,
    read_by_worker,
    read_from_worker,
    to_worker,
)
from hanare.wording import verbatim


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer would end the tests, and freezing would keep all they have made."""
    monkeypatch.setattr(process, "_limit", lambda seconds: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)


def answers(*messages: ToWorker) -> list[FromWorker]:
    sink = io.BytesIO()
    process.run(io.BytesIO(b"".join(map(to_worker, messages))), sink)
    return [read_from_worker(line) for line in sink.getvalue().splitlines()]


def test_each_job_is_answered_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"eval(x)\r\n\r\nexec(y)")
    jobs = (
        ScanText(3, "eval(x)\n", "b.py", "python"),
        ScanFile(4, portable(tmp_path / "a.py"), "a.py", "python"),
        ScanFile(5, portable(tmp_path / "none.py"), "none.py", "python"),
        ScanFile(6, portable(tmp_path), "folder", "python"),
    )
    ready, text, file, missing, folder = answers(Setup(), *jobs)
    assert isinstance(ready, Ready)
    assert isinstance(text, Scanned)
    assert (text.number, text.file, len(text.result.findings)) == (3, None, 1)
    assert isinstance(file, Scanned)
    assert file.file is not None
    assert (file.number, file.file.lines, file.file.size) == (4, 3, 18)
    assert [each.start.line for each in file.result.findings] == [1, 3]
    assert missing == Scanned(5, FileResult((), (), Why.MISSING), None)
    assert folder == Scanned(6, FileResult((), (), Why.NOT_REGULAR), None)


@pytest.mark.parametrize(
    ("data", "lines"),
    [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"\n\n", 2), (b"a\rb\r", 2), (b"\r\n", 1)],
)
def test_lines_are_counted_as_an_editor_does(data: bytes, lines: int, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    _, scanned = answers(Setup(), ScanFile(1, portable(tmp_path / "a.txt"), "a.txt", "plaintext"))
    assert isinstance(scanned, Scanned)
    assert scanned.file is not None
    assert scanned.file.lines == lines


def test_a_file_in_doubt_keeps_its_findings(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"eval(x)  # \xff\n")
    _, scanned = answers(Setup(), ScanFile(1, portable(tmp_path / "a.py"), "a.py", "python"))
    assert isinstance(scanned, Scanned)
    assert scanned.result.why is Why.ENCODING
    assert len(scanned.result.findings) == 1


@pytest.mark.parametrize("said", [b"", b"[]\n", b"\xff\n", to_worker(ScanText(1, "", "a", "b"))])
def test_it_does_nothing_unless_it_is_set_up(said: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        process.run(io.BytesIO(said), io.BytesIO())


def test_messages_arrive_as_they_were_sent() -> None:
    to = (
        Setup(most_bytes=3, bandit={"a": {"b": [1]}}),
        ScanText(1, "x\n\u2028離", "a.py", "python"),
        ScanFile(2, "/a\xe9", "a", "go"),
    )
    assert [read_by_worker(to_worker(each)) for each in to] == list(to)
    back = (Ready(), Scanned(3, FileResult((), (), Why.TIMEOUT, verbatim("x")), None))
    assert [read_from_worker(from_worker(each)) for each in back] == list(back)
    assert all(to_worker(each).count(b"\n") == 1 for each in to)


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
@pytest.mark.parametrize("name", ["a.py", "離れ.py", "caf\udce9.py", "new\nline.py"])
def test_a_path_of_any_bytes_can_be_sent(name: str) -> None:
    path = Path("/folder") / name
    assert path_of(portable(path)) == path
