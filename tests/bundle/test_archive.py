"""The same content makes the same archive, whole or in parts."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from hanare.bundle.archive import write_tar


@pytest.fixture
def content(tmp_path: Path) -> dict[str, Path | bytes]:
    model = tmp_path / "model.gguf"
    model.write_bytes(bytes(range(256)) * 10_000)
    return {"models/model.gguf": model, "install.sh": b"#!/bin/sh\n", "日本.md": b"text"}


def test_the_same_bytes_whatever_the_files_are_like(
    tmp_path: Path, content: dict[str, Path | bytes]
) -> None:
    (first,) = write_tar(tmp_path / "a.tar", "top", content, None)
    model = content["models/model.gguf"]
    assert isinstance(model, Path)
    os.utime(model, (1, 1))
    model.chmod(0o600)
    (second,) = write_tar(tmp_path / "b.tar", "top", dict(reversed(content.items())), None)
    assert first.read_bytes() == second.read_bytes()


def test_what_is_in_it(tmp_path: Path, content: dict[str, Path | bytes]) -> None:
    (path,) = write_tar(tmp_path / "a.tar", "top", content, None)
    with tarfile.open(path) as archive:
        entries = {entry.name: entry for entry in archive}
        assert list(entries) == ["top/install.sh", "top/models/model.gguf", "top/日本.md"]
        assert [entry.mode for entry in entries.values()] == [0o755, 0o644, 0o644]
        assert {(each.uid, each.gid, each.uname) for each in entries.values()} == {(0, 0, "")}
        file = archive.extractfile("top/models/model.gguf")
        assert file is not None
        assert file.read() == bytes(range(256)) * 10_000


@pytest.mark.parametrize("size", [1 << 20, 1_000_003, 512])
def test_parts_are_the_whole(tmp_path: Path, content: dict[str, Path | bytes], size: int) -> None:
    (whole,) = write_tar(tmp_path / "a.tar", "top", content, None)
    parts = write_tar(tmp_path / "b.tar", "top", content, size)
    sizes = [part.stat().st_size for part in parts]
    assert set(sizes[:-1]) <= {size}
    assert 0 < sizes[-1] <= size
    joined = subprocess.run(["cat", *parts[:999]], capture_output=True, check=True).stdout
    assert joined == whole.read_bytes()[: len(joined)]
    assert sum(sizes) == whole.stat().st_size
    assert parts == sorted(parts, key=lambda path: int(path.suffix[1:]))


def test_what_was_begun_is_removed(tmp_path: Path, content: dict[str, Path | bytes]) -> None:
    with pytest.raises(OSError, match="none"):
        write_tar(tmp_path / "a.tar", "top", {**content, "z": tmp_path / "none"}, 1 << 20)
    assert not list(tmp_path.glob("a.tar*"))
