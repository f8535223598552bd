"""Reports for a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from io import StringIO
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hanare.analysis.finding import Finding, Level
from hanare.analysis.reports import wording
from hanare.analysis.reports.explained import detail, help_of, justification, reason, skipped, title
from hanare.analysis.reports.frames import FrameLine, frame
from hanare.analysis.reports.plain import one_line
from hanare.analysis.reports.tally import SEVEREST_FIRST, suppressed, tally, verdict
from hanare.analysis.results import NotAnalysed, Report, Reported
from hanare.wording import Language, Said

_COMMAND = re.compile(
    r"::(?=add-|debug|echo|end|error|group|internal-|notice|remove-|save-|set-|stop-|warning)", re.I
)
_WIDTH = 100
_NARROWEST_CODE = 20  # columns
_COLOUR = {Level.HIGH: "red", Level.MEDIUM: "yellow", Level.LOW: "cyan"}
_MOST_MISSED = 50
"""Files that were not analysed, by name; reasons and numbers are given for all of them."""


def render(report: Report, language: Language, width: int = _WIDTH) -> str:
    """Return a report without colours."""
    into = StringIO()
    console = Console(file=into, width=width, color_system=None, force_terminal=False)
    print_text(report, console, language)
    # Cells are filled up with blanks.
    return "".join(f"{line.rstrip()}\n" for line in into.getvalue().split("\n")[:-1])


def print_text(report: Report, console: Console, language: Language) -> None:
    """Print a report, in colour if the console has any."""
    if console.no_color:  # rich keeps bold and dim then, which are escape sequences too
        console = Console(
            file=console.file, width=console.width, color_system=None, force_terminal=False
        )
    _Printer(console, language).report(report)


class _Printer:
    def __init__(self, console: Console, language: Language) -> None:
        self._console = console
        self._language = language
        self._explained: set[str] = set()

    def report(self, report: Report) -> None:
        for path, findings in groupby(report.counted, key=lambda each: each.path):
            self._file(path)
            for reported in findings:
                self._finding(reported.finding)
        self._suppressed(suppressed(report))
        self._not_analysed(report.not_analysed)
        for note in report.notes:
            self._line(f"{wording.NOTES.in_(self._language)}: {one_line(note.in_(self._language))}")
        self._summary(report)

    def _line(self, *pieces: str | tuple[str, str]) -> None:
        """Print what may take several lines."""
        self._console.print(_assembled(_inert_anywhere, pieces), highlight=False)

    def _cut(self, *pieces: str | tuple[str, str]) -> None:
        """Print one line, without what there is no room for."""
        text = _assembled(_inert, pieces)
        self._console.print(text, highlight=False, no_wrap=True, overflow="ellipsis")

    def _file(self, path: str) -> None:
        # Something before the name: at the start of a line a name could be a command to a CI.
        self._line()
        self._cut(("── ", "dim"), (one_line(path), "bold"))

    def _finding(self, finding: Finding) -> None:
        colour = _COLOUR[finding.severity]
        place = f"{finding.start.line}:{finding.start.column}"
        cwe = f"  CWE-{finding.cwe}" if finding.cwe else ""
        self._line()
        self._line(
            f"{place:>7}  ",
            (wording.SEVERITY[finding.severity].in_(self._language), f"bold {colour}"),
            f"  {title(finding, self._language)}",
            (f"  {finding.rule}{cwe}", "dim"),
        )
        if more := detail(finding):
            self._indented(more, "")
        self._frame(frame(finding), colour)
        for step in finding.flow:
            words = one_line(step.message.in_(self._language))
            self._indented(f"{step.start.line}:{step.start.column} → {words}", "dim")
        self._advice(finding)

    def _advice(self, finding: Finding) -> None:
        if finding.rule in self._explained:
            return
        self._explained.add(finding.rule)
        if help_ := help_of(finding.rule):
            heading = wording.FIX.in_(self._language)
            self._indented(f"{heading}: {' '.join(help_.fix.in_(self._language).split())}", "green")

    def _indented(self, text: str, style: str) -> None:
        table = Table.grid()
        table.add_column(width=9)
        table.add_column()
        table.add_row("", Text(_inert_anywhere(text), style))
        self._console.print(table, highlight=False)

    def _frame(self, lines: list[FrameLine], colour: str) -> None:
        digits = len(str(lines[-1].number))
        room = max(_NARROWEST_CODE, self._console.width - digits - 12)
        several = len(lines) > 1
        for line in lines:
            before, marked, after = _window(line, room)
            gutter = f"{line.number:>{digits + 7}} │ "
            self._cut((gutter, "dim"), before, (marked, f"bold {colour}"), after)
            if not several:
                carets = "^" * min(max(1, cell_len(marked)), room - cell_len(before))
                blank = " " * cell_len(before)
                self._cut((" " * (digits + 7) + " │ ", "dim"), blank, (carets, colour))

    def _suppressed(self, those: tuple[Reported, ...]) -> None:
        rows = [
            (
                f"{each.finding.rule}  {one_line(each.path)}:{each.finding.start.line}",
                justification(each.suppression, self._language),
            )
            for each in those
            if each.suppression is not None
        ]
        self._list(wording.SUPPRESSED_BY, "bold", rows)

    def _not_analysed(self, those: tuple[NotAnalysed, ...]) -> None:
        rows = [
            (one_line(each.path), reason(each, self._language)) for each in those[:_MOST_MISSED]
        ]
        left = Counter(each.why for each in those[_MOST_MISSED:])
        rows += [
            (
                f"… {wording.files(count).in_(self._language)}",
                wording.REASON[why].in_(self._language),
            )
            for why, count in left.items()
        ]
        self._list(wording.NOT_FULLY, "bold yellow", rows)

    def _list(self, heading: Said, style: str, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        table = Table.grid(padding=(0, 2))
        table.add_column(overflow="fold")
        table.add_column(overflow="fold")
        for name, words in rows:
            table.add_row(Text(f"  {_inert_anywhere(name)}"), Text(_inert_anywhere(words), "dim"))
        self._line()
        self._line((heading.in_(self._language), style))
        self._console.print(table, highlight=False)

    def _summary(self, report: Report) -> None:
        language, numbers = self._language, tally(report)
        table = Table.grid(padding=(0, 2))
        table.add_column(min_width=12)
        table.add_column(justify="right")
        for level in SEVEREST_FIRST:
            count = numbers.by_severity[level]
            style = f"bold {_COLOUR[level]}" if count else "dim"
            table.add_row(Text(wording.SEVERITY[level].in_(language), style), f"{count:,}")
        for label, count in (
            (wording.SUPPRESSED, numbers.suppressed),
            (wording.UNCHANGED, numbers.unchanged),
            (wording.NOT_ANALYSED, numbers.not_analysed),
            (wording.ANALYSED, numbers.analysed),
            (wording.LINES_ANALYSED, numbers.lines),
        ):
            table.add_row(label.in_(language), f"{count:,}")
        for name, count in report.skipped.items():
            table.add_row(skipped(name, language), f"{count:,}")
        self._line()
        self._console.print(table, highlight=False)
        self._line()
        self._line((verdict(report, language), "bold"))
        if numbers.findings:
            self._line((wording.MORE.in_(language), "dim"))


def _assembled(inert: Callable[[str], str], pieces: Iterable[str | tuple[str, str]]) -> Text:
    return Text.assemble(
        *(inert(each) if isinstance(each, str) else (inert(each[0]), each[1]) for each in pieces)
    )


def _inert(text: str) -> str:
    """Return text that GitHub's runner does not obey, except at the start of a line."""
    return text.replace("##[", "\\x23#[")


def _inert_anywhere(text: str) -> str:
    """Return text that GitHub's runner does not obey, wherever the console breaks it."""
    return _COMMAND.sub(r"\\x3a:", _inert(text))


def _window(line: FrameLine, room: int) -> tuple[str, str, str]:
    """Return a line cut at the left so that its mark begins in view; the console cuts the right."""
    before = line.before
    lead = before if cell_len(before) <= room // 2 else "…" + before[-(room // 4) :]
    return lead, line.marked, line.after
