"""Names for documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from hanare.server.uris import display_path, local_folder


@pytest.mark.parametrize(
    ("uri", "folders", "path"),
    [
        ("file:///work/a.py", ["file:///work"], "a.py"),
        ("file:///work/a.py", ["file:///work/"], "a.py"),
        ("file:///work/a.py", ["file:///"], "work/a.py"),
        ("file:///work/sub/a.py", ["file:///work", "file:///work/sub"], "a.py"),
        ("file:///workshop/a.py", ["file:///work"], "/workshop/a.py"),
        ("file:///work/a.py", [], "/work/a.py"),
        ("file:///work/%E5%90%8D%20%23.py", ["file:///work"], "名 #.py"),
        ("file:///work/..%2F..%2Fetc/passwd", ["file:///work"], "/etc/passwd"),
        ("file:///work/a%0Ab.py", ["file:///work"], "a\ufffdb.py"),
        ("file:///work/a%00b.py", ["file:///work"], "a\ufffdb.py"),
        ("file:///c%3A/work/a.py", ["file:///C:/work"], "a.py"),
        ("file:///C:/work/a.py", ["file:///c%3A/work"], "a.py"),
        ("file:///C:/other/a.py", ["file:///c%3A/work"], "c:/other/a.py"),
        ("file://server/share/a.py", ["file://server/share"], "a.py"),
        ("file://server/share/a.py", [], "//server/share/a.py"),
        ("file://localhost/work/a.py", ["file:///work"], "a.py"),
        ("untitled:Untitled-1", ["file:///work"], "Untitled-1"),
        ("untitled:/work/new.py", ["file:///work"], "new.py"),
        ("vscode-notebook-cell:/work/n.ipynb#W0s=", ["file:///work"], "n.ipynb"),
        ("", ["file:///work"], ""),
        ("file://[broken", ["file:///work"], ""),
        ("file:///work/a.py", ["file://[broken", ""], "/work/a.py"),
    ],
)
def test_display_path(uri: str, folders: list[str], path: str) -> None:
    assert display_path(uri, folders) == path


def test_local_folder(tmp_path: Path) -> None:
    assert local_folder(tmp_path.as_uri()) == tmp_path
    assert local_folder("vscode-vfs://github/o/r") is None
    assert local_folder("untitled:x") is None
