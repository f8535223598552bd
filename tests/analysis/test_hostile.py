"""A tree that wants to stop its analysis: it ends, and every path in it is accounted for."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from index.trees import make

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="most of these files cannot be there"),
]

# At the end of what can be read to its end: was it?
_SQL = "'select a from b'"
EVAL = "\neval(x)\n"
FOUND = "B307"

# What is in the tree: its contents, why it is not analysed (nothing if it is), and what is found.
TEXTS: dict[str, tuple[str | bytes, str, list[str]]] = {
    "plain.py": (EVAL, "", [FOUND]),
    "empty.py": ("", "", []),
    # Encodings.
    "utf16.py": (EVAL.encode("utf-16"), "", [FOUND]),
    "utf16-silent.py": (EVAL.encode("utf-16-le"), "binary", []),
    "utf32.py": (b"# coding: utf-32\n" + EVAL.encode(), "encoding", [FOUND]),
    "bom.py": (b"\xef\xbb\xbf" + EVAL.encode(), "", [FOUND]),
    "latin.py": (b"# \xe9" + EVAL.encode(), "encoding", [FOUND]),
    "cookie.py": (b"# coding: nonesuch" + EVAL.encode(), "encoding", [FOUND]),
    "cookie-slow.py": (
        b"# coding: punycode" + EVAL.encode() + b"#" + b"ab" * 1_000_000, "encoding", [FOUND],
    ),
    "elf.py": (b"\x7fELF\0\0" + EVAL.encode(), "binary", []),
    "nul-late.py": (b"#" * 9_000 + EVAL.encode() + b"# \0\n", "?", [FOUND]),
    "cr.py": (EVAL.replace("\n", "\r"), "", [FOUND]),
    "vertical.py": ("\x0c" + EVAL, "", [FOUND]),
    # Sizes.
    "line.py": ("x = '" + "y" * 1_000_000 + "'" + EVAL, "too-large", [FOUND]),
    "large.py": (b"#" * (9 << 20), "too-large", []),
    # Work.
    "b608.py": ('x = "' + "update a " * 20_000 + '%s" % y' + EVAL, "", [FOUND]),
    "concat.py": ("x = " + " + ".join(["'a' + b"] * 900) + EVAL, "", [FOUND]),
    "concat-sql.py": (f"x = {' + '.join(['a', *([_SQL] * 300)])}{EVAL}", "", ["?"]),
    "list.py": ("x = [" + "1, " * 100_000 + "]" + EVAL, "", [FOUND]),
    "parens.py": ("x = " + "(" * 5_000 + ")" * 5_000 + EVAL, "?", ["?"]),
    "elif.py": ("if a: pass\n" + "elif a: pass\n" * 990 + EVAL, "", [FOUND]),
    "calls.py": ("x = a" + "()" * 5_000 + EVAL, "?", ["?"]),
    "unary.py": ("x = " + "not " * 20_000 + "a" + EVAL, "?", ["?"]),
    "blocks.py": (
        "".join(" " * n + "if a:\n" for n in range(200)) + " " * 200 + "a" + EVAL, "?", ["?"],
    ),
    "comments.py": ("f(x)  # nosec\n" * 500 + EVAL, "", ["?"]),
    "safe.py": (
        "from django.utils.safestring import mark_safe\ndef f(a):\n" + "    a = a\n" * 40
        + "    mark_safe(a)\n" + EVAL, "", ["?"],
    ),
    "garbage.py": ("{([" * 300_000, "?", ["?"]),
    "garbage.js": ("{(['`" * 20_000, "", ["?"]),
    "garbage.yaml": ("- [{ &a *a " * 50_000, "", []),
    "garbage": (bytes(range(1, 256)) * 4_000, "encoding", ["?"]),
    "nested.json": ("[" * 100_000, "", []),
    "keys.env": ("AKIAIOSFODNN7EXAMPL" + "E\n" * 100_000, "", ["?"]),
    "words.md": ("password " * 100_000, "", []),
    # Names.
    "\x1b[31mred\x1b[0m.py": (EVAL, "", [FOUND]),
    "new\nline.py": (EVAL, "", [FOUND]),
    "<img src=x onerror=alert(1)>.py": (EVAL, "", [FOUND]),
    "::error file=a,line=1::x.py": (EVAL, "", [FOUND]),
    "|pipe|`code`[link](x).py": (EVAL, "", [FOUND]),
    "\u202egnp.py": (EVAL, "", [FOUND]),
    "=cmd|'x'!A1.py": (EVAL, "", [FOUND]),
    "-rf.py": (EVAL, "", [FOUND]),
    # What is in the code.
    "strings.py": (
        "password = '<script>alert(1)</script>\x1b]0;title\x07\u202e'\n" + EVAL, "", ["?"],
    ),
    "sub/deep/last.py": (EVAL, "", [FOUND]),
}  # fmt: skip

NO_FILES = {"pipe.py": "not-a-regular-file", "socket.py": "not-a-regular-file"}
LINKS = {
    "link-zero.py": "/dev/zero", "link-self.py": "link-self.py", "link-up": "..",
    "link-dangling.py": "nothing", "sub/link-round": "../sub",
}  # fmt: skip
FORMATS = ("text", "json", "sarif", "html", "markdown", "github", "gitlab")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("hostile") / "tree"
    make(folder, {name: content for name, (content, _, _) in TEXTS.items()})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.py")).write_text(EVAL)
    os.mkfifo(folder / "pipe.py")
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    with (folder / "sparse.py").open("wb") as file:
        file.truncate(2 << 30)
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)  # such a path may be of a hundred characters only
        try:
            server.bind("socket.py")
        finally:
            os.chdir(here)
        yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def outputs(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What one run prints in each format, and to the two streams."""
    folder = tmp_path_factory.mktemp("reports")
    options = [f"--output={name}={folder / name}" for name in FORMATS]
    ended = subprocess.run(
        [sys.executable, "-m", "hanare", "analyze", ".", "--no-cache", "--jobs=2", *options],
        cwd=tree,
        capture_output=True,
        check=False,
        timeout=300,
        env=os.environ | {"HANARE__ANALYSIS__MAX_SECONDS": "2", "LC_ALL": "C.UTF-8"},
    )
    assert ended.returncode == 1, ended.stderr[-2_000:]
    found = {name: (folder / name).read_bytes().decode("utf-8") for name in FORMATS}
    found["standard output"] = ended.stdout.decode("utf-8")
    found["standard error"] = ended.stderr.decode("utf-8")
    return found


@pytest.fixture(scope="module")
def document(outputs: Mapping[str, str]) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(outputs["json"])
    return parsed


def reasons(document: Mapping[str, Any]) -> dict[str, str]:
    return {each["path"]: each["reason"] for each in document["not_analysed"]}


@pytest.mark.parametrize("name", TEXTS)
def test_each_text(name: str, document: Mapping[str, Any]) -> None:
    _, why, rules = TEXTS[name]
    if why != "?":
        assert reasons(document).get(name, "") == why
    if rules != ["?"]:
        assert [each["rule"] for each in document["findings"] if each["path"] == name] == rules


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file(name: str, document: Mapping[str, Any]) -> None:
    assert reasons(document)[name] == NO_FILES[name]


def test_every_path_is_accounted_for(tree: Path, document: Mapping[str, Any]) -> None:
    listed = sum(len(files) for _, _, files in os.walk(tree)) - sum(
        not (tree / name).is_dir() for name in LINKS
    )
    summary = document["summary"]
    assert summary["skipped"] == {"link": len(LINKS)}
    assert summary["files"]["found"] == listed
    assert summary["files"]["analysed"] + summary["files"]["not_analysed"] == listed
    assert len(reasons(document)) == summary["files"]["not_analysed"]
    assert reasons(document)["sparse.py"] == "too-large"


def test_a_name_that_is_no_text(document: Mapping[str, Any]) -> None:
    assert [each["rule"] for each in document["findings"] if each["path"] == r"caf\xe9.py"] == [
        FOUND
    ]


def test_whatever_is_not_wholly_seen_has_one_of_these_reasons(document: Mapping[str, Any]) -> None:
    assert set(reasons(document).values()) <= {
        "syntax-error", "timeout", "memory", "too-large", "binary", "encoding",
        "nested-too-deeply", "not-a-regular-file",
    }  # fmt: skip


# Escape sequences begin with these; the last turn the direction of writing, or are not seen.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("name", [*FORMATS, "standard output", "standard error"])
def test_no_output_acts_on_who_reads_it(name: str, outputs: Mapping[str, str]) -> None:
    assert _ACTING.search(outputs[name]) is None
    if name in FORMATS:
        assert "red" in outputs[name]


def test_a_name_begins_no_line_of_its_own(outputs: Mapping[str, str]) -> None:
    assert not any(
        line.startswith("line.py") for each in outputs.values() for line in each.split("\n")
    )
    commands = [line for line in outputs["github"].split("\n") if "::" in line]
    assert all(re.match(r"::(?:error|warning|notice) ", line) for line in commands)
    assert not any("::x.py" in line for line in commands)


def test_html_holds_no_markup_of_the_tree_s(outputs: Mapping[str, str]) -> None:
    assert "<img" not in outputs["html"]
    assert "<script>alert" not in outputs["html"]
    assert "default-src 'none'" in html.unescape(outputs["html"])
