"""`hanare bench infill`: the quality of what is shown."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from hanare.bench import infill as infill_bench
from hanare.bench import infill_summary as summary
from hanare.bench.cases import DEFAULT_SEED, InfillCase, Kind, infill_cases
from hanare.bench.corpus import LANGUAGES, load_corpus, package_files
from hanare.bench.cross_file import cross_file_cases
from hanare.bench.infill import Result
from hanare.bench.infill_summary import Share
from hanare.bench.statistics import Interval
from hanare.cli.configured import settings_for
from hanare.cli.help import Command
from hanare.cli.speaking import worded
from hanare.completion.filters import RULES
from hanare.completion.related import Definitions
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.wording import said

_SHARES = (1.0, 0.9, 0.8, 0.7, 0.65, 0.6, 0.5)
CROSS_FILE = "cross-file"


@dataclass(frozen=True, slots=True)
class _Run:
    """All results of one call, in the order of the cases."""

    markers: tuple[str, ...]
    """The model's control tokens."""
    alone: list[Result]
    """Of what uses definitions of other files, asked without them."""
    informed: list[Result]


@click.command(cls=Command)
@click.option(
    "--count", type=click.IntRange(min=1), default=20, show_default=True,
    help="How many cases of each kind in each language.",
)  # fmt: skip
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(LANGUAGES),
    help="Only this language; may be repeated.",
)  # fmt: skip
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([*map(str, Kind), CROSS_FILE]),
    help="Only this kind of case; may be repeated.",
)  # fmt: skip
@click.option(
    "--ablate", "ablated", multiple=True, type=click.Choice(list(RULES)),
    help="Say what would be shown without this filter; may be repeated.",
)  # fmt: skip
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which cases.")
@click.option("--model", help="Model id; see `hanare models list`.")
@click.option("--json", "as_json", is_flag=True, help="Print every result.")
def infill(
    count: int,
    languages: tuple[str, ...],
    kinds: tuple[str, ...],
    ablated: tuple[str, ...],
    seed: int,
    model: str | None,
    as_json: bool,
) -> None:
    """Complete masked code, with the whole pipeline, and compare it with what stood there.

    Cases that use definitions of other files are asked without and with those.
    """
    settings = settings_for(Path.cwd(), {"model.id": model})
    cases = _cases(languages or LANGUAGES, kinds or (*Kind, CROSS_FILE), count, seed)
    run = asyncio.run(_run(settings, cases))
    if as_json:
        click.echo(json.dumps(asdict(run), ensure_ascii=False))
        return
    console = Console()
    threshold = settings.completion.min_confidence
    informed = [each for each in run.informed if not each.cross_file]
    if informed:
        console.print(_qualities(informed, threshold, seed))
        console.print(_curve(informed))
    if run.alone:
        console.print(_effects(run))
    for name in ablated:
        console.print(_ablation(name, cases, run, threshold))
    found = summary.faults([*run.alone, *run.informed])
    words = said(
        "Of {count} suggestions {repeats} repeat the next line, {leaks} hold a control token, "
        "{worse} make the syntax worse.",
        count=found.suggestions,
        repeats=found.repeats,
        leaks=found.leaks,
        worse=found.worse,
    )
    console.print(worded(words))


def _cases(
    languages: Sequence[str], kinds: Sequence[str], count: int, seed: int
) -> list[InfillCase]:
    contents = cache(package_files)
    cases: list[InfillCase] = []
    for language in languages:
        files = load_corpus([language])
        for kind in kinds:
            if kind == CROSS_FILE:
                cases += cross_file_cases(files, contents, count=count, seed=seed)
            else:
                cases += infill_cases(files, Kind(kind), count, seed)
    return cases


async def _run(settings: Settings, cases: Sequence[InfillCase]) -> _Run:
    by_package: dict[str, list[InfillCase]] = defaultdict(list)
    for case in cases:
        by_package[case.package].append(case)
    engine, layout = open_engine(settings)
    run = _Run((*layout.markers, *layout.stop), [], [])
    total = len(cases) + sum(bool(case.cross_file) for case in cases)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(worded(said("Asking")), total=total)

            async def ask(
                cases: Iterable[InfillCase], definitions: Definitions | None, folder: Path
            ) -> list[Result]:
                return await infill_bench.run(
                    engine, layout, cases, definitions, folder,
                    settings=settings.completion,
                    progress=lambda: progress.advance(task),
                )  # fmt: skip

            for package, mine in by_package.items():
                with tempfile.TemporaryDirectory(prefix="hanare-bench-") as scratch:
                    folder = Path(scratch)
                    index = infill_bench.indexed(package_files(package), folder)
                    run.alone.extend(await ask([c for c in mine if c.cross_file], None, folder))
                    run.informed.extend(await ask(mine, index, folder))
    finally:
        await engine.close()
    return run


def _qualities(results: Sequence[Result], threshold: float, seed: int) -> Table:
    """Make one row for each language and kind, with 95 % intervals."""
    title = f"Masked code, completed (seed {seed}; shown: confidence at least {threshold:g})"
    table = Table(title=title)
    for heading in ("", "cases", "exact", "similarity", "shown", "right of shown", "broken"):
        table.add_column(heading, justify="left" if not heading else "right")
    groups: dict[str, list[Result]] = defaultdict(list)
    for each in results:
        groups[f"{each.language} {each.kind}"].append(each)
    for name, group in [*sorted(groups.items()), ("all", list(results))]:
        row = summary.quality(name, group, threshold)
        interval = _interval(row.similarity_interval)
        table.add_row(
            row.name, str(len(group)), _share(row.exact), f"{row.similarity:.2f} {interval}",
            _share(row.shown), _share(row.precision), _share(row.broken),
        )  # fmt: skip
    return table


def _curve(results: Sequence[Result]) -> Table:
    """Say what thresholds would do."""
    table = Table(title="Confidence thresholds")
    for heading in ("confidence", "shown", "right of shown"):
        table.add_column(heading, justify="right")
    curve = summary.curve(results)
    for share in _SHARES:
        if at := summary.at_share(curve, share):
            table.add_row(f"{at.confidence:.3f}", f"{at.share:.2f}", f"{at.precision:.2f}")
    return table


def _effects(run: _Run) -> Table:
    """Compare the same cases without and with definitions of other files, by language."""
    table = Table(title="Code that uses definitions of other files: exact matches")
    for heading in ("", "cases", "without them", "with them", "ratio"):
        table.add_column(heading, justify="left" if not heading else "right")
    languages = sorted({each.language for each in run.alone})
    for name in [*languages, "all"]:
        alone = [each for each in run.alone if name in ("all", each.language)]
        if effect := summary.context_effect(name, alone, run.informed):
            table.add_row(
                effect.name, str(effect.alone.trials), _share(effect.alone),
                _share(effect.informed), f"{effect.lift:.2f} {_interval(effect.interval)}",
            )  # fmt: skip
    return table


def _ablation(name: str, cases: Sequence[InfillCase], run: _Run, threshold: float) -> Table:
    """Compare the same answers with all filters and without one."""
    by_id = {(case.id, str(case.kind)): case for case in cases}
    lacking = [
        infill_bench.without(by_id[each.case, each.kind], each, {name}, run.markers)
        for each in run.informed
    ]
    table = Table(title=f"Without the filter {name}")
    for heading in ("", "exact", "shown", "right of shown", "broken", "repeat", "leak", "worse"):
        table.add_column(heading, justify="left" if not heading else "right")
    for label, group in (("all filters", run.informed), (f"no {name}", lacking)):
        row, found = summary.quality(label, group, threshold), summary.faults(group)
        table.add_row(
            label, _share(row.exact), _share(row.shown), _share(row.precision),
            _share(row.broken), str(found.repeats), str(found.leaks), str(found.worse),
        )  # fmt: skip
    return table


def _share(share: Share) -> str:
    return f"{share.value:.2f} {_interval(share.interval)}"


def _interval(interval: Interval) -> str:
    return f"({interval.low:.2f}–{interval.high:.2f})"
