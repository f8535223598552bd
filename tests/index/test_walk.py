"""Which files are indexed, and what is said of the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hanare.errors import HanareError
from hanare.index.walk import Limits, is_code, walk

from index.trees import make

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

WALKS = {
    "upper directories first, by name": (
        {"b/deep/z.py": "", "b/a.py": "", "z.py": "", "a.go": "", "c/x.ts": ""},
        ["a.go", "z.py", "b/a.py", "c/x.ts", "b/deep/z.py"],
        {},
    ),
    "code only": (
        {"a.json": "", "a.md": "", "a.yaml": "", "a.html": "", "LICENSE": "", "a.py": ""},
        ["a.py"],
        {"language": 5},
    ),
    "what tools keep": (
        {"node_modules/x/i.js": "", "sub/node_modules/i.js": "", ".git/hooks/h.py": "",
         "env/pyvenv.cfg": "", "env/lib/site.py": "", "a.py": ""},
        ["a.py"],
        {"tools": 4},
    ),
    "ignored": (
        {".gitignore": "*.gen.py\n/out/\n", "a.gen.py": "", "out/a.py": "", "sub/out/b.py": "",
         "sub/b.gen.py": ""},
        ["sub/out/b.py"],
        {"ignored": 3, "language": 1},
    ),
    "the nearest ignore file has the last word": (
        {".gitignore": "*.py\n", "sub/.gitignore": "!keep.py\n", "a.py": "", "sub/a.py": "",
         "sub/keep.py": "", "sub/deep/keep.py": ""},
        ["sub/keep.py", "sub/deep/keep.py"],
        {"ignored": 2, "language": 2},
    ),
    "what is in an ignored directory stays ignored": (
        {".gitignore": "out/\n!out/keep.py\n", "out/keep.py": ""},
        [],
        {"ignored": 1, "language": 1},
    ),
    "a directory's contents but one": (
        {".gitignore": "/vendor/*\n!/vendor/ours/\n", "vendor/ours/a.py": "", "vendor/b/a.py": ""},
        ["vendor/ours/a.py"],
        {"ignored": 1, "language": 1},
    ),
    "the repository's own exclude file": (
        {".git/info/exclude": "scratch.py\n", "scratch.py": "", "a.py": ""},
        ["a.py"],
        {"ignored": 1, "tools": 1},
    ),
    "an ignore file overrules the exclude file": (
        {".git/info/exclude": "a.py\n", ".gitignore": "!a.py\n", "a.py": ""},
        ["a.py"],
        {"tools": 1, "language": 1},
    ),
    "lines that are no patterns": (
        {".gitignore": b"!\n\xff\xfe\n///\nb.py\n", "a.py": "", "b.py": ""},
        ["a.py"],
        {"ignored": 1, "language": 1},
    ),
    "comments, escapes and blanks": (
        {".gitignore": "# a.py\n\\#b.py\nc.py  \n", "a.py": "", "#b.py": "", "c.py": ""},
        ["a.py"],
        {"ignored": 2, "language": 1},
    ),
    "names in Japanese": ({"源/表.py": ""}, ["源/表.py"], {}),
}  # fmt: skip


@pytest.mark.parametrize(("files", "found", "skipped"), WALKS.values(), ids=WALKS)
def test_walk(
    tmp_path: Path, files: Mapping[str, str | bytes], found: list[str], skipped: Mapping[str, int]
) -> None:
    walked = walk(make(tmp_path, files), Limits())
    assert [file.path for file in walked.files] == found
    assert dict(walked.skipped) == skipped


def test_what_was_found_says_how_the_file_was(tmp_path: Path) -> None:
    make(tmp_path, {"a.tsx": "x = 1"})
    os.utime(tmp_path / "a.tsx", ns=(0, 1234))
    (file,) = walk(tmp_path, Limits()).files
    assert (file.language, file.size, file.mtime_ns) == ("typescriptreact", 5, 1234)


def test_excluded_files_are_not_even_found(tmp_path: Path) -> None:
    make(
        tmp_path,
        {"sub/credentials.py": "", "secrets/a.py": "", "a.py": "", "sub/secrets/a.py": "",
         "sub/vendor/deep/a.py": ""},
    )  # fmt: skip
    excluded = ("Credentials.*", "secrets/*", "*/vendor/*", f"{tmp_path}/a.py")
    walked = walk(tmp_path, Limits(excluded_files=excluded))
    assert [file.path for file in walked.files] == ["a.py", "sub/secrets/a.py"]
    assert dict(walked.skipped) == {"excluded": 3}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.py", True), ("sub/a.tsx", True), ("a.json", False), ("README.md", False),
        ("build.log", False), ("", False), ("node_modules/x/i.js", False),
        ("sub/.git/hooks/h.py", False), ("__pycache__.py", True),
    ],
)  # fmt: skip
def test_code_is_known_by_its_path(path: str, code: bool) -> None:
    assert is_code(path) is code


def test_every_directory_is_told_of(tmp_path: Path) -> None:
    make(tmp_path, {"a/b/x.py": "", "c/y.md": "", "node_modules/z.js": ""})
    entered: list[None] = []
    walk(tmp_path, Limits(), lambda: entered.append(None))
    assert len(entered) == 4


def test_too_large_and_too_many(tmp_path: Path) -> None:
    make(tmp_path, {"a.py": "#" * 101, "b.py": "#" * 100, "c.py": "", "d/e.py": ""})
    walked = walk(tmp_path, Limits(max_files=2, max_file_bytes=100))
    assert [file.path for file in walked.files] == ["b.py", "c.py"]
    assert dict(walked.skipped) == {"too-large": 1, "too-many": 1}


def test_the_repository_around_the_folder_counts(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            ".git/info/exclude": "excluded.py\n", ".gitignore": "*.gen.py\n/work/top.py\n",
            "work/.gitignore": "", "work/a.gen.py": "", "work/excluded.py": "", "work/top.py": "",
            "work/a.py": "",
        },
    )  # fmt: skip
    walked = walk(tmp_path / "work", Limits())
    assert [file.path for file in walked.files] == ["a.py"]
    assert dict(walked.skipped) == {"ignored": 3, "language": 1}


def test_an_ignored_folder_that_is_opened_is_wanted(tmp_path: Path) -> None:
    make(tmp_path, {".git/HEAD": "", ".gitignore": "out/\n", "out/gen/a.py": ""})
    assert [file.path for file in walk(tmp_path / "out" / "gen", Limits()).files] == ["a.py"]


def test_a_repository_in_an_ignored_place_has_its_own_rules(tmp_path: Path) -> None:
    make(tmp_path, {".git/HEAD": "", ".gitignore": "*.py\n", "in/.git/HEAD": "", "in/a.py": ""})
    assert [file.path for file in walk(tmp_path / "in", Limits()).files] == ["a.py"]


@needs_links
def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", {"secret.py": "", "more/b.py": ""})
    folder = make(tmp_path / "folder", {"a.py": "", "sub/b.py": ""})
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "up").symlink_to("..", target_is_directory=True)
    (folder / "escape").symlink_to(outside, target_is_directory=True)
    (folder / "secret.py").symlink_to(outside / "secret.py")
    (folder / "alias.py").symlink_to("a.py")
    (folder / "dangling.py").symlink_to("nowhere.py")
    walked = walk(folder, Limits())
    assert [file.path for file in walked.files] == ["a.py", "sub/b.py"]
    assert dict(walked.skipped) == {"link": 6}


def test_directories_that_lead_elsewhere_unsaid_are_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, {"junction/a.py": "", "b.py": ""})
    realpath = os.path.realpath

    def lead_elsewhere(path: str | Path) -> str:  # as Windows' junctions do
        return realpath(path).replace("junction", "elsewhere")

    monkeypatch.setattr(os.path, "realpath", lead_elsewhere)
    walked = walk(tmp_path, Limits())
    assert [file.path for file in walked.files] == ["b.py"]
    assert dict(walked.skipped) == {"link": 1}


@needs_links
def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    make(tmp_path / "real", {"a.py": "", "sub/b.py": ""})
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    assert [file.path for file in walk(tmp_path / "link", Limits()).files] == ["a.py", "sub/b.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names or files there")
def test_odd_names_and_files_that_are_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_text("")
    except OSError:
        pytest.skip("the file system takes no such name")
    walked = walk(tmp_path, Limits())
    assert walked.files == ()
    assert dict(walked.skipped) == {"unreadable": 1, "odd-name": 1}


def test_an_unreadable_directory_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, {"locked/a.py": "", "b.py": ""})
    scandir = os.scandir

    def refuse(path: Path) -> object:  # as root, permissions refuse nothing
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    walked = walk(tmp_path, Limits())
    assert [file.path for file in walked.files] == ["b.py"]
    assert dict(walked.skipped) == {"unreadable": 1}


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HanareError, match="cannot be indexed"):
        walk(tmp_path / "gone", Limits())
