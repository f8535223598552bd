"""`hanare analyze --fix`: files are mended by rule, perhaps by model, and only if it is proved."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from hanare.analysis.assembling import Selection, selected
from hanare.analysis.finding import Finding
from hanare.analysis.host import Scanner
from hanare.analysis.redaction import visible
from hanare.analysis.reports.plain import one_line
from hanare.analysis.reports.wording import files, findings
from hanare.analysis.results import Analysed, FileResult, Report
from hanare.analysis.service import Order
from hanare.analysis.source import Source
from hanare.cli.rewriting import TextFile, Untouchable, UntouchableError, open_text
from hanare.completion.service import open_engine
from hanare.config.settings import Settings
from hanare.engine.spec import chosen_model
from hanare.errors import HanareError, UsageError
from hanare.explain.author import Author
from hanare.explain.fixes.fixing import MOST_TRIES
from hanare.explain.fixes.mending import Consent, Mending
from hanare.explain.fixes.refusals import told
from hanare.models.catalog import Catalog
from hanare.wording import Language, said

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_REASONS = {
    Untouchable.LINK: said("it is a link, or has several names"),
    Untouchable.PROTECTED: said("it is write-protected"),
    Untouchable.ENCODING: said("it is not UTF-8"),
    Untouchable.UNREADABLE: said("it cannot be read"),
    Untouchable.CHANGED: said("it has changed since it was analysed"),
}
_QUESTION = said("Make this change?")
_ANSWERS = click.Choice(("y", "n", "q"))
_DECLINED = said("not wanted")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done about findings that can be mended."""

    dry_run: bool = False
    """Print the changes and write nothing."""
    interactive: bool = False
    model: str | None = None
    """The id of the model that is to mend what rules cannot, or empty for the usual one."""


@dataclass(slots=True)
class _Tally:
    fixed: int = 0
    files: int = 0
    notes: list[str] = field(default_factory=list)


def fix_files(
    report: Report, order: Order, wish: Wish, settings: Settings, language: Language
) -> bool:
    """Mend the findings of a report that count, and tell what was done; return if files changed.

    Links, files with several names, files that are not UTF-8 or not wholly analysed are left alone.

    Raises:
        HanareError: the analysis or the model cannot work, or a file cannot be written.
    """
    linked = [each.resolve() for each in order.paths if each.is_symlink()]
    tally = asyncio.run(_fix(report, order, wish, settings, language, linked))
    what, where = findings(tally.fixed), files(tally.files)
    sentence = (
        said("Would fix {what} in {where}; nothing was written.", what=what, where=where)
        if wish.dry_run
        else said("Fixed {what} in {where}.", what=what, where=where)
    )
    for line in (*tally.notes, sentence.in_(language)):
        click.echo(one_line(line), err=True)
    return tally.files > 0 and not wish.dry_run


async def _fix(
    report: Report,
    order: Order,
    wish: Wish,
    settings: Settings,
    language: Language,
    linked: Sequence[Path],
) -> _Tally:
    tally = _Tally()
    scanner = Scanner(order.plan.setup, order.plan.limits)
    try:
        async with _author(wish, settings) as author:
            for file, wanted in _by_file(report):
                path = Path(report.root, file.path)
                job = _Job(order, wish, language, scanner, author, file, tally)
                try:
                    if any(path.is_relative_to(each) for each in linked):
                        raise UntouchableError(Untouchable.LINK)  # noqa: TRY301 - told below
                    if not await job.run(path, wanted):
                        break
                except UntouchableError as refusal:
                    tally.notes.append(f"{file.path}: {_REASONS[refusal.why].in_(language)}")
    finally:
        await scanner.close()
    return tally


def _by_file(report: Report) -> list[tuple[Analysed, list[Finding]]]:
    """Return the findings that count by file; only files that were wholly analysed."""
    files = {each.path: each for each in report.files}
    found: dict[str, list[Finding]] = {}
    for each in report.counted:
        if each.path in files:
            found.setdefault(each.path, []).append(each.finding)
    return [(files[path], findings) for path, findings in found.items()]


@asynccontextmanager
async def _author(wish: Wish, settings: Settings) -> AsyncIterator[Author | None]:
    if wish.model is None:
        yield None
        return
    chat = chosen_model(settings, Catalog.load()).chat
    if chat is None:
        raise UsageError(
            said("This model was not trained to follow instructions."),
            said("Name another one; `hanare models list` shows all of them."),
        )
    engine, _ = open_engine(settings)
    try:
        yield Author(engine, chat)
    finally:
        await engine.close()


@dataclass(frozen=True, slots=True)
class _Job:
    """The mending of one file."""

    order: Order
    wish: Wish
    language: Language
    scanner: Scanner
    author: Author | None
    file: Analysed
    tally: _Tally

    async def run(self, path: Path, wanted: Sequence[Finding]) -> bool:
        """Mend; return whether to go on with other files."""
        name, language_id = self.file.path, self.file.language
        file = open_text(path, language_id, self.order.plan.setup.most_bytes)
        if hashlib.sha256(file.data).hexdigest() != self.file.sha256:
            raise UntouchableError(Untouchable.CHANGED)

        async def analyse(text: str) -> FileResult:
            return await self.scanner.text(text, name, language_id)

        shown = _shown(self.order.selection)
        source = Source(file.text, language_id, name)
        mending = Mending(source, await analyse(file.text), wanted, analyse, shown)
        ask = self._ask if self.wish.interactive else None
        await mending.by_rule(ask)
        if self.author is not None:
            # What asks cannot do so below a line that moves.
            console = Console(stderr=True, quiet=ask is not None or not sys.stderr.isatty())
            with console.status("") as status:

                def show(finding: Finding, number: int) -> None:
                    where = f"{name}:{finding.start.line} {finding.rule}"
                    status.update(escape(f"{one_line(where)} {number}/{MOST_TRIES}"))

                await mending.by_model(self.author, ask, show)
        self._finish(file, mending)
        return not mending.stopped

    def _finish(self, file: TextFile, mending: Mending) -> None:
        for finding in mending.to_agree() if not self.wish.interactive else ():
            assert finding.fix  # noqa: S101 - by its definition
            words = said(
                "{where}: not fixed unasked, see --interactive: {fix}",
                where=f"{self.file.path}:{finding.start.line} {finding.rule}",
                fix=finding.fix.title,
            )
            self.tally.notes.append(words.in_(self.language))
        for each in mending.left:
            why = told(each.refusals) or _DECLINED
            where = f"{self.file.path}:{each.finding.start.line} {each.finding.rule}"
            words = said("{where}: not fixed: {why}", where=where, why=why)
            self.tally.notes.append(words.in_(self.language))
        if not mending.fixed:
            return
        if self.wish.dry_run:
            _print_diff(self.file.path, file.text, mending.source.text)
        else:
            try:
                file.write(mending.source.text)
            except OSError as failure:
                raise HanareError(
                    said(
                        "{path} cannot be written: {reason}.",
                        path=file.path,
                        reason=failure.strerror or failure,
                    ),
                    said("What was written before stays; the file itself is as it was."),
                ) from failure
        self.tally.fixed += len(mending.fixed)
        self.tally.files += 1

    def _ask(self, finding: Finding, before: str, after: str) -> Consent:
        _print_diff(self.file.path, before, after, err=True)
        click.echo(one_line(f"{finding.rule}: {finding.message}"), err=True)
        try:
            answer = click.prompt(_QUESTION.in_(self.language), type=_ANSWERS, err=True)
        except click.Abort:  # the input has ended, or Ctrl-C
            return Consent.QUIT
        return {"y": Consent.YES, "n": Consent.NO}.get(answer, Consent.QUIT)


def _shown(selection: Selection) -> Callable[[FileResult], Sequence[Finding]]:
    today = datetime.now().astimezone().date()

    def shown(result: FileResult) -> list[Finding]:
        return [
            finding
            for finding, suppression in selected(result, selection, today)
            if suppression is None
        ]

    return shown


def _print_diff(name: str, before: str, after: str, *, err: bool = False) -> None:
    """Print a unified diff; a terminal gets nothing that it would obey."""
    stream = sys.stderr if err else sys.stdout
    old, new = _LINE.findall(before), _LINE.findall(after)
    for line in unified_diff(old, new, one_line(f"a/{name}"), one_line(f"b/{name}")):
        shown = line.removesuffix("\n")
        click.echo(visible(shown.removesuffix("\r")) if stream.isatty() else shown, err=err)
        if shown == line:
            click.echo("\\ No newline at end of file", err=err)
