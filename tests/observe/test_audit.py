"""The audit trail: what is written, what a change of it shows, what a crash leaves behind."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from hanare.files import places
from hanare.observe.audit import AuditTrail, Checked, Event, Flaw, verify
from hanare.observe.audit.chain import Link, seal

NOON = datetime(2026, 7, 27, 12, 0, tzinfo=UTC)
GATE: Event = {"kind": "gate", "rule": "B602", "cwe": 78, "outcome": "hidden"}

posix = pytest.mark.skipif(os.name != "posix", reason="modes and pipes are POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "audit.jsonl"


def record(path: Path, *events: Event, **limits: int) -> None:
    trail = AuditTrail(path, lambda: NOON, **limits)
    for event in events:
        trail.write(event)
    trail.close()


def numbered(count: int, start: int = 1) -> list[Event]:
    return [{**GATE, "number": number} for number in range(start, start + count)]


def one_by_one(path: Path, count: int, most_bytes: int, most_files: int) -> None:
    """Write entries so that each could begin a new file."""
    for event in numbered(count):
        record(path, event, most_bytes=most_bytes, most_files=most_files)


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.suffix == ".jsonl")


# What is written


def test_an_entry(path: Path) -> None:
    record(path, GATE, GATE)
    first, second = entries(path)
    digest = first.pop("hash")
    assert first == {
        **GATE,
        "sequence": 1,
        "time": "2026-07-27T12:00:00.000+00:00",
        "previous": "0" * 64,
    }
    canonical = json.dumps(first, sort_keys=True, separators=(",", ":")).encode()
    assert digest == hashlib.sha256(canonical).hexdigest()
    assert (second["sequence"], second["previous"]) == (2, digest)
    assert verify(path) == Checked(2)


def test_times_are_utc(path: Path) -> None:
    there = timezone(timedelta(hours=9))
    trail = AuditTrail(path, lambda: NOON.astimezone(there))
    trail.write(GATE)
    trail.close()
    assert entries(path)[0]["time"] == "2026-07-27T12:00:00.000+00:00"


def test_closing_waits_and_keeps_the_order(path: Path) -> None:
    record(path, *numbered(2_000))
    assert [entry["number"] for entry in entries(path)] == list(range(1, 2_001))
    assert verify(path) == Checked(2_000)


def test_an_event_may_be_changed_by_its_caller(path: Path) -> None:
    event = dict(GATE)
    trail = AuditTrail(path)
    path.parent.mkdir()
    with FileLock(path.with_suffix(".lock")):
        trail.write(event)
        event["outcome"] = "shown"
    trail.close()
    assert entries(path)[0]["outcome"] == "hidden"


def test_a_trail_can_be_written_to_again_after_closing(path: Path) -> None:
    trail = AuditTrail(path)
    trail.close()
    for _ in range(3):
        trail.write(GATE)
        trail.close()
    assert verify(path) == Checked(3)


HOSTILE: Mapping[str, Event] = {
    "line ends": {"code": 'x\n{"sequence":1}\r\n\x0b\x0c\x85\u2028\u2029'},
    "controls": {"code": "\x00\x1b[2J\x7f\x9b"},
    "direction": {"code": "\u202e\u2066\u200b"},
    "half a character": {"code": "\ud800"},
    "beyond the plane": {"code": "𠮷野家"},
    "quotes": {"code": '"},"hash":"\\'},
    "names": {'na"me\n': 1},
    "no numbers": {"x": float("nan"), "y": float("inf")},
    "numbers": {"x": 1.5e300, "y": -0.0, "z": 2**70},
    "nothing": {},
    "the chain's own": {"sequence": 99, "previous": "x", "hash": "x", "time": "never"},
}


@pytest.mark.parametrize("event", HOSTILE.values(), ids=HOSTILE)
def test_values_cannot_break_a_line(path: Path, event: Event) -> None:
    record(path, GATE, event, GATE)
    content = path.read_bytes()
    assert verify(path) == Checked(3)
    assert content.isascii()
    assert not [byte for byte in content if (byte < 0x20 and byte != 0x0A) or byte == 0x7F]
    # Any reader finds three lines, not only one that knows which ends count.
    assert len(content.decode().splitlines()) == 3
    own = ("sequence", "previous", "hash", "time")
    stored = {key: value for key, value in entries(path)[1].items() if key not in own}
    given = {key: value for key, value in event.items() if key not in own}
    assert stored == ({"x": "nan", "y": "inf"} if "y" in given and "z" not in given else given)


def test_long_texts_are_cut(path: Path) -> None:
    record(path, {"code": "あ" * 10_000}, {"code": "あ" * 10_001})
    assert [entry["code"] for entry in entries(path)] == ["あ" * 10_000, "あ" * 10_000 + "…"]


@posix
def test_nobody_else_can_read(path: Path) -> None:
    before = os.umask(0)
    try:
        one_by_one(path, 3, most_bytes=1, most_files=3)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(found) >= {"audit.jsonl", "audit.1.jsonl", "audit.head", "audit.lock"}
    assert set(found.values()) == {0o600}


@posix
def test_a_looser_mode_is_taken_away(path: Path) -> None:
    record(path, GATE)
    path.chmod(0o666)
    record(path, GATE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_in_the_folder_for_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "state_folder", lambda: tmp_path)
    assert places.audit_file() == tmp_path / "audit" / "audit.jsonl"


# Several writers


WRITER = """
import sys
from pathlib import Path
from hanare.observe.audit import AuditTrail

trail = AuditTrail(Path(sys.argv[1]), most_bytes=20_000, most_files=100)
print("ready", flush=True)
sys.stdin.readline()
for number in range(300):
    trail.write({"kind": "gate", "writer": sys.argv[2], "number": number})
    if not number % 10:
        trail.close()
trail.close()
"""


def test_processes_write_to_one_trail(path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("go\n", timeout=60)
        assert writer.returncode == 0
    assert verify(path) == Checked(600)
    old = sorted(path.parent.glob("audit.*.jsonl"), key=lambda each: int(each.suffixes[0][1:]))
    written = [entry for file in (*old, path) for entry in entries(file)]
    for name in ("a", "b"):
        own = [entry["number"] for entry in written if entry["writer"] == name]
        assert own == list(range(300))


# What a change shows


def forged(line: bytes, **changes: Any) -> bytes:
    """Return the line with other values and the hash for them."""
    values = {**json.loads(line), **changes}
    return seal(values, Link(values["sequence"] - 1, values["previous"]))[0]


def edited(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"hidden", b"shown") if n == 2 else line for n, line in enumerate(lines)]


Change = Callable[[list[bytes]], list[bytes]]

TAMPERED: Mapping[str, tuple[Change, Flaw, int]] = {
    "a value edited": (edited, Flaw.EDITED, 3),
    "edited, hash computed anew": (
        lambda at: [*at[:2], forged(at[2], outcome="shown"), *at[3:]], Flaw.REPLACED, 4,
    ),
    "the last one edited, hash computed anew": (
        lambda at: [*at[:4], forged(at[4], outcome="shown")], Flaw.REPLACED, 5,
    ),
    "a space more": (lambda at: [at[0].replace(b",", b", ", 1), *at[1:]], Flaw.EDITED, 1),
    "a value twice": (lambda at: [at[0].replace(b"{", b'{"cwe":1,', 1), *at[1:]], Flaw.EDITED, 1),
    "Windows line ends": (lambda at: [line[:-1] + b"\r\n" for line in at], Flaw.EDITED, 1),
    "the first removed": (lambda at: at[1:], Flaw.MISSING, 1),
    "one removed": (lambda at: [*at[:2], *at[3:]], Flaw.MISSING, 3),
    "the last removed": (lambda at: at[:-1], Flaw.TRUNCATED, 5),
    "all removed": (lambda at: [], Flaw.TRUNCATED, 1),
    "two exchanged": (lambda at: [at[0], at[2], at[1], *at[3:]], Flaw.MISSING, 2),
    "one twice": (lambda at: [*at[:2], at[1], *at[2:]], Flaw.INSERTED, 3),
    "one twice, numbered on": (
        lambda at: [*at[:2], forged(at[1], sequence=3), *at[2:]], Flaw.REPLACED, 3,
    ),
    "one forged in between": (
        lambda at: [
            *at[:2],
            forged(at[2], outcome="shown"),
            *at[2:],
        ], Flaw.INSERTED, 4,
    ),
    "an older beginning": (
        lambda at: [forged(at[0], sequence=0), *at], Flaw.REPLACED, 2,
    ),
    "an empty line": (lambda at: [*at[:2], b"\n", *at[2:]], Flaw.UNREADABLE, 3),
    "no JSON": (lambda at: [*at, b"\xff\x00\n"], Flaw.UNREADABLE, 6),
    "no object": (lambda at: [*at, b"[]\n"], Flaw.UNREADABLE, 6),
    "no numbers": (lambda at: [at[0].replace(b":1,", b":true,"), *at[1:]], Flaw.UNREADABLE, 1),
    "nested for ever": (lambda at: [b"[" * 100_000 + b"\n", *at], Flaw.UNREADABLE, 1),
    "objects for ever": (
        lambda at: [b'{"a":' * 100_000 + b"\n", *at], Flaw.UNREADABLE, 1,
    ),
    "a number for ever": (
        lambda at: [b'{"sequence":' + b"9" * 5_000 + b"}\n", *at], Flaw.UNREADABLE, 1,
    ),
    "the last one cut off": (lambda at: [*at[:4], at[4][:30]], Flaw.UNREADABLE, 5),
}  # fmt: skip


@pytest.mark.parametrize(("change", "flaw", "line"), TAMPERED.values(), ids=TAMPERED)
def test_a_change_shows(path: Path, change: Change, flaw: Flaw, line: int) -> None:
    record(path, *numbered(5))
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    checked = verify(path)
    assert checked.broken
    assert (checked.broken.flaw, checked.broken.line) == (flaw, line)
    assert checked.broken.file == path
    assert checked.entries == line - 1
    # Whoever writes next must not cover it up.
    record(path, *numbered(5))
    record(path, *numbered(5))
    still = verify(path)
    assert still.broken
    # A forged last entry shows at the one that comes after it.
    assert still.broken.line in (line, line + 1)


HEADS: Mapping[str, bytes | None] = {
    "gone": None,
    "empty": b"",
    "no JSON": b"\xff",
    "no head": b"{}",
    "no object": b"[1]",
    "texts for numbers": (
        b'{"start":{"sequence":"0","hash":""},"end":{"sequence":"5","hash":""},"size":0}'
    ),
    "numbers for texts": (
        b'{"start":{"sequence":0,"hash":0},"end":{"sequence":5,"hash":0},"size":0}'
    ),
    "more than it has": b'{"start":{"sequence":0,"hash":"","more":1},"end":{},"size":0}',
}


@pytest.mark.parametrize("content", HEADS.values(), ids=HEADS)
def test_a_damaged_head_shows(path: Path, content: bytes | None) -> None:
    record(path, *numbered(5))
    head = path.with_suffix(".head")
    if content is None:
        head.unlink()
    else:
        head.write_bytes(content)
    checked = verify(path)
    assert checked.broken
    assert (checked.entries, checked.broken.flaw) == (5, Flaw.HEADLESS)
    record(path, GATE)
    assert [entry["kind"] for entry in entries(path)[5:]] == ["restarted", "gate"]
    broken = verify(path).broken
    assert broken
    assert (broken.flaw, broken.line) == (Flaw.INSERTED, 6)


def test_a_line_without_its_end_is_not_written_into(path: Path) -> None:
    record(path, *numbered(3))
    path.write_bytes(path.read_bytes()[:-1])
    broken = verify(path).broken
    assert broken
    assert (broken.flaw, broken.line) == (Flaw.EDITED, 3)
    record(path, GATE)
    assert verify(path) == Checked(4)


def test_an_older_head_with_an_older_end_is_the_known_gap(path: Path) -> None:
    record(path, *numbered(3))
    kept = path.read_bytes(), path.with_suffix(".head").read_bytes()
    record(path, *numbered(3))
    path.write_bytes(kept[0])
    path.with_suffix(".head").write_bytes(kept[1])
    assert verify(path) == Checked(3), "the docstring of verify says that this is not seen"


def test_where_nothing_was_nothing_is_wrong(path: Path) -> None:
    assert verify(path) == Checked(0)
    assert not path.parent.exists()


# Files that are full


def test_full_files_are_set_aside(path: Path) -> None:
    one_by_one(path, 10, most_bytes=1, most_files=4)
    assert names(path) == ["audit.7.jsonl", "audit.8.jsonl", "audit.9.jsonl", "audit.jsonl"]
    assert [entry["sequence"] for entry in entries(path)] == [10]
    assert verify(path) == Checked(4)


def test_files_hold_what_they_may(path: Path) -> None:
    record(path, GATE)
    size = path.stat().st_size
    for _ in range(9):
        record(path, GATE, most_bytes=3 * size)
    assert [len(entries(path.with_name(name))) for name in names(path)] == [3, 3, 3, 1]
    assert verify(path) == Checked(10)


def test_ten_comes_after_nine(path: Path) -> None:
    one_by_one(path, 12, most_bytes=1, most_files=20)
    assert verify(path) == Checked(12)


def test_files_of_others_are_left_alone(path: Path) -> None:
    record(path, GATE)
    others = ("audit.x.jsonl", "audit.1.jsonl.bak", "audit1.jsonl", "other.1.jsonl")
    for name in others:
        path.with_name(name).write_text("mine", encoding="utf-8")
    one_by_one(path, 5, most_bytes=1, most_files=2)
    assert verify(path) == Checked(2)
    assert [path.with_name(name).read_text(encoding="utf-8") for name in others] == ["mine"] * 4


SET_ASIDE: Mapping[str, tuple[Callable[[Path], object], Flaw, str, int]] = {
    "the oldest": (
        lambda path: path.with_name("audit.7.jsonl").unlink(), Flaw.MISSING, "audit.8.jsonl", 1,
    ),
    "one between": (
        lambda path: path.with_name("audit.8.jsonl").unlink(), Flaw.MISSING, "audit.9.jsonl", 1,
    ),
    "the current": (Path.unlink, Flaw.TRUNCATED, "audit.9.jsonl", 2),
    "emptied": (
        lambda path: path.with_name("audit.8.jsonl").write_bytes(b""),
        Flaw.MISSING, "audit.9.jsonl", 1,
    ),
    "exchanged": (
        lambda path: path.with_name("audit.8.jsonl").rename(path.with_name("audit.10.jsonl")),
        Flaw.MISSING, "audit.9.jsonl", 1,
    ),
    "the oldest forged": (
        lambda path: path.with_name("audit.7.jsonl").write_bytes(
            forged(path.with_name("audit.7.jsonl").read_bytes(), previous="0" * 64)
        ),
        Flaw.REPLACED, "audit.7.jsonl", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "flaw", "file", "line"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_a_change_among_files_shows(
    path: Path, change: Callable[[Path], object], flaw: Flaw, file: str, line: int
) -> None:
    one_by_one(path, 10, most_bytes=1, most_files=4)
    change(path)
    broken = verify(path).broken
    assert broken
    assert (broken.flaw, broken.file.name, broken.line) == (flaw, file, line)


# What a crash leaves


def crashed_before_the_head(path: Path) -> int:
    head = path.with_suffix(".head").read_bytes()
    record(path, *numbered(2))
    path.with_suffix(".head").write_bytes(head)
    return 0


def crashed_in_a_line(path: Path) -> int:
    with path.open("ab") as file:
        return file.write(b'{"cwe":78,"ha')


def crashed_before_the_end_of_a_line(path: Path) -> int:
    crashed_before_the_head(path)
    path.write_bytes(path.read_bytes()[:-1])
    return len(path.read_bytes().splitlines()[-1])


CRASHES: Mapping[Callable[[Path], int], int] = {
    # How it ended after three entries, and how many more are whole.
    crashed_before_the_head: 2,
    crashed_in_a_line: 0,
    crashed_before_the_end_of_a_line: 1,
}


@pytest.mark.parametrize(
    ("crash", "more"), CRASHES.items(), ids=[each.__name__ for each in CRASHES]
)
def test_a_crash_is_no_crime(path: Path, crash: Callable[[Path], int], more: int) -> None:
    record(path, *numbered(3))
    half_a_line = crash(path)
    assert verify(path) == Checked(3 + more, interrupted=True)
    record(path, GATE)
    assert verify(path) == Checked(3 + more + 2)
    told = entries(path)[-2]
    assert (told["kind"], told["entries"], told["bytes"]) == ("recovered", more, half_a_line)


def crashed_with_a_head_for_a_new_file(path: Path) -> None:
    head = path.with_suffix(".head")
    values = json.loads(head.read_bytes())
    head.write_text(json.dumps({**values, "size": 0}), encoding="ascii")


def crashed_after_the_renaming(path: Path) -> None:
    crashed_with_a_head_for_a_new_file(path)
    path.rename(path.with_name("audit.3.jsonl"))


def crashed_before_the_deletion(path: Path) -> None:
    oldest = path.with_name("audit.1.jsonl").read_bytes()
    record(path, GATE, most_bytes=1, most_files=3)
    path.with_name("audit.1.jsonl").write_bytes(oldest)


ROTATIONS = (
    crashed_with_a_head_for_a_new_file,
    crashed_after_the_renaming,
    crashed_before_the_deletion,
)


@pytest.mark.parametrize("crash", ROTATIONS, ids=lambda each: each.__name__)
def test_a_crash_while_a_file_is_set_aside(path: Path, crash: Callable[[Path], None]) -> None:
    one_by_one(path, 3, most_bytes=1, most_files=3)
    crash(path)
    assert verify(path).broken is None
    for _ in range(3):
        record(path, GATE, most_bytes=1, most_files=3)
        assert verify(path).broken is None
    assert len(names(path)) == 3


# What cannot be written


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]


def test_a_folder_that_cannot_be_made(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.write_text("a file", encoding="utf-8")
    trail = AuditTrail(path, lambda: NOON)
    for event in numbered(3):
        trail.write(event)
        trail.close()
    assert [text for text in messages(caplog) if "cannot be written" in text] == [
        "the audit trail cannot be written: File exists"
    ]
    assert messages(caplog)[-1] == "3 entries of the audit trail are lost"
    path.parent.unlink()
    trail.write(GATE)
    trail.close()
    assert [(entry["kind"], entry.get("entries")) for entry in entries(path)] == [
        ("lost", 3),
        ("gate", None),
    ]
    assert verify(path) == Checked(2)


def blocked_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def blocked_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def blocked_by_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


BLOCKS = (blocked_by_a_folder, blocked_by_a_pipe, blocked_by_a_link)


@posix
@pytest.mark.parametrize("block", BLOCKS, ids=lambda each: each.__name__)
def test_what_is_no_file_is_not_waited_for(
    path: Path, block: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    record(path, *numbered(3))
    block(path)
    record(path, GATE)
    assert "1 entries of the audit trail are lost" in messages(caplog)
    with pytest.raises(OSError, match=r"."):
        verify(path)


def test_a_head_that_cannot_be_written_takes_its_lines_back(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record(path, *numbered(3))
    written = path.read_bytes()
    path.with_suffix(".new").mkdir()
    record(path, GATE)
    assert path.read_bytes() == written
    assert verify(path) == Checked(3)
    assert "1 entries of the audit trail are lost" in messages(caplog)


def test_another_writer_that_never_ends(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hanare.observe.audit.files._LOCK_SECONDS", 0.05)
    record(path, GATE)
    with FileLock(path.with_suffix(".lock")):
        record(path, GATE)
        with pytest.raises(TimeoutError):
            verify(path)
    assert "1 entries of the audit trail are lost" in messages(caplog)
    assert verify(path) == Checked(1)


def test_what_waits_is_bounded(path: Path) -> None:
    path.parent.mkdir()
    trail = AuditTrail(path)
    with FileLock(path.with_suffix(".lock")):
        for event in numbered(25_000):
            trail.write(event)
    trail.close()
    trail.write(GATE)
    trail.close()
    kinds = [entry["kind"] for entry in entries(path)]
    lost = sum(entry["entries"] for entry in entries(path) if entry["kind"] == "lost")
    assert lost >= 5_000
    assert lost + kinds.count("gate") == 25_001
    assert verify(path).broken is None


def test_a_defect_does_not_end_the_recording(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    wrong: Any = {"kind": "gate", "secret": object()}
    trail = AuditTrail(path)
    trail.write(wrong)
    trail.close()
    trail.write(GATE)
    trail.close()
    assert [entry["kind"] for entry in entries(path)] == ["lost", "gate"]
    assert "TypeError at" in messages(caplog)[0]


# A copy


@posix
def test_a_copy_that_cannot_be_written_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(path, *numbered(3))
    path.with_suffix(".lock").unlink(missing_ok=True)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    assert verify(path) == Checked(3)
    assert not path.with_suffix(".lock").exists()
