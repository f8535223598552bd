"""Reading files that may be anything."""

from __future__ import annotations

import codecs
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hanare.analysis.files import UnreadableError, decode, is_binary, read
from hanare.analysis.results import Why

from analysis.users import not_root, open_folder

_MOST = 1_000

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(path))


def _link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


REFUSED: dict[str, tuple[Callable[[Path], object], Why]] = {
    "nothing": (lambda path: None, Why.MISSING),
    "a directory": (lambda path: path.mkdir(), Why.NOT_REGULAR),
    "a pipe that nobody writes to": (_pipe, Why.NOT_REGULAR),
    "a socket": (_socket, Why.NOT_REGULAR),
    "a link to a device without end": (_link_to_device, Why.NOT_REGULAR),
    "a link to itself": (_loop, Why.UNREADABLE),
    "a link to nothing": (_dangling, Why.MISSING),
    "a byte too much": (lambda path: path.write_bytes(bytes(_MOST + 1)), Why.TOO_LARGE),
    "two gigabytes of holes": (_sparse, Why.TOO_LARGE),
}


@posix
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_file_to_read(name: str, tmp_path: Path) -> None:
    make, why = REFUSED[name]
    make(tmp_path / "x.py")
    with pytest.raises(UnreadableError) as refusal:
        read(tmp_path / "x.py", _MOST)
    assert refusal.value.why is why


@pytest.mark.parametrize("size", [0, 1, _MOST])
def test_files_up_to_the_limit_are_read(size: int, tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"x" * size)
    assert read(path, _MOST) == b"x" * size


@posix
def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_bytes(b"x")
    (tmp_path / "link.py").symlink_to("x.py")
    assert read(tmp_path / "link.py", _MOST) == b"x"


def test_a_name_that_cannot_be_one() -> None:
    with pytest.raises(UnreadableError) as refusal:
        read(Path("x\0.py"), _MOST)
    assert refusal.value.why is Why.UNREADABLE


@posix
def test_a_file_that_may_not_be_read() -> None:
    with open_folder() as folder:
        path = folder / "closed.py"
        path.touch(0)
        with not_root(), pytest.raises(UnreadableError) as refusal:
            read(path, _MOST)
    assert (refusal.value.why, str(refusal.value.detail)) == (Why.UNREADABLE, "Permission denied")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file system")
def test_a_file_that_fails_while_it_is_read() -> None:
    with pytest.raises(UnreadableError) as refusal:
        read(Path("/proc/self/mem"), _MOST)
    assert refusal.value.why is Why.UNREADABLE


JAPANESE = "# 離れ\nx = 1\n"

DECODED: dict[str, tuple[str, bytes, str]] = {
    "UTF-8": ("python", JAPANESE.encode(), JAPANESE),
    "a mark in front": ("python", codecs.BOM_UTF8 + JAPANESE.encode(), JAPANESE),
    "a mark in front, not Python": ("go", codecs.BOM_UTF8 + JAPANESE.encode(), JAPANESE),
    "UTF-16": ("python", JAPANESE.encode("utf-16"), JAPANESE),
    "UTF-16, not Python": ("csharp", JAPANESE.encode("utf-16"), JAPANESE),
    "UTF-16, the other way round": (
        "python", codecs.BOM_UTF16_BE + JAPANESE.encode("utf-16-be"), JAPANESE,
    ),
    "as the first line says": (
        "python", "# coding: shift_jis\nx = '離れ'".encode("shift_jis"),
        "# coding: shift_jis\nx = '離れ'",
    ),
    "as the second line says": (
        "python", "#!/usr/bin/python\n# -*- coding: latin-1 -*-\n# é".encode("latin-1"),
        "#!/usr/bin/python\n# -*- coding: latin-1 -*-\n# é",
    ),
    "the third line says nothing": (
        "python", "#\n#\n# coding: latin-1\n# é".encode(), "#\n#\n# coding: latin-1\n# é",
    ),
    "a line behind code says nothing": (
        "python", "x = 1\n# coding: latin-1\n# é".encode(), "x = 1\n# coding: latin-1\n# é",
    ),
    "only Python's files say so": (
        "ruby", "# coding: latin-1\n# é".encode(), "# coding: latin-1\n# é",
    ),
    "half a character": (
        "python",
        b"# coding: unicode_escape\nx = '\\ud800'",
        "# coding: unicode_escape\nx = '\ufffd'",
    ),
    "old Mac lines": ("python", b"# coding: latin-1\rx = '\xe9'\r", "# coding: latin-1\rx = 'é'\r"),
    "nothing at all": ("python", b"", ""),
    "NUL far inside": ("python", b"#" * 9_000 + b"\0", "#" * 9_000 + "\0"),
}  # fmt: skip


@pytest.mark.parametrize("name", DECODED)
def test_text_is_what_its_author_sees(name: str) -> None:
    language, data, text = DECODED[name]
    decoded = decode(data, language)
    assert (decoded.text, decoded.why) == (text, None)


UNCERTAIN: dict[str, tuple[str, bytes, str]] = {
    "not UTF-8": ("python", b"x = '\xff'\n", "not valid UTF-8: byte 5"),
    "not UTF-8, not Python": ("go", b"\xe9", "not valid UTF-8: byte 0"),
    "half of UTF-16": ("python", codecs.BOM_UTF16_LE + b"x", "not valid utf-16: byte 2"),
    "an encoding that is none": ("python", b"# coding: nonesuch\n", "unknown encoding nonesuch"),
    "an encoding of no text": ("python", b"# coding: zip\n", "unknown encoding zip"),
    "an encoding of names": ("python", b"# coding: idna\n", "unknown encoding idna"),
    # Decoding it takes quadratic time: 8 MB an hour.
    "an encoding that never ends": (
        "python", b"# coding: punycode\n" + b"ab" * 1_000_000, "unknown encoding punycode",
    ),
    "an encoding that it is not in": (
        "python", b"# coding: utf-16\nx = 1", "unknown encoding utf-16",
    ),
    "a name without end": (
        "python", b"# coding: " + b"x" * 900 + b"\n", f"unknown encoding {'x' * 40}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNCERTAIN)
def test_text_in_doubt_is_searched_and_said_to_be(name: str) -> None:
    language, data, detail = UNCERTAIN[name]
    decoded = decode(data, language)
    assert (decoded.why, str(decoded.detail)) == (Why.ENCODING, detail)
    assert decoded.text == data.decode("latin-1")


BINARY = {
    "NUL": b"\x7fELF\0",
    "NUL at the end of what is looked at": b"x" * 8_191 + b"\0",
    "UTF-16 that does not say so": "x = 1".encode("utf-16-le"),
}


@pytest.mark.parametrize("name", BINARY)
def test_data_are_no_text(name: str) -> None:
    assert is_binary(BINARY[name])
    with pytest.raises(UnreadableError) as refusal:
        decode(BINARY[name], "python")
    assert refusal.value.why is Why.BINARY
