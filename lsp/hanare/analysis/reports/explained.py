"""What a finding is called and what there is to say about its rule, also if there is no help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hanare.analysis.catalogue import Help, helps
from hanare.analysis.finding import Finding
from hanare.analysis.reports import wording
from hanare.analysis.reports.plain import one_line
from hanare.analysis.results import NotAnalysed, Report, Suppression
from hanare.wording import Language, said


def help_of(rule: str) -> Help | None:
    """Return a rule's help; None for one that this version does not know."""
    return helps().get(rule)


def title(finding: Finding, language: Language) -> str:
    """Return what kind of thing is wrong, in one line."""
    found = help_of(finding.rule)
    return one_line(found.title.in_(language) if found else finding.message or finding.rule)


def detail(finding: Finding) -> str:
    """Return what the engine says beyond the title, in English; empty if that is all."""
    found = help_of(finding.rule)
    if found is None or finding.message == found.title.en:
        return ""
    return one_line(finding.message)


def sentence(finding: Finding, language: Language) -> str:
    """Return title and detail in one line, for formats with room for one text."""
    return ": ".join(filter(None, (title(finding, language), detail(finding))))


def reason(missed: NotAnalysed, language: Language) -> str:
    """Return in plain words why a file was not analysed, and what is known besides."""
    why = wording.REASON[missed.why]
    if not missed.detail:
        return why.in_(language)
    detailed = said("{reason} ({detail})", reason=why, detail=missed.detail)
    return one_line(detailed.in_(language))


def skipped(name: str, language: Language) -> str:
    """Return in plain words what was left out on purpose."""
    known = wording.SKIPPED_BY.get(name)
    what = known.in_(language) if known is not None else one_line(name)
    return f"{wording.SKIPPED.in_(language)}: {what}"


def justification(suppression: Suppression, language: Language) -> str:
    """Return in one line why something is suppressed, by whom and until when."""
    return " · ".join(
        filter(
            None,
            (
                one_line(suppression.reason) or wording.NO_REASON.in_(language),
                one_line(suppression.author),
                _until(suppression.until, language),
            ),
        )
    )


def _until(day: date | None, language: Language) -> str:
    return said("until {date}", date=day.isoformat()).in_(language) if day is not None else ""


@dataclass(frozen=True, slots=True)
class UsedRule:
    """A rule with the first of its findings in a report, which stands in where help is missing."""

    id: str
    example: Finding
    count: int


def used_rules(report: Report) -> list[UsedRule]:
    """Return the rules of a report's findings by id, suppressed and known ones included."""
    first: dict[str, Finding] = {}
    counts: dict[str, int] = {}
    for each in report.findings:
        first.setdefault(each.finding.rule, each.finding)
        counts[each.finding.rule] = counts.get(each.finding.rule, 0) + 1
    return [UsedRule(rule, first[rule], counts[rule]) for rule in sorted(first)]
