"""Which files an analysis is about, and that each path is accounted for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hanare.analysis.results import Why
from hanare.analysis.walk import Targets, root_of, targets

from analysis.users import not_root, open_folder
from index.trees import make

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")

Tree = Mapping[str, str | bytes]

WALKS: dict[str, tuple[Tree, tuple[str, ...], list[str], dict[str, int]]] = {
    "all files, by name": (
        {"b/z.py": "", "a.md": "", "LICENSE": "", ".env": "", "b/a/deep.go": ""},
        (),
        [".env", "LICENSE", "a.md", "b/a/deep.go", "b/z.py"],
        {},
    ),
    "not what tools keep": (
        {"node_modules/x/i.js": "", "sub/node_modules/i.js": "", ".git/config": "",
         "a/__pycache__/a.py": "", "a.py": ""},
        (),
        ["a.py"],
        {"tools": 4},
    ),
    "what is ignored by Git": (
        {".gitignore": "*.py\n", "a.py": ""}, (), [".gitignore", "a.py"], {},
    ),
    "not what is excluded by name": (
        {"a_pb2.py": "", "sub/b_pb2.py": "", "a.py": ""}, ("*_pb2.py",), ["a.py"], {"excluded": 2},
    ),
    "not what is excluded by path": (
        {"a/x.py": "", "b/a/x.py": ""}, ("a/x.py",), ["b/a/x.py"], {"excluded": 1},
    ),
    "a folder counts as one": (
        {"vendor/a.py": "", "vendor/b/c.py": "", "x/vendor/a.py": "", "a.py": ""},
        ("vendor",),
        ["a.py"],
        {"excluded": 2},
    ),
    "a folder, written as one": (
        {"vendor/a.py": "", "sub/vendor/a.py": "", "a.py": ""},
        ("vendor/", "./sub/vendor/"),
        ["a.py"],
        {"excluded": 2},
    ),
    "what is excluded in any case": ({"Old.PY": "", "a.py": ""}, ("old.py",), ["a.py"],
                                     {"excluded": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", WALKS)
def test_what_a_tree_holds(name: str, tmp_path: Path) -> None:
    files, excluded, expected, skipped = WALKS[name]
    found = targets([make(tmp_path, files)], tmp_path, excluded)
    assert names(found) == expected
    assert dict(found.skipped) == skipped
    assert found.not_analysed == []


def names(found: Targets) -> list[str]:
    return [file.name for file in found.files]


NAMED: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "a file": (("a.py",), ["a.py"]),
    "twice": (("a.py", "a.py", "./a.py"), ["a.py"]),
    "a folder and what it holds": (("sub", "sub/b.py"), ["sub/b.py", "sub/deep/c.py"]),
    "what a folder holds and it": (("sub/b.py", "sub"), ["sub/b.py", "sub/deep/c.py"]),
    "a folder in another": ((".", "sub/deep"), ["a.py", "sub/b.py", "sub/deep/c.py"]),
    "what tools keep, if it is named": (("node_modules",), ["node_modules/x.js"]),
    "an environment, if it is named": (("env",), ["env/lib.py", "env/pyvenv.cfg"]),
    "what is not there is found missing later": (("nothing.py",), ["nothing.py"]),
}


@pytest.mark.parametrize("name", NAMED)
def test_each_file_is_taken_once(name: str, tmp_path: Path) -> None:
    paths, expected = NAMED[name]
    make(
        tmp_path,
        {"a.py": "", "sub/b.py": "", "sub/deep/c.py": "", "node_modules/x.js": "",
         "env/pyvenv.cfg": "", "env/lib.py": ""},
    )  # fmt: skip
    assert names(targets([tmp_path / path for path in paths], tmp_path)) == expected


def test_a_folder_that_passes_for_an_environment_is_named(tmp_path: Path) -> None:
    make(tmp_path, {"src/pyvenv.cfg": "", "src/a.py": "eval(x)", "b.py": ""})
    found = targets([tmp_path], tmp_path)
    assert names(found) == ["b.py"]
    assert found.skipped == {"tools": 1}
    assert found.environments == ["src"]


@posix
def test_what_is_no_file_is_accounted_for(tmp_path: Path) -> None:
    make(tmp_path, {"a.py": "", "sub/b.py": ""})
    os.mkfifo(tmp_path / "pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(tmp_path / "socket.py"))
        found = targets([tmp_path], tmp_path)
    assert names(found) == ["a.py", "sub/b.py"]
    assert [(each.path, each.why, str(each.detail)) for each in found.not_analysed] == [
        ("pipe.py", Why.NOT_REGULAR, "a pipe"),
        ("socket.py", Why.NOT_REGULAR, "a socket"),
    ]


@posix
def test_no_link_is_followed(tmp_path: Path) -> None:
    make(tmp_path, {"tree/a.py": "", "tree/sub/b.py": "", "outside/c.py": ""})
    links = {
        "self": "self", "up": "..", "here": ".", "device.py": "/dev/zero", "twin.py": "a.py",
        "out": "../outside", "dangling": "nothing", "sub/round": "../sub",
    }  # fmt: skip
    for name, target in links.items():
        (tmp_path / "tree" / name).symlink_to(target)
    found = targets([tmp_path / "tree"], tmp_path)
    assert names(found) == ["tree/a.py", "tree/sub/b.py"]
    assert found.skipped == {"link": len(links)}
    assert found.not_analysed == []


@posix
@pytest.mark.parametrize(
    ("link", "expected"),
    [("file.py", ["tree/a.py"]), ("folder", ["tree/a.py"]), ("dangling", ["nothing"])],
)
def test_a_link_that_is_named_is_followed(link: str, expected: list[str], tmp_path: Path) -> None:
    make(tmp_path, {"tree/a.py": ""})
    (tmp_path / "file.py").symlink_to("tree/a.py")
    (tmp_path / "folder").symlink_to("tree")
    (tmp_path / "dangling").symlink_to("nothing")
    assert names(targets([tmp_path / link], tmp_path)) == expected


@posix
def test_a_link_to_itself_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert names(targets([tmp_path / "loop"], root_of([tmp_path / "loop"], tmp_path))) == ["loop"]


@posix
def test_names_of_any_bytes_can_be_written(tmp_path: Path) -> None:
    for name in (b"caf\xe9.py", b"new\nline.py", b"\x1b[31m.py", "離れ.py".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).touch()
    found = targets([tmp_path], tmp_path)
    assert sorted(names(found)) == ["\x1b[31m.py", r"caf\xe9.py", "new\nline.py", "離れ.py"]
    assert all(file.path.exists() for file in found.files)


@posix
def test_a_folder_that_may_not_be_read() -> None:
    with open_folder() as folder:
        tree = make(folder, {"closed/a.py": "", "b.py": ""})
        (tree / "closed").chmod(0)
        with not_root():
            found = targets([tree], tree)
        (tree / "closed").chmod(0o700)
    assert names(found) == ["b.py"]
    assert [(each.path, each.why) for each in found.not_analysed] == [("closed", Why.UNREADABLE)]


@posix
def test_a_path_that_is_too_long_to_enter(tmp_path: Path) -> None:
    # Deeper than any path can name: made from inside.
    made = "import os\nfor _ in range(30):\n    os.mkdir('x' * 200)\n    os.chdir('x' * 200)\n"
    subprocess.run([sys.executable, "-c", made], cwd=tmp_path, check=True)
    found = targets([tmp_path], tmp_path)
    assert names(found) == []
    assert [each.why for each in found.not_analysed] == [Why.UNREADABLE]


ROOTS: dict[str, tuple[tuple[str, ...], str]] = {
    "the folder one is in": (("here/a.py", "here/sub/b.py"), "here"),
    "the folder one is in, itself": (("here",), "here"),
    "what holds all": (("here/a.py", "other/c.py"), "."),
    "the folder of one file": (("other/c.py",), "other"),
    "a folder elsewhere": (("other",), "other"),
}


@pytest.mark.parametrize("name", ROOTS)
def test_what_paths_are_relative_to(name: str, tmp_path: Path) -> None:
    paths, root = ROOTS[name]
    make(tmp_path, {"here/a.py": "", "here/sub/b.py": "", "other/c.py": ""})
    here = tmp_path.resolve() / "here"
    assert root_of([tmp_path / path for path in paths], here) == (tmp_path / root).resolve()
