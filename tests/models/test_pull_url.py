"""Pulling from an address: broken connections, servers that misbehave, transports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from urllib3 import ProxyManager

from hanare.errors import HanareError
from hanare.models import download as download_module
from hanare.models.catalog import Model
from hanare.models.pull import pull
from hanare.models.store import ModelStore
from models.samples import WEIGHTS, FileServer, model, serving

HALF = len(WEIGHTS) // 2


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between attempts."""
    monkeypatch.setattr(download_module, "_FIRST_WAIT", 0)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(FileServer()) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path)


def tiny(server: FileServer) -> Model:
    return model({"kind": "url", "url": server.url})


def files(store: ModelStore) -> set[str]:
    return {path.name for path in store.directory.iterdir()} - {"tiny.gguf.lock"}


def test_a_file_comes_whole(server: FileServer, store: ModelStore) -> None:
    assert pull(tiny(server), store).read_bytes() == WEIGHTS
    assert files(store) == {"tiny.gguf", "tiny.gguf.json"}
    assert server.asked == [""]


def test_it_goes_on_where_the_connection_broke(server: FileServer, store: ModelStore) -> None:
    server.break_after = [HALF, 1000]
    assert pull(tiny(server), store).read_bytes() == WEIGHTS
    assert server.asked == ["", f"bytes={HALF}-", f"bytes={HALF + 1000}-"]


def test_a_later_run_goes_on(server: FileServer, store: ModelStore) -> None:
    server.break_after = [HALF, 0, 0, 0, 0]
    with pytest.raises(HanareError, match=f"stopped at {HALF:,} of {len(WEIGHTS):,}") as caught:
        pull(tiny(server), store)
    assert "again" in caught.value.remedy
    assert files(store) == {"tiny.gguf.part", "tiny.gguf.part.json"}
    server.asked.clear()
    assert pull(tiny(server), store).read_bytes() == WEIGHTS
    assert server.asked == [f"bytes={HALF}-"]


def test_a_server_without_ranges_starts_over(server: FileServer, store: ModelStore) -> None:
    server.ranges = False
    server.break_after = [HALF]
    assert pull(tiny(server), store).read_bytes() == WEIGHTS


def test_a_changed_file_is_not_patched_together(server: FileServer, store: ModelStore) -> None:
    server.content, server.break_after = b"GGUF" + b"old" * len(WEIGHTS), [HALF, 0, 0, 0, 0]
    with pytest.raises(HanareError):
        pull(tiny(server), store)
    server.content, server.etag, server.break_after = WEIGHTS, '"v2"', []
    assert pull(tiny(server), store).read_bytes() == WEIGHTS


def test_the_part_of_another_address_is_not_used(server: FileServer, store: ModelStore) -> None:
    store.directory.joinpath("tiny.gguf.part").write_bytes(b"x" * 1000)
    store.directory.joinpath("tiny.gguf.part.json").write_text(
        json.dumps({"url": "https://elsewhere.example/f", "validator": '"v1"'})
    )
    assert pull(tiny(server), store).read_bytes() == WEIGHTS
    assert server.asked == [""]


def test_a_complete_part_needs_no_server(server: FileServer, store: ModelStore) -> None:
    store.directory.joinpath("tiny.gguf.part").write_bytes(WEIGHTS)
    assert pull(tiny(server), store).read_bytes() == WEIGHTS
    assert server.asked == []


@pytest.mark.parametrize("content", [WEIGHTS[:-1] + b"!", WEIGHTS + b"more", b"<html>"])
def test_other_content_is_never_kept(server: FileServer, store: ModelStore, content: bytes) -> None:
    server.content = content
    with pytest.raises(HanareError):
        pull(tiny(server), store)
    assert not store.installed(tiny(server))


def test_an_overloaded_server_is_asked_again(server: FileServer, store: ModelStore) -> None:
    server.fail_with = [503, 429, 416]
    assert pull(tiny(server), store).read_bytes() == WEIGHTS


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_final(server: FileServer, store: ModelStore, status: int) -> None:
    server.fail_with = [status] * 2
    with pytest.raises(HanareError, match=f"HTTP {status}"):
        pull(tiny(server), store)
    assert len(server.asked) == 1


def test_a_redirect_on_this_machine_is_followed(server: FileServer, store: ModelStore) -> None:
    with serving(FileServer(redirect_to=server.url)) as front:
        assert pull(tiny(front), store).read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    "target", ["http://example.org/tiny.gguf", "ftp://127.0.0.1/x", "file:///x"]
)
def test_a_redirect_to_plain_http_is_not(
    server: FileServer, store: ModelStore, target: str
) -> None:
    server.redirect_to = target
    with pytest.raises(HanareError, match="not https"):
        pull(tiny(server), store)


def test_redirects_end(server: FileServer, store: ModelStore) -> None:
    server.redirect_to = "/again"
    with pytest.raises(HanareError, match="redirects"):
        pull(tiny(server), store)


def test_no_server_at_all(store: ModelStore) -> None:
    with serving(FileServer()) as gone:
        pass
    with pytest.raises(HanareError, match="stopped at 0"):
        pull(tiny(gone), store)


def test_only_what_is_missing_must_fit(server: FileServer, store: ModelStore) -> None:
    margin = 32 << 20
    with pytest.raises(HanareError, match="Not enough room"):
        pull(tiny(server), store, free=lambda _: margin + len(WEIGHTS) - 1)
    assert server.asked == []
    store.directory.joinpath("tiny.gguf.part").write_bytes(WEIGHTS[:HALF])
    pull(tiny(server), store, free=lambda _: margin + len(WEIGHTS) - HALF)


def test_the_environments_proxy_is_used_except_for_this_machine(
    server: FileServer, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nobody listens there
    assert pull(tiny(server), store).read_bytes() == WEIGHTS
    monkeypatch.setenv("https_proxy", "user:secret@127.0.0.1:9")
    client = download_module._client("https://models.example/f")
    assert isinstance(client, ProxyManager)
    assert client.proxy is not None
    assert client.proxy.port == 9
    assert "proxy-authorization" in client.proxy_headers
    monkeypatch.setenv("no_proxy", "models.example")
    assert download_module._client("https://models.example/f").proxy is None
