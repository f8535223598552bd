"""A whole analysis, from paths to a report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from hanare.analysis.analyzer import Options
from hanare.analysis.assembling import Selection, assemble
from hanare.analysis.difference import difference, known_before
from hanare.analysis.files import UnreadableError, analysed, decode, read
from hanare.analysis.finding import Level
from hanare.analysis.git import Repository
from hanare.analysis.host import Limits, Scanner
from hanare.analysis.results import FileResult, Report, Why
from hanare.analysis.scan import (
    Outcome,
    Plan,
    Progress,
    Text,
    scan_files,
    scan_texts,
)
from hanare.analysis.walk import Target, Targets, root_of, targets
from hanare.analysis.wire import Setup
from hanare.config.settings import AnalysisSettings
from hanare.errors import HanareError, UsageError
from hanare.wording import Said, said

_BANDIT_FILES = (".bandit", "bandit.yaml", "bandit.yml")
_MOST_SETTINGS_BYTES = 1_000_000
_MOST_NOTES = 10


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be analysed, and compared with what."""

    paths: tuple[Path, ...]
    plan: Plan
    selection: Selection = field(default_factory=Selection)
    excluded: tuple[str, ...] = ()
    """Globs as of `hanare.text.globs.matches`, of names relative to the root."""
    baseline: tuple[str, ...] | None = None
    """Keys of what is known; None to compare with nothing."""
    baseline_name: str = ""
    revision: str = ""
    """Only what is new since then is looked at; empty for everything."""


def plan_of(settings: AnalysisSettings, cache: Path | None, bandit: dict[str, object]) -> Plan:
    """Return how files are analysed by the settings and a reviewer's options for Bandit."""
    setup = Setup(
        Options(settings.secrets, settings.allowed_secrets),
        settings.max_file_kilobytes * 1024,
        bandit,
    )
    limits = Limits(settings.max_seconds, settings.max_memory_megabytes)
    return Plan(setup, limits, settings.processes or os.cpu_count() or 1, cache)


def selection_of(settings: AnalysisSettings) -> Selection:
    """Return which findings are reported by the settings."""
    return Selection(
        Level(settings.min_severity),
        Level(settings.min_confidence),
        off=frozenset(rule for rule, level in settings.levels.items() if level == "off"),
        nosec=settings.nosec,
    )


def open_text_scanner(settings: AnalysisSettings) -> Scanner:
    """Return what analyses the documents of an editor, when nobody else needs the machine."""
    plan = plan_of(settings, None, {})
    return Scanner(replace(plan.setup, gently=True), plan.limits)


def open_checker(settings: AnalysisSettings) -> Scanner:
    """Return what judges suggestions: a process of its own, so that no document makes it wait."""
    plan = plan_of(settings, None, {})
    return Scanner(plan.setup, plan.limits)


async def analyse_paths(order: Order, progress: Progress = lambda done, of: None) -> Report:
    """Analyse files and folders.

    Raises:
        UsageError: a path does not exist, or the revision.
        HanareError: Git cannot read the revision, or no process can be started.
    """
    started = datetime.now(UTC)
    _require(order.paths)
    root = root_of(order.paths, Path.cwd().resolve())
    found = targets(order.paths, root, order.excluded)
    known: Sequence[str] | None = order.baseline
    compared_with = order.baseline_name
    if order.revision:
        found, known = await _since(order, root, found)
        compared_with = order.revision
    outcomes = await scan_files(found.files, order.plan, progress)
    return _report(root, found, outcomes, order, started, known, compared_with)


async def analyse_targets(
    found: Targets, root: Path, order: Order, progress: Progress = lambda done, of: None
) -> tuple[Report, list[Outcome]]:
    """Analyse what an editor's folders hold; return what became of each file as well.

    Of the order only the plan and the selection count.

    Raises:
        HanareError: no process can be started.
    """
    started = datetime.now(UTC)
    outcomes = await scan_files(found.files, order.plan, progress)
    return _report(root, found, outcomes, order, started), outcomes


def _report(
    root: Path,
    found: Targets,
    outcomes: Sequence[Outcome],
    order: Order,
    started: datetime,
    known: Sequence[str] | None = None,
    compared_with: str = "",
) -> Report:
    assembled = assemble(found, outcomes, order.selection, _today(started), known)
    return Report(
        str(root),
        assembled.findings,
        assembled.files,
        assembled.not_analysed,
        assembled.skipped,
        (*_unused_settings(root, order.plan.setup), *_environments(found)),
        round((datetime.now(UTC) - started).total_seconds(), 2),
        started.isoformat(timespec="seconds"),
        _head(root),
        compared_with,
    )


async def analyse_data(data: bytes, name: str, language: str, order: Order) -> Report:
    """Analyse what is in no file.

    Raises:
        HanareError: no process can be started.
    """
    started = datetime.now(UTC)
    outcome = await _outcome(data, Target(Path(name), name, language), order.plan)
    assembled = assemble(Targets(), [outcome], order.selection, _today(started), order.baseline)
    return Report(
        str(Path.cwd()),
        assembled.findings,
        assembled.files,
        assembled.not_analysed,
        assembled.skipped,
        seconds=round((datetime.now(UTC) - started).total_seconds(), 2),
        started=started.isoformat(timespec="seconds"),
        compared_with=order.baseline_name,
    )


async def _outcome(data: bytes, target: Target, plan: Plan) -> Outcome:
    most = plan.setup.most_bytes
    try:
        if len(data) > most:
            raise UnreadableError(Why.TOO_LARGE, f"more than {most} bytes")  # noqa: TRY301
        decoded = decode(data, target.language)
    except UnreadableError as refusal:
        return Outcome(target, FileResult((), (), refusal.why, refusal.detail), None)
    (result,) = await scan_texts([Text(decoded.text, target.name, target.language)], plan)
    if decoded.why is not None:
        result = replace(result, why=decoded.why, detail=decoded.detail)
    return Outcome(target, result, analysed(data, target.name, target.language))


def _require(paths: Sequence[Path]) -> None:
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(
                said("There is no {path}.", path=path),
                said("Check the path; nothing was analysed."),
            )


async def _since(order: Order, root: Path, found: Targets) -> tuple[Targets, Sequence[str]]:
    """Return what has changed since a revision, and what is known of that from then."""
    repository = Repository.around(root)
    if repository is None:
        raise UsageError(
            said("{root} is in no Git repository, or Git is not installed.", root=root),
            said("Leave --diff out, or compare with a file by --baseline."),
        )
    commit = repository.commit(order.revision)
    differs = difference(repository, commit, found.files, order.plan.setup.most_bytes)
    today = datetime.now(UTC)
    known = await known_before(
        repository, differs.before, order.plan, order.selection, _today(today)
    )
    return replace(found, files=list(differs.changed)), [*known, *(order.baseline or ())]


def _head(root: Path) -> str:
    """Return the commit that is checked out, if Git tells: the report can do without."""
    try:
        repository = Repository.around(root)
    except HanareError:
        return ""
    return repository.head() if repository else ""


def _today(moment: datetime) -> date:
    """Return the local date: that is what people mean who write one into a comment."""
    return moment.astimezone().date()


def _unused_settings(root: Path, setup: Setup) -> list[Said]:
    """Tell of settings in the tree that were not used: whoever wrote the code wrote them."""
    if setup.bandit:
        return []
    named = [name for name in _BANDIT_FILES if os.path.lexists(root / name)]
    try:
        if b"[tool.bandit" in read(root / "pyproject.toml", _MOST_SETTINGS_BYTES):
            named.append("pyproject.toml")
    except UnreadableError:
        pass
    return [
        said(
            "{name} configures Bandit and was not used; --bandit-config {name} uses it.", name=name
        )
        for name in named
    ]


def _environments(found: Targets) -> list[Said]:
    """Tell of folders that were taken for virtual environments: any may pass for one."""
    notes = [
        said(
            "{name} holds pyvenv.cfg and was left out as a virtual environment; it is analysed "
            "if it is named.",
            name=name,
        )
        for name in found.environments[:_MOST_NOTES]
    ]
    if (more := len(found.environments) - _MOST_NOTES) > 0:
        notes.append(
            said("{count} more folders were left out as virtual environments.", count=more)
        )
    return notes
