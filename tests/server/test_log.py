"""The log: where it goes, who can read it, how large it gets, what is not in it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanare.config.settings import LogSettings
from hanare.errors import UsageError
from hanare.server import log as logs

PLANTED = "hunter22"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()  # what pytest reads with is not closed
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


def configured(path: Path, **more: object) -> logging.Logger:
    logs.configure(LogSettings.model_validate({"level": "info", "file": path, **more}))
    return logging.getLogger("hanare.test")


def test_records_go_to_the_file_and_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(tmp_path / "a.log").info("opened 日本語 %d", 12)
    for text in ((tmp_path / "a.log").read_text("utf-8"), capsys.readouterr().err):
        assert "INFO hanare.test: opened 日本語 12" in text


def test_secrets_are_in_neither(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = configured(tmp_path / "a.log")
    log.warning("http://user:%s@proxy refused", PLANTED)
    log.error("failed", exc_info=ValueError(f"password={PLANTED}"))
    for text in ((tmp_path / "a.log").read_text("utf-8"), capsys.readouterr().err):
        assert "ValueError" in text
        assert PLANTED not in text


@pytest.mark.skipif(sys.platform == "win32", reason="modes are not Windows'")
def test_the_files_are_private_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MEGABYTE", 1_000)
    before = os.umask(0)
    try:
        log = configured(tmp_path / "a.log", max_megabytes=2)
        for number in range(200):
            log.info("%04d %s", number, "x" * 100)
    finally:
        os.umask(before)
    files = {path.name: path.stat() for path in tmp_path.iterdir()}
    assert sorted(files) == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    assert {status.st_mode & 0o777 for status in files.values()} == {0o600}
    assert max(status.st_size for status in files.values()) <= 2_000
    assert "0199" in (tmp_path / "a.log").read_text()


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="missing"):
        configured(tmp_path / "missing" / "a.log")
    logging.getLogger("hanare.test").info("goes on")
