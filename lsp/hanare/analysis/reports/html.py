"""Reports as one self-contained HTML page, for people who do not read code every day.

It fetches nothing, and its content security policy allows no script or style but its own. It reads
and prints without the script, which only searches and filters.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

from hanare import __version__
from hanare.analysis.catalogue import Help
from hanare.analysis.finding import Finding, Level
from hanare.analysis.reports import wording
from hanare.analysis.reports.explained import (
    UsedRule,
    detail,
    help_of,
    justification,
    reason,
    skipped,
    title,
    used_rules,
)
from hanare.analysis.reports.frames import FrameLine, frame
from hanare.analysis.reports.markup import Html, element, html_prose, joined
from hanare.analysis.reports.plain import one_line
from hanare.analysis.reports.tally import (
    SEVEREST_FIRST,
    Tally,
    suppressed,
    tally,
    unchanged,
    verdict,
)
from hanare.analysis.results import BaselineState, Report, Reported
from hanare.wording import Language, Said, Tellable, said

_ROWS_IN_VIEW = 8
"""Longer lists of files that were not analysed are folded."""


def render(report: Report, language: Language) -> str:
    """Return a report as a page in one language."""
    return f"<!doctype html>\n{_Page(report, language).html()}\n"


class _Page:
    def __init__(self, report: Report, language: Language) -> None:
        self._report = report
        self._language = language
        self._numbers = tally(report)

    def _say(self, text: Tellable) -> str:
        return text.in_(self._language)

    def html(self) -> Html:
        return element("html", {"lang": self._language}, self._head(), self._body())

    def _head(self) -> Html:
        style, script = _asset("report.css"), _asset("report.js")
        policy = (
            f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        return element(
            "head",
            None,
            element("meta", {"charset": "utf-8"}),
            element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
            element("meta", {"name": "viewport", "content": "width=device-width"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("title", None, f"{self._title()} · {wording.PRODUCT}"),
            element("style", None, style),
            # A module runs when the page has been read.
            element("script", {"type": "module"}, script),
        )

    def _title(self) -> str:
        folder = one_line(self._report.root.rstrip("/").rpartition("/")[2])
        return ": ".join(filter(None, (self._say(wording.HEADING), folder)))

    def _body(self) -> Html:
        return element(
            "body",
            None,
            element("a", {"class": "skip", "href": "#findings"}, self._say(wording.SKIP)),
            self._header(),
            element(
                "main",
                None,
                self._verdict(),
                self._missed(),
                self._overview(),
                self._findings(),
                self._folded(wording.SUPPRESSED_BY, suppressed(self._report)),
                self._folded(wording.UNCHANGED, unchanged(self._report)),
                self._rules(),
            ),
            self._footer(),
        )

    def _header(self) -> Html:
        report = self._report
        took = report.seconds
        facts = (
            (wording.STARTED, report.started or ""),
            (wording.TOOK, "" if took is None else self._say(said("{count:.1f} s", count=took))),
            (wording.REVISION, report.revision[:12]),
            (wording.COMPARED, report.compared_with),
        )
        terms = [
            element("div", None, element("dt", None, self._say(name)), element("dd", None, fact))
            for name, fact in facts
            if fact
        ]
        return element(
            "header",
            None,
            element("p", {"class": "brand"}, wording.PRODUCT),
            element("h1", None, self._title()),
            element("dl", {"class": "facts"}, *terms) if terms else None,
        )

    def _verdict(self) -> Html:
        numbers = self._numbers
        tiles = [
            (self._say(wording.SEVERITY[level]), numbers.by_severity[level], level.value)
            for level in SEVEREST_FIRST
        ]
        tiles.append((self._say(wording.NOT_ANALYSED), numbers.not_analysed, "missed"))
        tiles += [
            (self._say(wording.SUPPRESSED), numbers.suppressed, "quiet"),
            (self._say(wording.UNCHANGED), numbers.unchanged, "quiet"),
            (self._say(wording.ANALYSED), numbers.analysed, "quiet"),
            (self._say(wording.LINES_ANALYSED), numbers.lines, "quiet"),
        ]
        skips = (
            f"{skipped(name, self._language)}: {count:,}"
            for name, count in self._report.skipped.items()
        )
        told = [self._say(note) for note in self._report.notes]
        notes = [element("li", None, one_line(each)) for each in (*told, *skips)]
        return element(
            "section",
            {"class": f"verdict {self._state()}", "aria-labelledby": "verdict"},
            element("h2", {"id": "verdict"}, verdict(self._report, self._language)),
            _bar(numbers),
            element(
                "ul",
                {"class": "tiles"},
                *(
                    element(
                        "li",
                        {"class": kind if count else f"{kind} none"},
                        element("strong", None, f"{count:,}"),
                        element("span", None, name),
                    )
                    for name, count, kind in tiles
                ),
            ),
            element("ul", {"class": "notes"}, *notes) if notes else None,
        )

    def _state(self) -> str:
        for level in SEVEREST_FIRST:
            if self._numbers.by_severity[level]:
                return level.value
        return "clean" if self._report.complete else "missed"

    def _missed(self) -> Html | None:
        report = self._report
        if report.complete:
            return None
        table = self._table(
            (wording.FILE, wording.REASON_WORD),
            (
                (element("code", None, one_line(each.path)), reason(each, self._language))
                for each in report.not_analysed
            ),
        )
        if len(report.not_analysed) > _ROWS_IN_VIEW:
            files_ = self._say(wording.files(len(report.not_analysed)))
            table = element("details", None, element("summary", None, files_), table)
        return self._section("missed", wording.NOT_FULLY, table)

    def _overview(self) -> Html | None:
        counted: dict[str, list[Finding]] = {}
        for each in self._report.counted:
            counted.setdefault(each.finding.rule, []).append(each.finding)
        if not counted:
            return None
        ordered = sorted(
            counted.values(), key=lambda those: (-_severest(those).rank, -len(those), those[0].rule)
        )
        table = self._table(
            (wording.AT_SEVERITY, wording.RULE, wording.COUNT),
            (
                (
                    self._badge(_severest(those)),
                    joined(_link(those[0].rule), " ", self._named(those[0])),
                    f"{len(those):,}",
                )
                for those in ordered
            ),
        )
        return self._section("overview", wording.BY_RULE, table)

    def _findings(self) -> Html:
        counted = self._report.counted
        body = [
            element(
                "section",
                {"class": "file"},
                element("h3", None, element("code", None, one_line(path))),
                *(self._finding(each) for each in findings),
            )
            for path, findings in groupby(counted, key=lambda each: each.path)
        ]
        return self._section("findings", wording.FOUND, self._tools() if counted else None, *body)

    def _tools(self) -> Html:
        boxes = (
            element(
                "label",
                {"class": level.value},
                element(
                    "input", {"type": "checkbox", "data-severity": level.value, "checked": True}
                ),
                f" {self._say(wording.SEVERITY[level])}",
            )
            for level in SEVEREST_FIRST
        )
        search = {
            "type": "search",
            "id": "search",
            "placeholder": self._say(wording.SEARCH_HINT),
            "autocomplete": "off",
        }
        return element(
            "div",
            {"class": "tools", "id": "tools", "role": "search", "hidden": True},
            element("label", {"for": "search"}, self._say(wording.SEARCH)),
            element("input", search),
            element(
                "fieldset", None, element("legend", None, self._say(wording.AT_SEVERITY)), *boxes
            ),
            element(
                "p",
                {"role": "status"},
                element("span", {"id": "shown"}, f"{self._numbers.findings}"),
                f" / {self._numbers.findings:,} {self._say(wording.SHOWN)}",
            ),
            element("p", {"id": "nothing", "hidden": True}, self._say(wording.NOTHING_MATCHES)),
        )

    def _finding(self, reported: Reported) -> Html:
        finding = reported.finding
        more = detail(finding)
        return element(
            "article",
            {"class": f"finding {finding.severity.value}", "data-severity": finding.severity.value},
            element(
                "h4",
                None,
                self._badge(finding.severity),
                " ",
                self._named(finding),
            ),
            self._about(reported),
            element("p", None, more) if more else None,
            _code(frame(finding)),
            self._flow(finding),
            self._suggestion(finding),
        )

    def _about(self, reported: Reported) -> Html:
        finding = reported.finding
        confidence = (
            f"{self._say(wording.CONFIDENCE)}: {self._say(wording.SEVERITY[finding.confidence])}"
        )
        facts: list[str] = [
            _link(finding.rule),
            f"{finding.start.line}:{finding.start.column}",
            confidence,
        ]
        if finding.cwe:
            facts.insert(1, f"CWE-{finding.cwe}")
        if reported.state is BaselineState.NEW:
            facts.append(element("strong", None, self._say(wording.NEW)))
        return element("ul", {"class": "about"}, *(element("li", None, fact) for fact in facts))

    def _flow(self, finding: Finding) -> Html | None:
        if not finding.flow:
            return None
        steps = (
            element(
                "li",
                None,
                element("span", {"class": "place"}, f"{step.start.line}:{step.start.column}"),
                f" {one_line(self._say(step.message))}",
            )
            for step in finding.flow
        )
        return joined(element("h5", None, self._say(wording.FLOW)), element("ol", None, *steps))

    def _suggestion(self, finding: Finding) -> Html | None:
        if finding.fix is None:
            return None
        title = self._say(finding.fix.title)
        return element(
            "p",
            {"class": "suggestion"},
            element("strong", None, self._say(wording.SUGGESTION)),
            f" {one_line(title)}",
        )

    def _folded(self, heading: Said, those: Sequence[Reported]) -> Html | None:
        if not those:
            return None
        rows = (
            (
                joined(_link(each.finding.rule), " ", self._named(each.finding)),
                element("code", None, f"{one_line(each.path)}:{each.finding.start.line}"),
                justification(each.suppression, self._language) if each.suppression else "",
            )
            for each in those
        )
        columns = (wording.RULE, wording.PLACE, wording.REASON_WORD)
        summary = f"{self._say(heading)} ({len(those):,})"
        return element(
            "section",
            {"class": "record"},
            element("details", None, element("summary", None, summary), self._table(columns, rows)),
        )

    def _rules(self) -> Html | None:
        explained = [
            self._rule(used, help_)
            for used in used_rules(self._report)
            if (help_ := help_of(used.id)) is not None
        ]
        return self._section("rules", wording.RULES, *explained) if explained else None

    def _rule(self, used: UsedRule, help_: Help) -> Html:
        texts = ((wording.WHAT, help_.what), (wording.WHY, help_.why), (wording.FIX, help_.fix))
        examples = (("bad", wording.BAD, help_.bad), ("good", wording.GOOD, help_.good))
        return element(
            "article",
            {"class": "rule", "id": f"rule-{used.id}"},
            element(
                "h3", None, element("code", None, used.id), " ", html_prose(self._say(help_.title))
            ),
            *(
                joined(
                    element("h4", None, self._say(heading)),
                    *_paragraphs(self._say(text)),
                )
                for heading, text in texts
            ),
            element(
                "div",
                {"class": "examples"},
                *(
                    element(
                        "figure",
                        {"class": kind},
                        element("figcaption", None, self._say(heading)),
                        element("pre", None, element("code", None, code.strip("\n"))),
                    )
                    for kind, heading, code in examples
                    if code.strip()
                ),
            ),
        )

    def _footer(self) -> Html:
        return element(
            "footer",
            None,
            element("p", None, self._say(wording.LIMITS)),
            element("p", None, f"{wording.PRODUCT} {__version__}"),
        )

    def _named(self, finding: Finding) -> Html:
        return html_prose(title(finding, self._language))

    def _badge(self, level: Level) -> Html:
        words = self._say(wording.SEVERITY[level])
        return element("span", {"class": f"badge {level.value}"}, words)

    def _section(self, name: str, heading: Said, *children: Html | None) -> Html:
        return element(
            "section",
            {"id": name, "aria-labelledby": f"{name}-heading"},
            element("h2", {"id": f"{name}-heading"}, self._say(heading)),
            *children,
        )

    def _table(self, columns: Iterable[Said], rows: Iterable[Sequence[str]]) -> Html:
        head = (element("th", {"scope": "col"}, self._say(column)) for column in columns)
        body = (element("tr", None, *(element("td", None, cell) for cell in row)) for row in rows)
        return element(
            "div",
            {"class": "wide"},
            element(
                "table",
                None,
                element("thead", None, element("tr", None, *head)),
                element("tbody", None, *body),
            ),
        )


def _bar(numbers: Tally) -> Html | None:
    """Return the shares of the severities as a drawing: the policy allows no inline widths."""
    if not numbers.findings:
        return None
    pieces, left = [], 0.0
    for level in SEVEREST_FIRST:
        share = 100 * numbers.by_severity[level] / numbers.findings
        if share:
            place = {"x": f"{left:.2f}%", "width": f"{share:.2f}%", "height": "100%"}
            pieces.append(element("rect", {"class": level.value, **place}))
        left += share
    return element("svg", {"class": "bar", "aria-hidden": "true"}, *pieces)


def _code(lines: list[FrameLine]) -> Html:
    return element(
        "pre",
        None,
        element(
            "code",
            None,
            *(
                joined(
                    element("span", {"class": "number"}, f"{line.number}"),
                    line.before,
                    element("mark", None, line.marked) if line.marked else None,
                    f"{line.after}\n",
                )
                for line in lines
            ),
        ),
    )


def _link(rule: str) -> Html:
    code = element("code", None, rule)
    return element("a", {"href": f"#rule-{rule}"}, code) if help_of(rule) else code


def _paragraphs(text: str) -> list[Html]:
    parts = text.strip().split("\n\n")
    return [element("p", None, html_prose(" ".join(each.split()))) for each in parts]


def _severest(findings: Iterable[Finding]) -> Level:
    return max((each.severity for each in findings), key=lambda level: level.rank)


@cache
def _asset(name: str) -> Html:
    return Html((files(__package__) / name).read_text("utf-8"))


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
