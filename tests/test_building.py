"""The same source makes the same archives, byte for byte, and says all that an index asks for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import hanare

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
EPOCH = "1700000000"
_TIME = (2023, 11, 14, 22, 13, 20)
"""The same as a zip archive has it."""


def build(source: Path, target: Path, umask: int, **environment: str) -> dict[str, Path]:
    """Run `python -m build`; return what it made, by the kind of archive."""
    subprocess.run(
        [sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", target, source],
        cwd=target.parent,
        env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH} | environment,
        umask=umask,
        capture_output=True,
        check=True,
    )
    return {path.suffix: path for path in target.iterdir()}


def digests(archives: dict[str, Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in archives.values()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sdist, and the wheel that is made of it."""
    return build(ROOT, tmp_path_factory.mktemp("dist"), 0o022)


@pytest.fixture(scope="module")
def unpacked(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the sdist holds, elsewhere and with other times."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(built[".gz"]) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return source


@pytest.mark.parametrize(
    ("umask", "environment"),
    [
        (0o022, {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}),
        (0o077, {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}),
    ],
)
def test_two_builds_are_the_same(
    built: dict[str, Path],
    unpacked: Path,
    tmp_path: Path,
    umask: int,
    environment: dict[str, str],
) -> None:
    target = tmp_path / "dist"
    target.mkdir()
    again = build(unpacked, target, umask, **environment)
    assert len(again) == 2
    assert digests(again) == digests(built)


def test_times_are_those_that_are_asked_for(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built[".whl"]) as archive:
        assert {each.date_time for each in archive.infolist()} == {_TIME}
    with tarfile.open(built[".gz"]) as source:
        assert {each.mtime for each in source.getmembers()} == {int(EPOCH)}


def test_nothing_of_this_machine_is_in_them(built: dict[str, Path]) -> None:
    with tarfile.open(built[".gz"]) as source:
        members = source.getmembers()
        assert {(each.uid, each.gid, each.uname, each.gname) for each in members} == {
            (0, 0, "", "")
        }
        names = [each.name for each in members]
    with zipfile.ZipFile(built[".whl"]) as archive:
        names += archive.namelist()
        texts = [archive.read(each) for each in archive.namelist()]
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name]
    assert not [text for text in texts if str(ROOT).encode() in text]


@pytest.mark.parametrize("suffix", [".whl", ".gz"])
def test_metadata_are_complete(built: dict[str, Path], suffix: str) -> None:
    if suffix == ".whl":
        with zipfile.ZipFile(built[suffix]) as archive:
            text = archive.read(f"hanare-{hanare.__version__}.dist-info/METADATA").decode()
    else:
        with tarfile.open(built[suffix]) as source:
            info = source.extractfile(f"hanare-{hanare.__version__}/PKG-INFO")
            assert info
            text = info.read().decode()
    metadata = Parser().parsestr(text)
    for field in (
        "Metadata-Version", "Name", "Version", "Summary", "Author", "Keywords", "License-File",
        "License-Expression", "Requires-Python", "Description-Content-Type", "Provides-Extra",
    ):  # fmt: skip
        assert metadata.get(field), field
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert str(metadata.get_payload()).startswith("# Hanare")
    assert {"Programming Language :: Python :: 3.11", "Typing :: Typed"} <= set(
        metadata.get_all("Classifier", [])
    )
