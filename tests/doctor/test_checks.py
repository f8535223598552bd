"""What each check makes of what was looked up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hanare.config.layers import Layer, Rank, resolve
from hanare.doctor.check import Check, State, gravest
from hanare.doctor.configuration import configuration_check
from hanare.doctor.editors import editors_check, find_editors
from hanare.doctor.model import Chosen, memory_check, model_check
from hanare.doctor.network import Tried, network_check
from hanare.doctor.permissions import Entry, permissions_check
from hanare.doctor.processor import flags_of, graphics_check, processor_check
from hanare.doctor.running import Run, completion_check, speed_check
from hanare.doctor.surroundings import (
    dependencies_check,
    fits,
    platform_check,
    python_check,
)
from hanare.engine.build import Build
from hanare.errors import HanareError
from hanare.models.advice import recommend
from hanare.models.catalog import Catalog
from hanare.models.sources import normalised
from hanare.silence.kernel import WhyNot

BROKEN = HanareError("It does not start.", "Mend it.")
SYSTEM = "CPU : SSE3 = 1 | AVX = 1 | AVX2 = 1 | AVX512 = 0 | FMA = 1 | OPENMP = 1 | "
FLAGS = frozenset(("pni", "avx", "avx2", "fma"))
HERE = Path("/x/model.gguf")


def build(system: str = SYSTEM, *, offloads: bool = False, devices: tuple[str, ...] = ()) -> Build:
    return Build("0.3.36", system, offloads, devices)


def run(completion: str = "a + b", written: int = 40, seconds: float = 1.0) -> Run:
    return Run(completion, 500, 1000.0, written, 1000 * seconds, special_kernels=True)


def speed(outcome: Run | HanareError | None, **more: Any) -> Check:
    advice = recommend(8_000_000_000, 2, False, Catalog.load())
    return speed_check(outcome, "smollm2-135m-instruct", advice, **({"busy": False} | more))


def dependencies(*requirements: str, **installed: str) -> Check:
    return dependencies_check(requirements, {normalised(k): v for k, v in installed.items()})


def files(*modes: int, unwritable: tuple[Path, ...] = (), posix: bool = True) -> Check:
    entries = [Entry(Path(f"/x/{number}"), mode) for number, mode in enumerate(modes)]
    return permissions_check(entries, unwritable, modes=posix)


def configured(**values: object) -> Check:
    layer = Layer(Rank.USER_FILE, "/x/config.toml", values)
    project = Layer(Rank.PROJECT_FILE, "/w/.hanare.toml", {"completion.blocks": False}, False)
    return configuration_check(resolve([layer, project]))


def network(tried: Tried | None, *, offline: bool = True) -> Check:
    return network_check(tried, offline, "/x/config.toml")


CHOSEN = Chosen("small", 2_000_000_000, HERE, own=False)
CASES: list[tuple[Check, State, str]] = [
    (python_check((3, 11, 0), "CPython", 64), State.OK, "CPython 3.11.0, 64 bit"),
    (python_check((3, 10, 9), "CPython", 64), State.FAILED, "3.10.9"),
    (python_check((3, 12, 0), "PyPy", 64), State.FAILED, "PyPy"),
    (python_check((3, 12, 0), "CPython", 32), State.FAILED, "32 bit"),
    (platform_check("Linux", "x86_64", "6.1"), State.OK, "Linux 6.1, x86_64"),
    (platform_check("Darwin", "arm64", "25"), State.WARNING, "Darwin 25, arm64"),
    (dependencies("a>=1,<2", "b_c>=0.2", a="1.9.9", b_c="0.10"), State.OK, "2 packages"),
    (dependencies("a>=1,<2", a="2.0"), State.FAILED, "a 2.0 (>=1,<2)"),
    (dependencies("a>=1"), State.FAILED, "a - (>=1)"),
    (dependencies('a>=1; extra == "dev"'), State.OK, "0 packages"),
    (dependencies_check(None, {}), State.UNKNOWN, "not installed as a package"),
    (processor_check(build(), FLAGS), State.OK, "AVX, AVX2, FMA, SSE3"),
    (processor_check(build(), None), State.OK, "llama.cpp runs"),
    (processor_check(build(), FLAGS - {"avx2"}), State.FAILED, "built for AVX2"),
    (processor_check(build(), FLAGS | {"avx512f"}), State.WARNING, "does not use AVX512"),
    (processor_check(BROKEN, FLAGS), State.FAILED, "does not start"),
    (graphics_check(build()), State.OK, "processor alone"),
    (graphics_check(build(offloads=True)), State.WARNING, "sees none"),
    (graphics_check(build(offloads=True, devices=("CUDA0: A",))), State.OK, "CUDA0: A"),
    (graphics_check(BROKEN), State.UNKNOWN, "cannot be loaded"),
    (memory_check(CHOSEN, 8_000_000_000, 4_000_000_000), State.OK, "needs 2.0 GB"),
    (memory_check(CHOSEN, 8_000_000_000, 1_000_000_000), State.WARNING, "1.0 GB of it free"),
    (memory_check(CHOSEN, 1_500_000_000, 1_000_000_000), State.FAILED, "1.5 GB"),
    (memory_check(BROKEN, 1, 1), State.UNKNOWN, "GB"),
    (model_check(CHOSEN, None, hashed=True), State.OK, "small, and its digest is right"),
    (model_check(CHOSEN, None, hashed=False), State.OK, "not looked at"),
    (model_check(CHOSEN, BROKEN, hashed=True), State.FAILED, "does not start"),
    (model_check(BROKEN, None, hashed=True), State.FAILED, "does not start"),
    (model_check(Chosen("x", 1, HERE, own=True), None, hashed=True), State.OK, "your own"),
    (completion_check(run()), State.OK, "`a + b`"),
    (completion_check(run(" a + b\n")), State.OK, "`a + b`"),
    (completion_check(run("b")), State.WARNING, "'b' instead of `a + b`"),
    (completion_check(run("")), State.WARNING, "'' instead of"),
    (completion_check(BROKEN), State.FAILED, "does not start"),
    (completion_check(None), State.UNKNOWN, "not tried"),
    (speed(run()), State.OK, "reads 500 and writes 40 tokens a second; recommended instead"),
    (speed(run(seconds=2)), State.WARNING, "writes 20"),
    (speed(run(seconds=2), busy=True), State.WARNING, "writes 20"),
    (speed(replace(run(), special_kernels=False)), State.WARNING, "reads 500"),
    (speed(run(written=3)), State.UNKNOWN, "not measured"),
    (speed(BROKEN), State.UNKNOWN, "not measured"),
    (speed(None), State.UNKNOWN, "not measured; recommended instead of smollm2"),
    (files(0o700, 0o600), State.OK, "for you alone"),
    (files(), State.OK, "nothing is written yet"),
    (files(0o755, 0o600), State.WARNING, "others can read or change /x/0"),
    (files(0o620), State.WARNING, "/x/0"),
    (files(*[0o755] * 5), State.WARNING, "/x/0, /x/1, /x/2, … (+2)"),
    (files(0o777, posix=False), State.OK, "in your own profile"),
    (files(0o700, unwritable=(Path("/y"),)), State.WARNING, "/y cannot be written"),
    (editors_check({"nvim": "0.11.2", "code": ""}), State.OK, "Neovim 0.11.2, VS Code"),
    (editors_check({"nvim": "0.9.5"}), State.WARNING, "Neovim 0.9.5"),
    (editors_check({}), State.UNKNOWN, "none"),
    (network(Tried(True, True, None)), State.OK, "enforced: the kernel refuses"),
    (network(Tried(True, False, None)), State.OK, "enforced"),
    (network(Tried(False, True, WhyNot.SYSTEM)), State.WARNING, "advisory: connections are"),
    (network(Tried(False, True, WhyNot.SYSTEM)), State.WARNING, "this system has no means"),
    (network(Tried(False, True, WhyNot.PROCESSOR)), State.WARNING, "processor's system calls"),
    (network(Tried(False, True, WhyNot.NOT_PERMITTED)), State.WARNING, "does not permit it"),
    # It was put up and refuses nothing: that is not what was promised.
    (network(Tried(False, True, None)), State.WARNING, "advisory"),
    (network(Tried(False, False, None)), State.WARNING, "is not known"),
    (network(None), State.WARNING, "whether one is refused is not known"),
    (network(None, offline=False), State.WARNING, "not refused: /x/config.toml says so"),
    (configured(), State.OK, "completion.blocks = False (/w/.hanare.toml)"),
    (configured(completion={"max_tokens": 9}), State.OK, "max_tokens = 9 (/x/config.toml)"),
    (configured(completion={"max_tokens": "x"}), State.WARNING, "completion.max_tokens"),
    (configured(nothing=1), State.WARNING, "no such setting"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "state", "found"), CASES)
def test_state_and_what_was_found(check: Check, state: State, found: str) -> None:
    assert check.state is state
    assert found in str(check.found)


@pytest.mark.parametrize("check", [case[0] for case in CASES])
def test_what_is_wrong_has_a_remedy(check: Check) -> None:
    if check.state in {State.FAILED, State.WARNING}:
        assert check.remedy


def test_the_first_in_the_order_of_gravity() -> None:
    def of(*states: State) -> State:
        return gravest(Check("x", BROKEN.what, state, BROKEN.what) for state in states)

    assert of() is State.OK
    assert of(State.OK, State.UNKNOWN) is State.UNKNOWN
    assert of(State.WARNING, State.UNKNOWN, State.OK) is State.WARNING
    assert of(State.WARNING, State.FAILED, State.OK) is State.FAILED


@pytest.mark.parametrize(
    ("version", "clauses", "fit"),
    [
        ("1.2.3", ">=1.2.3", True), ("1.2", ">=1.2.0", True), ("1.10", ">=1.9", True),
        ("2", "<2", False), ("2.0.0", "<=2", True), ("1.5rc1", ">=1.5", True),
        ("1", "!=1.0", False), ("1.0", "==1", True), ("0.9", ">1,<2", False),
        ("1.1", "> 1, < 2", True), ("3", "", True),
    ],
)  # fmt: skip
def test_ranges_of_versions(version: str, clauses: str, fit: bool) -> None:
    assert fits(version, clauses) is fit


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx\n\nflags: x\n", {"fpu", "avx"}),
        ("Features\t: asimd i8mm\n", {"asimd", "i8mm"}),
        ("", None), ("model name : x\n", None),
    ],
)  # fmt: skip
def test_the_processors_flags(text: str, flags: set[str] | None) -> None:
    assert flags_of(text) == flags


def test_the_recommendation_follows_the_measured_pace() -> None:
    catalog = Catalog.load()
    usual, slow = (recommend(8_000_000_000, 2, False, catalog, pace) for pace in (1.0, 0.6))
    assert usual[0].model.id == "qwen2.5-coder-1.5b-instruct"
    assert slow[0].model.id == "qwen2.5-coder-0.5b-instruct"
    assert slow[0].tokens_per_second < 54


EDITOR = """#!/bin/sh
{body}
"""


def test_editors_are_asked_for_their_version_and_nothing_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, workspace = tmp_path / "bin", tmp_path / "work"
    bodies = {
        programs / "nvim": "echo NVIM v0.11.2-dev; pwd >> where",
        programs / "hx": "echo nothing to say; exit 1",
        programs / "emacs": "exec sleep 60",
        workspace / "code": "echo 1.2.3",
    }
    for path, body in bodies.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(EDITOR.format(body=body))
        path.chmod(0o755)
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("PATH", f".:{workspace}:{programs}:/bin:/usr/bin")
    monkeypatch.setattr("hanare.doctor.editors._MOST_SECONDS", 0.5)
    ours = {
        name: version
        for name, version in find_editors(programs).items()
        if name in "nvim hx emacs code"
    }
    assert ours == {"nvim": "0.11.2-dev", "hx": "", "emacs": ""}
    assert (programs / "where").read_text().strip() == str(programs)
