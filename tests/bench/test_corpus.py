from __future__ import annotations

import hashlib
import io
import re
import threading
import zipfile
from pathlib import Path

import pytest

from hanare.bench.corpus import CorpusPackage, load_corpus, load_manifest
from hanare.errors import HanareError
from hanare.models import pip

MANIFEST = load_manifest()


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Pip finds nothing by itself, except in the tests marked slow."""
    if "slow" not in request.keywords:
        monkeypatch.setenv("PIP_NO_INDEX", "1")


def make_package(folder: Path, text: str = "x = 1\r\n") -> CorpusPackage:
    """Put a wheel that pip accepts into `folder` and return its entry."""
    folder.mkdir(exist_ok=True)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as wheel:
        wheel.writestr("toy/code.py", text)
        wheel.writestr(
            "toy-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n"
        )
        wheel.writestr("toy-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("toy-1.0.dist-info/RECORD", "")
    name = "toy-1.0-py3-none-any.whl"
    (folder / name).write_bytes(held.getvalue())
    digest = hashlib.sha256(held.getvalue()).hexdigest()
    return CorpusPackage("toy", "1.0", name, digest, "MIT", "2026-01", ["toy/code.py"])


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CorpusPackage:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return make_package(tmp_path / "index")


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: str(entry.name))
def test_manifest_entry_is_sound(entry: CorpusPackage) -> None:
    assert re.fullmatch(r"2026-(0[1-9]|1[0-2])", entry.first_published)
    assert entry.licence in {"MIT", "BSD-3-Clause", "Apache-2.0"}
    assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
    assert entry.wheel.startswith(f"{entry.name.replace('-', '_')}-{entry.version}-")
    assert entry.wheel.endswith("-none-any.whl")
    assert 2 <= len(entry.members) <= 4
    assert all(member.endswith(".py") for member in entry.members)


def test_manifest_is_large_enough_and_has_no_doubles() -> None:
    members = [member for entry in MANIFEST for member in entry.members]
    assert len(members) >= 40
    assert len(set(members)) == len(members)
    assert len({entry.name for entry in MANIFEST}) == len(MANIFEST)


def test_text_arrives_exactly(package: CorpusPackage, tmp_path: Path) -> None:
    (source,) = load_corpus(tmp_path / "cache", [package])
    assert (source.package, source.path, source.text) == ("toy", "toy/code.py", "x = 1\r\n")


def test_nothing_is_left_beside_the_wheels(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(tmp_path / "cache", [package])
    assert {path.name for path in (tmp_path / "cache").iterdir()} <= {package.wheel, ".lock"}


def test_cached_wheel_needs_no_index(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(tmp_path / "cache", [package])
    (tmp_path / "index" / package.wheel).unlink()
    assert load_corpus(tmp_path / "cache", [package])


def test_carried_wheels_are_not_written_to(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(tmp_path / "index", [package])
    assert [path.name for path in (tmp_path / "index").iterdir()] == [package.wheel]


def test_damaged_wheel_is_fetched_again(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(tmp_path / "cache", [package])
    (tmp_path / "cache" / package.wheel).write_bytes(b"half a whe")
    assert load_corpus(tmp_path / "cache", [package])


def test_two_at_once(
    package: CorpusPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads = []
    original = pip.download

    def counted(requirements: list[str], directory: Path, remedy: str) -> None:
        downloads.append(requirements)
        original(requirements, directory, remedy)

    monkeypatch.setattr(pip, "download", counted)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(load_corpus(tmp_path / "cache", [package])))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] == found[1]
    assert downloads == [["toy==1.0"]]


def test_another_wheel_of_that_name_is_refused(package: CorpusPackage, tmp_path: Path) -> None:
    make_package(tmp_path / "index", "import os\n")
    with pytest.raises(HanareError, match="served another toy") as caught:
        load_corpus(tmp_path / "cache", [package])
    assert "index" in caught.value.remedy
    assert not (tmp_path / "cache" / package.wheel).exists()


def test_without_an_index_the_remedy_names_the_folder(
    package: CorpusPackage, tmp_path: Path
) -> None:
    (tmp_path / "index" / package.wheel).unlink()
    with pytest.raises(HanareError, match="pip could not fetch") as caught:
        load_corpus(tmp_path / "cache", [package])
    assert "toy==1.0" in caught.value.message
    assert str(tmp_path / "cache") in caught.value.remedy


def test_a_pip_in_the_current_folder_is_not_run(
    package: CorpusPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip.py").write_text("raise SystemExit('run from the workspace')\n")
    monkeypatch.chdir(tmp_path)
    assert load_corpus(tmp_path / "cache", [package])


def test_a_folder_that_cannot_be_made(package: CorpusPackage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HanareError, match="cannot be kept") as caught:
        load_corpus(tmp_path / "file" / "cache", [package])
    assert "writable" in caught.value.remedy


@pytest.mark.slow
def test_real_corpus(tmp_path: Path) -> None:
    sources = load_corpus(tmp_path)
    assert [source.path for source in sources] == [m for e in MANIFEST for m in e.members]
    for source in sources:
        assert 80 <= source.text.count("\n") <= 600, source.path
        assert not source.text.startswith("\ufeff"), source.path
        compile(source.text, source.path, "exec", dont_inherit=True)
    assert load_corpus(tmp_path) == sources
