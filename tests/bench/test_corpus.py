from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import re
import shlex
import shutil
import sys
import tarfile
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from hanare.bench import npm
from hanare.bench.corpus import (
    LANGUAGES,
    LARGEST_SOURCE_BYTES,
    CorpusPackage,
    load_corpus,
    load_manifest,
    package_files,
)
from hanare.errors import HanareError, UsageError
from hanare.models import pip
from hanare.wording import Said

MANIFEST = load_manifest()
PYTHON = ("python",)


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


def make_tarball(
    folder: Path, members: dict[str, bytes], links: Sequence[str] = ()
) -> CorpusPackage:
    """Put a tarball as npm makes them into `folder` and return its entry."""
    folder.mkdir(exist_ok=True)
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as tarball:
        for path, content in members.items():
            entry = tarfile.TarInfo(f"package/{path}")
            entry.size = len(content)
            tarball.addfile(entry, io.BytesIO(content))
        for path in links:
            link = tarfile.TarInfo(f"package/{path}")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tarball.addfile(link)
    name = "toys-box-2.0.tgz"
    (folder / name).write_bytes(held.getvalue())
    digest = hashlib.sha256(held.getvalue()).hexdigest()
    return CorpusPackage("@toys/box", "2.0", name, digest, "MIT", "2026", ["@toys/box/src/a.ts"])


BOX = {
    "src/a.ts": b"const a = 1;\n",
    "src/b.tsx": b"no language of the corpus",
    "src/types.d.ts": b"declare const a: number;\n",
    "native/c.h": b"#define C 1\n",
    "native/copy.h": b"#define C 1\n",
    "native/latin.c": b"/* \xe9 */\n",
    "native/table.c": b"0," * (LARGEST_SOURCE_BYTES // 2 + 1),
    "README.md": b"# Box\n",
}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: str(entry.name))
def test_manifest_entry_is_sound(entry: CorpusPackage) -> None:
    assert re.fullmatch(r"2026(-(0[1-9]|1[0-2]))?", entry.first_published)
    assert entry.licence in {"MIT", "BSD-3-Clause", "Apache-2.0"}
    assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
    assert entry.members
    assert not set(entry.members) & set(entry.excluded)
    if entry.is_wheel:
        assert len(entry.first_published) == 7
        assert entry.archive.startswith(f"{entry.name.replace('-', '_')}-{entry.version}-")
        # Anything else would be another file on another system.
        assert entry.archive.endswith("-none-any.whl")
    else:
        plain = entry.name.removeprefix("@").replace("/", "-")
        assert entry.archive == f"{plain}-{entry.version}.tgz"
        assert all(member.startswith(f"{entry.name}/") for member in entry.members)


@pytest.mark.parametrize(
    ("suffixes", "files", "packages"),
    [
        ((".py",), 40, 16),
        ((".ts",), 20, 6),
        ((".go",), 15, 4),
        ((".java",), 15, 5),
        ((".c", ".h"), 14, 4),
    ],
    ids=LANGUAGES,
)
def test_manifest_is_large_enough(suffixes: tuple[str, ...], files: int, packages: int) -> None:
    found = [(e.name, m) for e in MANIFEST for m in e.members if m.endswith(suffixes)]
    assert len(found) >= files
    assert len({name for name, _ in found}) >= packages


def test_manifest_has_no_doubles() -> None:
    members = [member for entry in MANIFEST for member in entry.members]
    assert len(set(members)) == len(members)
    assert len({entry.name for entry in MANIFEST}) == len(MANIFEST)


def test_text_arrives_exactly(package: CorpusPackage, tmp_path: Path) -> None:
    (source,) = load_corpus(PYTHON, tmp_path / "cache", [package])
    assert source.language == "python"
    assert (source.package, source.path, source.text) == ("toy", "toy/code.py", "x = 1\r\n")


def test_nothing_is_left_beside_the_wheels(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(PYTHON, tmp_path / "cache", [package])
    assert {path.name for path in (tmp_path / "cache").iterdir()} <= {package.archive, ".lock"}


def test_cached_archive_needs_no_index(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(PYTHON, tmp_path / "cache", [package])
    (tmp_path / "index" / package.archive).unlink()
    assert load_corpus(PYTHON, tmp_path / "cache", [package])


def test_carried_archives_are_not_written_to(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(PYTHON, tmp_path / "index", [package])
    assert [path.name for path in (tmp_path / "index").iterdir()] == [package.archive]


def test_damaged_wheel_is_fetched_again(package: CorpusPackage, tmp_path: Path) -> None:
    load_corpus(PYTHON, tmp_path / "cache", [package])
    (tmp_path / "cache" / package.archive).write_bytes(b"half a whe")
    assert load_corpus(PYTHON, tmp_path / "cache", [package])


def test_two_at_once(
    package: CorpusPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads = []
    original = pip.download

    def counted(requirements: list[str], directory: Path, remedy: Said) -> None:
        downloads.append(requirements)
        original(requirements, directory, remedy)

    monkeypatch.setattr(pip, "download", counted)
    found = []
    threads = [
        threading.Thread(
            target=lambda: found.append(load_corpus(PYTHON, tmp_path / "cache", [package]))
        )
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
        load_corpus(PYTHON, tmp_path / "cache", [package])
    assert "index" in caught.value.remedy
    assert not (tmp_path / "cache" / package.archive).exists()


def test_without_an_index_the_remedy_names_the_folder(
    package: CorpusPackage, tmp_path: Path
) -> None:
    (tmp_path / "index" / package.archive).unlink()
    with pytest.raises(HanareError, match="pip could not fetch") as caught:
        load_corpus(PYTHON, tmp_path / "cache", [package])
    assert "toy==1.0" in caught.value.message
    assert str(tmp_path / "cache") in caught.value.remedy


def test_a_pip_in_the_current_folder_is_not_run(
    package: CorpusPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip.py").write_text("raise SystemExit('run from the workspace')\n")
    monkeypatch.chdir(tmp_path)
    assert load_corpus(PYTHON, tmp_path / "cache", [package])


def test_a_folder_that_cannot_be_made(package: CorpusPackage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HanareError, match="cannot be kept") as caught:
        load_corpus(PYTHON, tmp_path / "file" / "cache", [package])
    assert "writable" in caught.value.remedy


def test_files_of_a_tarball(tmp_path: Path) -> None:
    box = make_tarball(tmp_path / "cache", BOX, links=["src/passwd.ts"])
    (source,) = load_corpus(["typescript"], tmp_path / "cache", [box])
    assert (source.package, source.path, source.text) == (
        "@toys/box", "@toys/box/src/a.ts", "const a = 1;\n",
    )  # fmt: skip
    assert source.language == "typescript"


def test_only_the_languages_asked_for_are_fetched(package: CorpusPackage, tmp_path: Path) -> None:
    box = make_tarball(tmp_path / "cache", BOX)
    both = [package, box]
    assert {s.package for s in load_corpus(["typescript"], tmp_path / "cache", both)} == {box.name}
    assert not (tmp_path / "cache" / package.archive).exists()
    found = load_corpus(["typescript", "python"], tmp_path / "cache", both)
    assert [source.package for source in found] == ["toy", box.name]


def test_unknown_language() -> None:
    with pytest.raises(UsageError, match="no code in 'cobol'") as caught:
        load_corpus(["cobol"])
    assert "java" in caught.value.remedy


def test_all_files_of_a_package(tmp_path: Path) -> None:
    box = make_tarball(tmp_path / "cache", BOX, links=["src/passwd.ts"])
    box = dataclasses.replace(box, excluded=["@toys/box/native/copy.h"])
    assert package_files(box.name, tmp_path / "cache", [box]) == {
        "@toys/box/src/a.ts": "const a = 1;\n",
        "@toys/box/native/c.h": "#define C 1\n",
    }


def test_all_files_of_a_wheel(package: CorpusPackage, tmp_path: Path) -> None:
    assert package_files("toy", tmp_path / "cache", [package]) == {"toy/code.py": "x = 1\r\n"}


def test_unknown_package(package: CorpusPackage) -> None:
    with pytest.raises(UsageError, match="no package 'other'") as caught:
        package_files("other", packages=[package])
    assert "toy" in caught.value.remedy


FAKE_NPM = """\
import os, pathlib, shutil, sys
where = sys.argv[sys.argv.index("--pack-destination") + 1]
if "--ignore-scripts" not in sys.argv or os.listdir():
    sys.exit("not asked as it should be")
source = pathlib.Path(os.environ["FAKE_NPM_SERVES"])
if not source.exists():
    sys.exit("npm error code E404\\nnpm error 404 Not Found: " + sys.argv[-1])
shutil.copy(source, where)
"""


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CorpusPackage:
    """A package that the `npm` found first on the path serves."""
    if os.name == "nt":
        pytest.skip("the stand-in for npm is a script with a shebang")
    folder = tmp_path / "bin"
    folder.mkdir()
    # By a shell: after `#!` no path may have a blank, and the checkout may lie in one that has.
    (folder / "npm.py").write_text(FAKE_NPM)
    start = shlex.join((sys.executable, str(folder / "npm.py")))
    (folder / "npm").write_text(f'#!/bin/sh\nexec {start} "$@"\n')
    (folder / "npm").chmod(0o755)
    box = make_tarball(tmp_path / "registry", BOX)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("FAKE_NPM_SERVES", str(tmp_path / "registry" / box.archive))
    return box


def test_tarballs_come_through_npm(box: CorpusPackage, tmp_path: Path) -> None:
    (source,) = load_corpus(["typescript"], tmp_path / "cache", [box])
    assert source.text == "const a = 1;\n"
    assert {path.name for path in (tmp_path / "cache").iterdir()} <= {box.archive, ".lock"}


def test_a_relative_cache(
    box: CorpusPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_corpus(["typescript"], Path("cache"), [box])


def test_another_tarball_of_that_name_is_refused(box: CorpusPackage, tmp_path: Path) -> None:
    make_tarball(tmp_path / "registry", {"src/a.ts": b"steal();\n"})
    with pytest.raises(HanareError, match="served another toys-box"):
        load_corpus(["typescript"], tmp_path / "cache", [box])


def test_what_npm_complains_of_is_said(box: CorpusPackage, tmp_path: Path) -> None:
    (tmp_path / "registry" / box.archive).unlink()
    with pytest.raises(HanareError, match=r"404 Not Found: @toys/box@2\.0") as caught:
        load_corpus(["typescript"], tmp_path / "cache", [box])
    assert str(tmp_path / "cache") in caught.value.remedy


def test_without_npm_the_remedy_names_it_and_the_folder(
    box: CorpusPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HanareError, match="no npm on the path") as caught:
        load_corpus(["typescript"], tmp_path / "cache", [box])
    assert "Node.js" in caught.value.remedy
    assert str(tmp_path / "cache") in caught.value.remedy


def test_last_words_of_npm() -> None:
    assert npm._last_words("") == "  (no output)"
    assert npm._last_words("warning\nsomething broke\n") == "  something broke"


def check_sources(languages: Sequence[str], folder: Path) -> None:
    sources = load_corpus(languages, folder)
    paths = {member for entry in MANIFEST for member in entry.members}
    assert {source.path for source in sources} <= paths
    assert {source.language for source in sources} == set(languages)
    for source in sources:
        assert 60 <= source.text.count("\n") <= 1500, source.path
        assert not source.text.startswith("\ufeff"), source.path
        everything = package_files(source.package, folder)
        assert everything[source.path] == source.text
    assert load_corpus(languages, folder) == sources


@pytest.mark.slow
def test_real_corpus(tmp_path: Path) -> None:
    check_sources(PYTHON, tmp_path)
    sources = load_corpus(PYTHON, tmp_path)
    assert [s.path for s in sources] == [m for e in MANIFEST for m in e.members if m[-3:] == ".py"]
    for source in sources:
        compile(source.text, source.path, "exec", dont_inherit=True)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="TypeScript and Go come through npm")
def test_real_corpus_of_other_languages(tmp_path: Path) -> None:
    check_sources(LANGUAGES[1:], tmp_path)
