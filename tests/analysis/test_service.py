"""A whole analysis, as the command and later tools ask for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hanare.analysis import git
from hanare.analysis.assembling import Selection
from hanare.analysis.finding import Level
from hanare.analysis.host import Limits, Scanner
from hanare.analysis.results import Report, Why
from hanare.analysis.scan import Plan, Text, scan_files, scan_texts
from hanare.analysis.service import Order, analyse_data, analyse_paths, plan_of, selection_of
from hanare.analysis.walk import targets
from hanare.analysis.wire import Setup, portable
from hanare.config.settings import AnalysisSettings
from hanare.errors import UsageError

from index.trees import make


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Results are kept for all tests of this module."""
    return Plan(processes=2, cache=tmp_path_factory.mktemp("kept") / "analysis.sqlite")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = (tmp_path / "here").resolve()
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return folder


def counted(report: Report) -> list[tuple[str, str]]:
    return [(row.finding.rule, row.path) for row in report.counted]


async def test_the_invariant_of_reports(here: Path, plan: Plan) -> None:
    make(here, {"a.py": "eval(x)\n", "b.py": "def f(:\n", "c.py": b"\0", "d.dat": b"\0"})
    report = await analyse_paths(Order((here,), plan))
    assert report.root == str(here)
    assert [file.path for file in report.files] == ["a.py"]
    assert [each.path for each in report.not_analysed] == ["b.py", "c.py"]
    assert report.skipped == {"binary": 1}
    assert not report.complete
    assert counted(report) == [("B307", "a.py")]
    assert (report.revision, report.compared_with) == ("", "")


async def test_what_is_known_is_told_as_what_is_analysed(here: Path, plan: Plan) -> None:
    make(here, {"cr.py": "a\rb\r", "utf16.py": "a\nb".encode("utf-16"), "crlf.py": "a\r\nb"})
    first = await analyse_paths(Order((here,), plan))
    assert (await analyse_paths(Order((here,), plan))).files == first.files


async def test_progress_is_told_of_each_file(here: Path, plan: Plan) -> None:
    make(here, {f"{number}.py": f"x = {number}\n" for number in range(5)})
    for _ in ("analysed", "known"):
        told: list[tuple[int, int]] = []
        await analyse_paths(Order((here,), plan), lambda done, of: told.append((done, of)))  # noqa: B023
        assert told == [(done, 5) for done in range(1, 6)]


async def test_the_same_content_elsewhere_is_known(
    here: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(here, {"a.py": "eval(elsewhere)\n", "tests/test_a.py": "x = 1\n"})
    await analyse_paths(Order((here,), plan))
    make(here, {"b/c.py": "eval(elsewhere)\n"})
    one_less = replace(plan, processes=0)  # whatever is not known is not analysed
    report = await analyse_paths(Order((here,), one_less))
    assert counted(report) == [("B307", "a.py"), ("B307", "b/c.py")]
    # What tests hold is judged otherwise, and another language reads it otherwise.
    for name in ("tests/test_b.py", "a.rb"):
        make(here, {name: "eval(elsewhere)\n"})
        with pytest.raises(KeyError):
            await analyse_paths(Order((here / name,), one_less))


async def test_texts_come_back_in_their_order(plan: Plan) -> None:
    texts = [Text("\n" * number + "eval(x)\n", f"{number}.py", "python") for number in range(9)]
    results = await scan_texts(texts, plan)
    assert [each.findings[0].start.line for each in results] == list(range(1, 10))
    assert await scan_texts([], plan) == []


async def test_a_file_that_goes_while_it_is_waiting(here: Path, plan: Plan) -> None:
    make(here, {"a.py": "eval(gone)\n", "b.py": "eval(stays)\n"})
    files = targets([here], here).files
    (here / "a.py").unlink()
    outcomes = await scan_files(files, plan)
    assert [(each.target.name, each.result.why) for each in outcomes] == [
        ("a.py", Why.MISSING), ("b.py", None),
    ]  # fmt: skip


async def test_a_file_that_goes_between_two_looks(here: Path, plan: Plan) -> None:
    make(here, {"a.py": "eval(gone_later)\n"})
    scanner = Scanner(Setup(), Limits())
    path = portable(here / "a.py")
    await scanner.start()
    (here / "a.py").unlink()
    scanned = await scanner.file(path, "a.py", "python")
    await scanner.close()
    assert (scanned.result.why, scanned.file) == (Why.MISSING, None)


@pytest.mark.parametrize("data", [b"", b"eval(x)\n", b"\0", b"\xff\n", b"x" * 9_000])
async def test_data_are_accounted_for_as_a_file_is(data: bytes, plan: Plan) -> None:
    small = replace(plan, setup=replace(plan.setup, most_bytes=8_000))
    report = await analyse_data(data, "a.py", "python", Order((), small))
    assert len(report.files) + len(report.not_analysed) == 1


async def test_a_path_that_is_not_there(here: Path, plan: Plan) -> None:
    make(here, {"a.py": "x"})
    with pytest.raises(UsageError, match="There is no"):
        await analyse_paths(Order((here, here / "nothing"), plan))


async def test_a_repository_that_does_not_answer_costs_the_commit_only(
    here: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(here, {".git/HEAD": "ref: refs/heads/main\n", ".git/objects/x": "", ".git/refs/x": ""})
    make(here, {"a.py": "eval(x)\n"})
    monkeypatch.setattr(git, "_LOOK_SECONDS", 0)
    report = await analyse_paths(Order((here / "a.py",), plan))
    assert (counted(report), report.revision) == ([("B307", "a.py")], "")


def test_settings_become_a_plan_and_a_selection() -> None:
    settings = AnalysisSettings(
        min_severity="high", min_confidence="medium", levels={"B101": "off", "B102": "hint"},
        secrets=False, allowed_secrets=("x",), nosec=False, max_file_kilobytes=2, max_seconds=3,
        max_memory_megabytes=256, processes=4,
    )  # fmt: skip
    plan = plan_of(settings, Path("kept"), {"a": {"b": 1}})
    assert (plan.setup.options.secrets, plan.setup.options.allowed_secrets) == (False, ("x",))
    assert (plan.setup.most_bytes, plan.setup.bandit) == (2_048, {"a": {"b": 1}})
    assert (plan.limits.seconds, plan.limits.megabytes) == (3, 256)
    assert (plan.processes, plan.cache) == (4, Path("kept"))
    assert selection_of(settings) == Selection(
        Level.HIGH, Level.MEDIUM, None, frozenset({"B101"}), nosec=False
    )
