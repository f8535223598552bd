"""Files and folders that are for their owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanare.errors import HanareError
from hanare.files import places, private
from hanare.files.room import keep_newest

posix = pytest.mark.skipif(os.name != "posix", reason="modes are not Windows'")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    """Whatever the user's own mask is."""
    before = os.umask(0)
    yield
    os.umask(before)


@posix
def test_folders_are_private_with_those_above_them(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir(mode=0o755)
    for _ in range(2):  # again does no harm
        private.make_folder(tmp_path / "there" / "a" / "b")
    assert mode(tmp_path / "there") == 0o755
    assert mode(tmp_path / "there" / "a") == mode(tmp_path / "there" / "a" / "b") == 0o700


@pytest.mark.parametrize("occupied", ["file", "file/below"])
def test_a_file_in_the_place_of_a_folder(tmp_path: Path, occupied: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="file"):
        private.make_folder(tmp_path / occupied)


@posix
def test_files_are_private(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    private.write_text(path, "一\n")
    assert path.read_bytes() == "一\n".encode()
    assert mode(path) == 0o600
    with open(tmp_path / "b", "w", opener=private.opener) as file:
        file.write("x")
    assert mode(tmp_path / "b") == 0o600


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    private.write_text(path, "before")
    with pytest.raises(UnicodeEncodeError):
        private.write_text(path, "after \ud800")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("theirs")
    (tmp_path / "a").symlink_to(tmp_path / "other")
    private.write_text(tmp_path / "a", "ours")
    assert (tmp_path / "other").read_text() == "theirs"
    assert (tmp_path / "a").read_text() == "ours"


@posix
def test_a_file_that_is_written_anew_stays_open_where_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a"
    private.write_text(path, "x")
    path.chmod(0o644)
    private.write_text(path, "y", keep_mode=True)
    assert mode(path) == 0o644
    private.write_text(path, "z")
    assert mode(path) == 0o600


def test_the_newest_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.html"
        path.write_text("x")
        os.utime(path, (number, number))
    (tmp_path / "other.txt").write_text("x")
    keep_newest(tmp_path, "*.html", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.html", "4.html", "other.txt"]
    keep_newest(tmp_path / "missing", "*.html", 2)


@pytest.mark.parametrize(
    "variable", ["XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"]
)
@pytest.mark.parametrize("value", ["relative", "", "~"])
def test_no_place_is_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    monkeypatch.chdir(tmp_path)
    for place in (places.cache_folder(), places.state_folder(), places.config_folder()):
        assert place.is_absolute()
        assert not place.is_relative_to(tmp_path)


@posix
def test_a_home_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: object) -> None:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", unknown)
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(HanareError, match="Set the variable HOME"):
        places.cache_folder()
    monkeypatch.setenv("HANARE_MODELS_DIR", "~/models")
    with pytest.raises(HanareError, match="Set the variable HOME"):
        places.models_folder()
