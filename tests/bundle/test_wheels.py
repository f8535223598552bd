"""What is read from wheels: names, licences, and the C library that they need."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from hanare.bundle.bill import needed
from hanare.bundle.licences import licence_files
from hanare.bundle.portable import needed_glibc
from hanare.bundle.resolving import constraints_of, requirements
from hanare.bundle.wheels import read_wheel
from hanare.errors import HanareError
from hanare.models.catalog import Catalog


def wheel(folder: Path, metadata: str, files: Mapping[str, bytes] = {}, name: str = "") -> Path:
    path = folder / (name or "some_thing-1.0-py3-none-any.whl")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "some_thing-1.0.dist-info/METADATA", f"Name: Some_Thing\nVersion: 1.0\n{metadata}\n"
        )
        for each, content in files.items():
            archive.writestr(each, content)
    return path


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("License: BSD", "BSD"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        (f"License: {'text ' * 50}\nClassifier: License :: OSI Approved :: X", "X"),
        ("Classifier: Topic :: Software Development", ""),
    ],
)
def test_its_licence(tmp_path: Path, metadata: str, licence: str) -> None:
    assert read_wheel(wheel(tmp_path, metadata)).licence == licence


@pytest.mark.parametrize(
    ("metadata", "home"),
    [
        ("Home-page: https://a.example", "https://a.example"),
        ("Project-URL: Changelog, https://c.example\nProject-URL: Source, https://s.example",
         "https://s.example"),
        ("Project-URL: Changelog, https://c.example", ""),
    ],
)  # fmt: skip
def test_its_page(tmp_path: Path, metadata: str, home: str) -> None:
    assert read_wheel(wheel(tmp_path, metadata)).home == home


def test_what_they_need(tmp_path: Path) -> None:
    """By markers that hold here, and by the extras that others ask for."""
    texts = {
        "app": [
            "Requires-Dist: Web_Server[fast]>=2",
            "Requires-Dist: none; python_version < '3.11'",
        ],
        "web-server": [
            "Requires-Dist: loop; extra == 'fast'",
            "Requires-Dist: docs; extra == 'docs'",
            "Requires-Dist: elsewhere",
        ],
        "loop": [],
        "docs": [],
        "none": [],
    }
    wheels = []
    for name, lines in texts.items():
        path = tmp_path / f"{name.replace('-', '_')}-1-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            metadata = "\n".join((f"Name: {name}", "Version: 1", *lines))
            archive.writestr(f"{name}-1.dist-info/METADATA", f"{metadata}\n")
        wheels.append(read_wheel(path))
    assert needed(wheels, "3.10")["app"] == {"web-server", "none"}
    assert needed(wheels, "3.12") == {
        "app": {"web-server"},
        "web-server": {"loop"},
        "loop": set(),
        "docs": set(),
        "none": set(),
    }


def test_its_texts_and_its_name(tmp_path: Path) -> None:
    files = {
        "some_thing-1.0.dist-info/licenses/LICENSE": b"one",
        "some_thing-1.0.dist-info/NOTICE.txt": b"two",
        "some_thing/LICENSE": b"not its own",
        "some_thing/_vendor/other-2.0.dist-info/METADATA": b"Name: other\n",
    }
    read = read_wheel(wheel(tmp_path, "", files))
    assert read.pin == "some-thing==1.0"
    assert read.texts == {"LICENSE": b"one", "NOTICE.txt": b"two"}


@pytest.mark.parametrize("content", [b"", b"PK no zip", None])
def test_what_is_no_wheel(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a-1-py3-none-any.whl"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.py", "")
    else:
        path.write_bytes(content)
    with pytest.raises(HanareError, match="cannot be read as a wheel"):
        read_wheel(path)


@pytest.mark.parametrize(
    ("name", "content", "glibc"),
    [
        ("a-1-py3-none-any.whl", b"", ""),
        ("a-1-cp311-cp311-manylinux_2_28_x86_64.whl", b"GLIBC_2.99\0", "2.28"),
        ("a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", b"", "2.17"),
        ("a-1-cp311-cp311-manylinux2014_x86_64.manylinux_2_28_x86_64.whl", b"", "2.17"),
        ("a-1-cp311-cp311-macosx_11_0_arm64.whl", b"GLIBC_2.99\0", ""),
        ("a-1-py3-none-linux_x86_64.whl", b"..GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.9\0..", "2.34"),
        ("a-1-py3-none-linux_x86_64.whl", b"GLIBCXX_3.4.30\0", ""),
    ],
)
def test_the_c_library_that_it_needs(tmp_path: Path, name: str, content: bytes, glibc: str) -> None:
    path = wheel(tmp_path, "", {"a/lib/liba.so": content}, name)
    assert needed_glibc([path]) == glibc


def test_of_several_the_newest_is_needed(tmp_path: Path) -> None:
    names = (
        "a-1-cp311-cp311-manylinux_2_9_x86_64.whl",
        "a-1-cp311-cp311-manylinux_2_28_x86_64.whl",
    )
    assert needed_glibc([wheel(tmp_path, "", {}, name) for name in names]) == "2.28"


def test_files_for_pip(tmp_path: Path) -> None:
    read = read_wheel(wheel(tmp_path, ""))
    (line,) = requirements([read]).splitlines()
    assert line.startswith("some-thing==1.0 --hash=sha256:")
    assert len(line) == len("some-thing==1.0 --hash=sha256:") + 64
    assert constraints_of([read]) == "some-thing==1.0\n"


def test_licences_of_wheels_and_models(tmp_path: Path) -> None:
    text = {"some_thing-1.0.dist-info/licenses/LICENSE": b"one"}
    read = read_wheel(wheel(tmp_path, "License-Expression: MIT", text))
    models = [Catalog.load().get("smollm2-135m-instruct"), Catalog.load().get("starcoder2-3b")]
    files = licence_files([read], models, b"apache")
    assert files["some-thing-1.0/LICENSE"] == b"one"
    assert files["smollm2-135m-instruct/LICENSE"] == b"apache"
    overview = files["README.md"].decode()
    assert "| some-thing | 1.0 | MIT |" in overview
    assert "BigCode OpenRAIL-M" in overview
    assert not any(name.startswith("starcoder2") for name in files)
