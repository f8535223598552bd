"""`hanare analyze PATH...`: security findings, and an account of what was not seen."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from hanare.analysis.assembling import Selection
from hanare.analysis.baseline import dump, load
from hanare.analysis.catalogue import rules as known_rules
from hanare.analysis.engines.bandit.settings import BanditSettings, bandit_settings
from hanare.analysis.reports import document, sarif
from hanare.analysis.reports.formats import FORMATS
from hanare.analysis.reports.text import print_text
from hanare.analysis.results import Report
from hanare.analysis.service import Order, analyse_data, analyse_paths, plan_of, selection_of
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import lang_option, say, spoken, worded
from hanare.config.settings import Settings
from hanare.errors import ExitCode, HanareError, UsageError
from hanare.files import places, private, room
from hanare.text.languages import language_of
from hanare.wording import Language, said

_LEVELS = click.Choice(("low", "medium", "high"))
_FORMATS = ("text", "json", "sarif", "html", "markdown", "github", "gitlab")
_BY_SUFFIX = {
    ".txt": "text", ".json": "json", ".sarif": "sarif", ".html": "html", ".md": "markdown",
}  # fmt: skip
_STDIN = Path("-")
_BANDITS = re.compile(r"B[0-9]{3}")
"""Ids of Bandit's tests: its settings are about them only."""


@click.command(cls=Command)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), default="text", help="What is printed."
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write a report to a file as well; its suffix tells the format. May be repeated.",
)
@click.option("--severity", type=_LEVELS, help="Least severe finding to report.")
@click.option("--confidence", type=_LEVELS, help="Least sure finding to report.")
@click.option("--rules", multiple=True, metavar="ID,...", help="Report these rules only.")
@click.option(
    "--exclude", multiple=True, metavar="GLOB", help="Leave files and folders out, by name or path."
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Findings in this file are known and do not count.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all findings to this file, as known ones.",
)
@click.option("--diff", metavar="REV", help="Report what is new since a Git revision only.")
@click.option(
    "--bandit-config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Use Bandit's settings from this file. Those in the tree are never used by themselves.",
)
@click.option("--no-nosec", is_flag=True, help="Report what `# nosec` comments suppress.")
@click.option(
    "--suppressed",
    type=click.Choice(("list", "omit")),
    default="list",
    help="Whether reports list what is suppressed, with the reason.",
)
@click.option("--allow-incomplete", is_flag=True, help="Exit with 0 although files were not seen.")
@click.option("--stdin-name", metavar="NAME", help="What `-`, the standard input, is called.")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes analyse files.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results.")
@click.option("--reproducible", is_flag=True, help="Leave times out of the reports.")
@click.option("--fix", is_flag=True, help="Mend files where a fix is known and proved to be one.")
@click.option("--dry-run", is_flag=True, help="With --fix: print the changes, write nothing.")
@click.option("--interactive", is_flag=True, help="With --fix: ask about each change.")
@click.option(
    "--model",
    is_flag=False,
    flag_value="",
    metavar="[ID]",
    help="With --fix: let a local model mend the rest; stands behind the paths, or as --model=ID.",
)
@lang_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of `--format json`.")
@click.pass_context
def analyze(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    format_: str,
    outputs: tuple[str, ...],
    severity: str | None,
    confidence: str | None,
    rules: tuple[str, ...],
    exclude: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    diff: str | None,
    bandit_config: Path | None,
    no_nosec: bool,
    suppressed: str,
    allow_incomplete: bool,
    stdin_name: str | None,
    jobs: int | None,
    no_cache: bool,
    reproducible: bool,
    fix: bool,
    dry_run: bool,
    interactive: bool,
    model: str | None,
    schema: bool,
) -> None:
    """Look for security problems in files and folders; `-` is the standard input.

    Nothing that lies in the tree can switch a check off. Exit codes: 0 clean, 1 findings, 2 wrong
    usage or a failure, 3 nothing was found but something was not analysed; with --fix of what
    remains.
    """
    try:
        if schema:
            click.echo(document.schema(), nl=False)
            return
        targets = _targets(outputs)
        chosen = {
            "analysis.min_severity": severity,
            "analysis.min_confidence": confidence,
            "analysis.processes": jobs,
            "analysis.nosec": False if no_nosec else None,
            "model.id": model or None,
        }
        if (dry_run or interactive or model is not None) and not fix:
            raise UsageError(
                said("--dry-run, --interactive and --model belong to --fix."), said("Add --fix.")
            )
        settings = settings_for(Path.cwd(), chosen)
        order = _order(
            paths, settings, rules, exclude, baseline, diff, bandit_config,
            use_cache=not no_cache,
        )  # fmt: skip
        if fix and order.paths == (_STDIN,):
            raise UsageError(said("The standard input cannot be mended."), said("Name a file."))
        report = _report(order, stdin_name)
        told = spoken()
        if fix:
            # Imported here: who only analyses does not wait for what talks to a model.
            from hanare.cli.fixing import Wish, fix_files

            wish = Wish(dry_run, interactive, model)
            if fix_files(report, order, wish, settings, told):
                report = _report(order, stdin_name)
        if write_baseline is not None:
            _write(write_baseline, _baseline(report))
        if reproducible:
            report = replace(report, started=None, seconds=None)
        if suppressed == "omit":
            shown = tuple(each for each in report.findings if each.suppression is None)
            report = replace(report, findings=shown)
        code = _exit_code(report, known=write_baseline is not None, lenient=allow_incomplete)
        for name, path in targets:
            _write(path, _rendered(report, name, told, code))
        if dry_run:
            pass  # what is printed is the changes
        elif format_ == "text":
            print_text(report, Console(file=sys.stdout), told)
        else:
            click.echo(_rendered(report, format_, told, code), nl=False)
    except HanareError as error:
        error.exit_code = ExitCode.USAGE  # 1 says that there are findings
        raise
    except KeyboardInterrupt:
        say(said("Interrupted: nothing is reported."), err=True)
        ctx.exit(ExitCode.USAGE)
    ctx.exit(code)


def _targets(outputs: Sequence[str]) -> list[tuple[str, Path]]:
    """Return format and path of each report to write."""
    found = []
    for each in outputs:
        name, equals, path = each.partition("=")
        if not equals or name not in _FORMATS:
            name, path = _BY_SUFFIX.get(Path(each).suffix.lower(), ""), each
        if not name:
            raise UsageError(
                said("The format of {target!r} is not clear.", target=each),
                said("Write FORMAT=FILE, with one of {names}.", names=", ".join(_FORMATS)),
            )
        if Path(path).is_dir() or not Path(path).absolute().parent.is_dir():
            raise UsageError(said("{path} is not a file in a folder that exists.", path=path))
        found.append((name, Path(path)))
    return found


def _order(
    paths: tuple[Path, ...],
    settings: Settings,
    rules: Sequence[str],
    exclude: tuple[str, ...],
    baseline: Path | None,
    diff: str | None,
    bandit_config: Path | None,
    *,
    use_cache: bool,
) -> Order:
    if not paths:
        raise UsageError(
            said("Nothing to analyse."), said("Name files or folders: `hanare analyze .`")
        )
    if _STDIN in paths and (len(paths) > 1 or diff):
        raise UsageError(said("The standard input is analysed alone and has no revisions."))
    bandit = bandit_settings(bandit_config) if bandit_config is not None else BanditSettings()
    kept = places.analysis_file() if use_cache else None
    plan = plan_of(settings.analysis, kept, bandit.options)
    most = room.share_of_results(settings.cache.max_megabytes)
    return Order(
        paths,
        replace(plan, most_cache_bytes=most),
        _selection(selection_of(settings.analysis), rules, bandit),
        (*exclude, *bandit.excluded),
        tuple(load(baseline)) if baseline is not None else None,
        str(baseline or ""),
        diff or "",
    )


def _selection(selection: Selection, rules: Sequence[str], bandit: BanditSettings) -> Selection:
    names = {name.strip() for each in rules for name in each.split(",") if name.strip()}
    known = known_rules()
    if unknown := sorted((names | selection.off) - known.keys()):
        raise UsageError(
            said("There is no rule {rule}.", rule=unknown[0]),
            said("`hanare rules` lists all of them."),
        )
    unwanted = {id_ for id_ in known if _BANDITS.fullmatch(id_) and not bandit.takes(id_)}
    return replace(selection, rules=frozenset(names) or None, off=selection.off | unwanted)


def _report(order: Order, stdin_name: str | None) -> Report:
    if order.paths == (_STDIN,):
        name = stdin_name or "<stdin>"
        language_id = language_of(name) if stdin_name else "python"
        data = sys.stdin.buffer.read(order.plan.setup.most_bytes + 1)
        return asyncio.run(analyse_data(data, name, language_id, order))
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(worded(said("Analysing")), total=None)

        def show(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        return asyncio.run(analyse_paths(order, show))


def _baseline(report: Report) -> str:
    return dump((each.path, each.finding) for each in report.findings if not each.suppression)


def _rendered(report: Report, name: str, told: Language, code: ExitCode) -> str:
    if name == "sarif":  # tells how the run ended
        return sarif.render(report, told, exit_code=code)
    return FORMATS[name].render(report, told)


def _write(path: Path, content: str) -> None:
    """Write a file as a whole or not at all; a link in its place is replaced, not followed."""
    try:
        private.write_text(path.absolute(), content)
    except OSError as failure:
        raise HanareError(
            said(
                "{path} cannot be written: {reason}.", path=path, reason=failure.strerror or failure
            ),
            said("Choose another place."),
        ) from failure


def _exit_code(report: Report, *, known: bool, lenient: bool) -> ExitCode:
    if report.counted and not known:
        return ExitCode.FINDINGS
    return ExitCode.OK if report.complete or lenient else ExitCode.INCOMPLETE
