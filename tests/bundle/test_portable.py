"""llama.cpp for all processors: compiled once, and run on processors that lack what this one has.

It is not compiled here, which would take longer than all other tests. What `hanare bundle create`
has compiled before is tried, where it is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hanare.bundle import portable
from hanare.engine.build import ask_build
from hanare.files import places
from hanare.wording import Said

QEMU = shutil.which("qemu-x86_64")
KEPT = portable.kept_wheel()
"""Looked for before tests point the environment elsewhere."""

EVALUATE = """
import sys
from pathlib import Path
import llama_cpp.llama_cpp as llama
from hanare.engine.generator import generate
from hanare.engine.llama import LlamaDecoder, LlamaModel, LlamaOptions
from hanare.engine.protocol import Delta, Request
from hanare.text.prompt import Plain
model = LlamaModel(Path(sys.argv[1]))
print(llama.llama_print_system_info().decode())
decoder = LlamaDecoder(model, LlamaOptions(context_tokens=256, threads=1))
request = Request((Plain("def add(a, b):\\n    return a +"),), max_tokens=1, heal=False)
said = "".join(each.text for each in generate(decoder, request) if isinstance(each, Delta))
print("SAYS", repr(said))
"""


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let builds be kept below the test's folder, and be a file that is written at once."""
    built: list[str] = []

    def build(release: str, folder: Path) -> Path:
        built.append(release)
        wheel = folder / f"llama_cpp_python-{release}-py3-none-linux_x86_64.whl"
        wheel.write_bytes(b"PK")
        return wheel

    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(portable, "_build", build)
    return built


def silent(_: Said) -> None:
    """Tell nobody."""


def test_it_is_built_once(builds: list[str]) -> None:
    told: list[str] = []
    first = portable.portable_wheel(silent)
    assert portable.portable_wheel(lambda words: told.append(str(words))) == first
    assert len(builds) == 1
    assert told == [f"Using llama.cpp as it was built before: {first}"]
    assert portable.kept_wheel() == first


@pytest.mark.parametrize("damage", [b"", b"other", None])
def test_what_is_damaged_is_built_anew(builds: list[str], damage: bytes | None) -> None:
    wheel = portable.portable_wheel(silent)
    if damage is None:
        wheel.unlink()
    else:
        wheel.write_bytes(damage)
    assert portable.kept_wheel() is None
    portable.portable_wheel(silent)
    assert len(builds) == 2


def test_other_inputs_are_another_build(builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = portable.portable_wheel(silent)
    monkeypatch.setattr(portable, "_OPTIONS", ("GGML_NATIVE=OFF",))
    assert portable.portable_wheel(silent).parent != first.parent
    assert len(builds) == 2


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if KEPT is None:
        pytest.skip("the portable wheel is not compiled here: hanare bundle create")
    folder = tmp_path_factory.mktemp("portable")
    with zipfile.ZipFile(KEPT) as archive:
        archive.extractall(folder)
    return folder


def evaluate(
    processor: str, model: Path, environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Let a model say a token, on an emulated processor if one is named."""
    if processor and QEMU is None:
        pytest.skip("there is no qemu-x86_64 here (Debian: qemu-user)")
    emulator = (str(QEMU), "-cpu", processor) if processor else ()
    return subprocess.run(
        (*emulator, sys.executable, "-c", EVALUATE, model),
        cwd=folder,
        env={"PATH": os.defpath, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize(
    ("processor", "has", "lacks"),
    [
        ("Nehalem", {"SSE3", "SSSE3"}, {"AVX", "AVX2", "FMA", "AVX512"}),
        ("SandyBridge", {"AVX"}, {"AVX2", "FMA", "AVX512"}),
        ("Haswell", {"AVX2", "FMA"}, {"AVX512"}),
        ("", set(), set()),
    ],
)
def test_it_runs_on_older_processors(
    unpacked: Path,
    model_path: Callable[[str], Path],
    processor: str,
    has: set[str],
    lacks: set[str],
) -> None:
    done = evaluate(processor, model_path("smollm2-135m-instruct"), {"PYTHONPATH": str(unpacked)})
    assert done.returncode == 0, done.stderr
    on = set(re.findall(r"(\w+) = 1", done.stdout))
    assert has <= on
    assert not lacks & on
    assert "SAYS ' b'" in done.stdout


@pytest.mark.slow
@pytest.mark.model
def test_a_build_for_this_machine_does_not(
    model_path: Callable[[str], Path], tmp_path: Path
) -> None:
    """The emulated processor does refuse what it does not have."""
    if "AVX2" not in ask_build().features:
        pytest.skip("llama.cpp was built for an old processor here")
    done = evaluate("Nehalem", model_path("smollm2-135m-instruct"), {}, tmp_path)  # it dumps core
    assert done.returncode == -signal.SIGILL, done.stderr
