"""The store: what is there, what is right, what was vouched for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hanare.errors import HanareError
from hanare.files import places
from hanare.models import store as store_module
from hanare.models.pull import pull
from hanare.models.store import ModelStore
from models.samples import WEIGHTS, model, sha256

TINY = model({"kind": "file", "path": "/nowhere.gguf"})


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path)


def test_the_directory_is_the_users_cache_or_the_one_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(places.MODELS_VARIABLE, str(tmp_path))
    assert places.models_folder() == tmp_path
    monkeypatch.setenv(places.MODELS_VARIABLE, "")
    assert places.models_folder().parts[-2:] in {("hanare", "models"), ("Cache", "models")}


def test_a_missing_model_says_how_to_get_it(store: ModelStore) -> None:
    with pytest.raises(HanareError, match="hanare models pull tiny"):
        store.require(TINY)
    with pytest.raises(HanareError, match="hanare models import FILE --id tiny"):
        store.verify(model(content=None))


def test_a_file_that_was_copied_in_by_hand_is_verified_once(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path(TINY).write_bytes(WEIGHTS)
    assert store.require(TINY) == store.path(TINY)

    def fail(*_: object) -> str:
        raise AssertionError("hashed again")

    monkeypatch.setattr(store_module, "sha256_of", fail)
    assert store.require(TINY) == store.path(TINY)
    with pytest.raises(AssertionError, match="hashed again"):
        store.verify(TINY)


def test_a_changed_file_is_noticed(store: ModelStore) -> None:
    store.path(TINY).write_bytes(WEIGHTS)
    store.require(TINY)
    store.path(TINY).write_bytes(WEIGHTS[:-1] + b"!")
    os.utime(store.path(TINY), ns=(0, 0))
    with pytest.raises(HanareError) as caught:
        store.require(TINY)
    assert sha256(WEIGHTS) in caught.value.message
    assert sha256(WEIGHTS[:-1] + b"!") in caught.value.message
    assert "hanare models remove tiny" in caught.value.remedy


def test_after_a_failed_verification_the_file_is_not_trusted_again(store: ModelStore) -> None:
    path = store.path(TINY)
    path.write_bytes(WEIGHTS)
    store.require(TINY)
    times = path.stat()
    path.write_bytes(WEIGHTS[:-1] + b"!")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # decay that the record cannot see
    for check in (store.verify, store.require):
        with pytest.raises(HanareError, match="not the file it should be"):
            check(TINY)


def test_without_any_digest_nothing_is_trusted(store: ModelStore) -> None:
    unknown = model(content=None)
    store.path(unknown).write_bytes(WEIGHTS)
    with pytest.raises(HanareError, match="--accept-unverified"):
        store.require(unknown)
    store.note(unknown, sha256(WEIGHTS))
    assert store.verify(unknown) == store.path(unknown)


@pytest.mark.parametrize("content", [b"", b"{", b'{"sha256": "x"}'])
def test_a_damaged_record_is_no_record(store: ModelStore, content: bytes) -> None:
    store.path(TINY).write_bytes(WEIGHTS)
    store.directory.joinpath("tiny.gguf.json").write_bytes(content)
    assert store.record(TINY) is None
    assert store.require(TINY)
    assert store.record(TINY) is not None


def test_a_store_that_cannot_be_written_still_serves(store: ModelStore) -> None:
    store.path(TINY).write_bytes(WEIGHTS)
    store.directory.joinpath("tiny.gguf.json").mkdir()  # no record can take its place
    assert store.require(TINY) == store.path(TINY)
    assert pull(TINY, store) == store.path(TINY)
    assert not store.directory.joinpath("tiny.gguf.lock").exists()
    store.path(TINY).write_bytes(b"GGUF other")
    with pytest.raises(HanareError, match="not the file it should be"):
        store.require(TINY)


def test_links_and_directories_are_not_installed_models(store: ModelStore, tmp_path: Path) -> None:
    store.path(TINY).mkdir()
    assert not store.installed(TINY)
    store.path(TINY).rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(WEIGHTS)
    store.path(TINY).symlink_to(elsewhere)
    assert not store.installed(TINY)


def test_removing_frees_the_file_and_forgets_it(store: ModelStore) -> None:
    store.path(TINY).write_bytes(WEIGHTS)
    store.require(TINY)
    assert store.remove(TINY) == len(WEIGHTS)
    assert store.remove(TINY) == 0
    assert store.record(TINY) is None


def test_a_store_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ModelStore(tmp_path / "file" / "models")
    with pytest.raises(HanareError, match=places.MODELS_VARIABLE), store.locked(TINY):
        pass
