"""Importing a file that the user brings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hanare.errors import HanareError, UsageError
from hanare.models.catalog import Catalog
from hanare.models.importing import identify, import_file
from hanare.models.store import ModelStore
from models.samples import WEIGHTS, model, sha256

TINY = model()
UNKNOWN = model(content=None)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "store")


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    path = tmp_path / "brought.gguf"
    path.write_bytes(WEIGHTS)
    return path


def test_a_file_with_the_right_digest(store: ModelStore, brought: Path) -> None:
    imported = import_file(brought, TINY, store)
    assert imported.verified
    assert imported.path.read_bytes() == WEIGHTS
    assert brought.exists()
    assert store.require(TINY) == imported.path


def test_a_file_with_another_digest(store: ModelStore, brought: Path) -> None:
    brought.write_bytes(WEIGHTS[:-1] + b"!")
    with pytest.raises(HanareError) as caught:
        import_file(brought, TINY, store, accept_unverified=True)
    assert sha256(WEIGHTS) in caught.value.message
    assert sha256(WEIGHTS[:-1] + b"!") in caught.value.message
    assert {path.name for path in store.directory.iterdir()} <= {"tiny.gguf.lock"}


def test_a_file_of_another_size_is_not_even_copied(store: ModelStore, brought: Path) -> None:
    brought.write_bytes(WEIGHTS + b"!")
    with pytest.raises(HanareError, match=f"{len(WEIGHTS) + 1:,} bytes instead of"):
        import_file(brought, TINY, store)


def test_without_a_digest_the_user_must_vouch(store: ModelStore, brought: Path) -> None:
    with pytest.raises(UsageError, match="--accept-unverified"):
        import_file(brought, UNKNOWN, store)
    imported = import_file(brought, UNKNOWN, store, accept_unverified=True)
    assert not imported.verified
    assert imported.sha256 == sha256(WEIGHTS)
    assert store.verify(UNKNOWN) == imported.path
    imported.path.write_bytes(WEIGHTS[:-1] + b"!")
    with pytest.raises(HanareError, match=sha256(WEIGHTS)):
        store.verify(UNKNOWN)


def test_a_file_already_in_its_place_is_only_recorded(store: ModelStore) -> None:
    store.directory.mkdir()
    store.path(UNKNOWN).write_bytes(WEIGHTS)
    before = store.path(UNKNOWN).stat().st_mtime_ns
    import_file(store.path(UNKNOWN), UNKNOWN, store, accept_unverified=True)
    assert store.path(UNKNOWN).stat().st_mtime_ns == before
    assert store.require(UNKNOWN)


def test_an_import_replaces_what_was_there(store: ModelStore, brought: Path) -> None:
    store.directory.mkdir()
    store.path(TINY).write_bytes(b"GGUF old")
    import_file(brought, TINY, store)
    assert store.require(TINY).read_bytes() == WEIGHTS


def test_what_is_no_gguf_file(store: ModelStore, brought: Path) -> None:
    brought.write_bytes(b"PK\x03\x04 a zip archive")
    with pytest.raises(HanareError, match="not a GGUF file"):
        import_file(brought, UNKNOWN, store, accept_unverified=True)
    brought.write_bytes(b"")
    with pytest.raises(HanareError, match="not a GGUF file"):
        import_file(brought, UNKNOWN, store, accept_unverified=True)


def test_what_is_no_file_at_all(store: ModelStore, brought: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.gguf"
    link.symlink_to(brought)
    for path, kind in ((link, "a symbolic link"), (tmp_path, "a directory")):
        with pytest.raises(HanareError, match=kind):
            import_file(path, TINY, store)
    with pytest.raises(HanareError, match="cannot be read"):
        import_file(tmp_path / "missing.gguf", TINY, store)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_is_refused_without_waiting(store: ModelStore, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)
    with pytest.raises(HanareError, match="a pipe"):
        import_file(pipe, TINY, store)


def test_the_room_is_checked(store: ModelStore, brought: Path) -> None:
    with pytest.raises(HanareError, match="Not enough room"):
        import_file(brought, TINY, store, free=lambda _: len(WEIGHTS))


def test_a_file_is_identified_by_content_then_by_name(tmp_path: Path) -> None:
    other = model(content=None, id="other", file="Other.gguf")
    catalog = Catalog.load().model_copy(update={"models": (TINY, other)})
    anything = tmp_path / "download(3).gguf"
    anything.write_bytes(WEIGHTS)
    assert identify(anything, catalog) is TINY
    named = tmp_path / "other.GGUF"
    named.write_bytes(b"GGUF something else")
    assert identify(named, catalog) is other
    anything.write_bytes(b"GGUF something else")
    with pytest.raises(UsageError, match="--id ID"):
        identify(anything, catalog)
