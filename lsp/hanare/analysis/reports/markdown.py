"""Reports as Markdown, for comments on pull requests."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from hanare.analysis.reports import wording
from hanare.analysis.reports.explained import (
    detail,
    help_of,
    justification,
    reason,
    title,
)
from hanare.analysis.reports.frames import frame
from hanare.analysis.reports.markup import code_span, escaped, fenced, prose
from hanare.analysis.reports.tally import SEVEREST_FIRST, suppressed, tally, verdict
from hanare.analysis.results import Report, Reported
from hanare.wording import Language, Said, said

_LONGEST = 30_000
"""Characters of findings: GitHub takes comments of 65,536, and there is more to tell."""
_MOST_ROWS = 30


def render(report: Report, language: Language) -> str:
    """Return a report as GitHub's and GitLab's Markdown, short enough for a comment."""
    shown = _shown(report, language)
    parts = [f"## {wording.PRODUCT}: {wording.HEADING.in_(language)}"]
    parts.append(f"**{escaped(verdict(report, language))}**")
    parts.append(_numbers(report, language))
    for path, findings in groupby(shown, key=lambda each: each[0].path):
        parts.append(f"### {code_span(path)}")
        parts += [text for _, text in findings]
    left = len(report.counted) - len(shown)
    parts += [_left(wording.findings, left, language)] if left else []
    parts += _missed(report, language)
    parts += _suppressed(report, language)
    parts += _advice({each.finding.rule for each, _ in shown}, language)
    parts += [escaped(note.in_(language)) for note in report.notes]
    return "\n\n".join(parts) + "\n"


def _shown(report: Report, language: Language) -> list[tuple[Reported, str]]:
    """Return the findings there is room for, the severest if not all, with their texts."""
    numbered = sorted(enumerate(report.counted), key=lambda each: -each[1].finding.severity.rank)
    taken: list[tuple[int, Reported, str]] = []
    room = _LONGEST
    for number, reported in numbered:
        text = _finding(reported, language)
        room -= len(text)
        if room < 0:
            break
        taken.append((number, reported, text))
    return [(reported, text) for _, reported, text in sorted(taken, key=lambda each: each[0])]


def _left(what: wording.Counted, count: int, language: Language) -> str:
    return escaped(said("… and {what} more.", what=what(count)).in_(language))


def _numbers(report: Report, language: Language) -> str:
    numbers = tally(report)
    cells = {wording.SEVERITY[level]: numbers.by_severity[level] for level in SEVEREST_FIRST}
    head = [text.in_(language) for text in (*cells, *_OTHERS)]
    counts = (*cells.values(), numbers.suppressed, numbers.unchanged, numbers.not_analysed)
    return _table(head, [[str(count) for count in counts]], numeric=True)


_OTHERS = (wording.SUPPRESSED, wording.UNCHANGED, wording.NOT_ANALYSED)


def _finding(reported: Reported, language: Language) -> str:
    finding = reported.finding
    cwe = f" · CWE\\-{finding.cwe}" if finding.cwe else ""
    head = (
        f"**{wording.SEVERITY[finding.severity].in_(language)}** · "
        f"{prose(title(finding, language))} · {code_span(finding.rule)}{cwe} · "
        f"{finding.start.line}:{finding.start.column}"
    )
    code = fenced("\n".join(line.text for line in frame(finding)))
    parts = [head, escaped(detail(finding)), code]
    if finding.flow:
        steps = (
            f"{step.start.line}:{step.start.column} {escaped(step.message.in_(language))}"
            for step in finding.flow
        )
        parts.append("\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1)))
    return "\n\n".join(filter(None, parts))


def _missed(report: Report, language: Language) -> list[str]:
    rows = [[code_span(each.path), escaped(reason(each, language))] for each in report.not_analysed]
    columns = wording.FILE, wording.REASON_WORD
    return _section(wording.NOT_FULLY, columns, wording.files, rows, language)


def _suppressed(report: Report, language: Language) -> list[str]:
    rows = [
        [
            code_span(each.finding.rule),
            f"{code_span(each.path)}:{each.finding.start.line}",
            escaped(justification(each.suppression, language)),
        ]
        for each in suppressed(report)
        if each.suppression is not None
    ]
    columns = wording.RULE, wording.PLACE, wording.REASON_WORD
    return _section(wording.SUPPRESSED_BY, columns, wording.findings, rows, language)


def _section(
    heading: Said,
    columns: Iterable[Said],
    what: wording.Counted,
    rows: list[list[str]],
    language: Language,
) -> list[str]:
    if not rows:
        return []
    body = _table([column.in_(language) for column in columns], rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        body += "\n\n" + _left(what, len(rows) - _MOST_ROWS, language)
    return [_folded(f"{heading.in_(language)} ({len(rows)})", body)]


def _advice(rules: Iterable[str], language: Language) -> list[str]:
    parts = []
    for rule in sorted(rules):
        help_ = help_of(rule)
        if help_ is not None:
            text = " ".join(help_.fix.in_(language).split())
            parts.append(f"{code_span(rule)} {prose(text)}")
    return [_folded(wording.FIX.in_(language), "\n\n".join(parts))] if parts else []


def _folded(heading: str, body: str) -> str:
    return f"<details><summary>{heading}</summary>\n\n{body}\n\n</details>"


def _table(head: list[str], rows: list[list[str]], *, numeric: bool = False) -> str:
    rule = ["---:" if numeric else "---"] * len(head)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
