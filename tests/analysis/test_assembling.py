"""From what became of files to what a report tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from hanare.analysis.assembling import Assembled, Selection, assemble
from hanare.analysis.baseline import key
from hanare.analysis.completing import complete
from hanare.analysis.finding import Detection, Level, Origin, Span
from hanare.analysis.results import Analysed, FileResult, NotAnalysed, Reported, Why
from hanare.analysis.scan import Outcome
from hanare.analysis.source import Source
from hanare.analysis.suppressions import suppressions
from hanare.analysis.walk import Target, Targets
from hanare.text.languages import language_of
from hanare.wording import verbatim

_TODAY = date(2027, 3, 31)
_LEVELS = {"l": Level.LOW, "m": Level.MEDIUM, "h": Level.HIGH}


def outcome(name: str, text: str, why: Why | None = None, *, read: bool = True) -> Outcome:
    """What becomes of a file: a finding at each `f(sc)`, of severity `s` and confidence `c`."""
    source = Source(text, "python")
    detections, at = [], text.find("f(")
    while at >= 0:
        severity, confidence = _LEVELS[text[at + 2]], _LEVELS[text[at + 3]]
        span = Span(at, at + 5)
        detections.append(
            Detection("HPY101", span, Origin.RULES, severity=severity, confidence=confidence)
        )
        at = text.find("f(", at + 1)
    comments, wrong = suppressions(source)
    result = FileResult(
        complete(source, [*detections, *wrong]), tuple(comments), why, verbatim("told")
    )
    language = language_of(name)
    file = Analysed(name, language, text.count("\n"), len(text), "0" * 64) if read else None
    return Outcome(Target(Path(name), name, language), result, file)


def assembled(
    *outcomes: Outcome,
    selection: Selection = Selection(),  # noqa: B008 - it is frozen
    known: Sequence[str] | None = None,
    found: Targets | None = None,
) -> Assembled:
    return assemble(found or Targets(), outcomes, selection, _TODAY, known)


SELECTED: dict[str, tuple[Selection, str]] = {
    # Which of f(hh), f(mh), f(lh), f(hl) and f(ll) are reported.
    "everything": (Selection(), "hh mh lh hl ll"),
    "severe ones": (Selection(min_severity=Level.MEDIUM), "hh mh hl"),
    "the severest": (Selection(min_severity=Level.HIGH), "hh hl"),
    "sure ones": (Selection(min_confidence=Level.MEDIUM), "hh mh lh"),
    "severe and sure ones": (Selection(Level.HIGH, Level.HIGH), "hh"),
    "of a rule": (Selection(rules=frozenset({"HPY101", "B101"})), "hh mh lh hl ll"),
    "of another rule": (Selection(rules=frozenset({"B101"})), ""),
    "not of a rule": (Selection(off=frozenset({"HPY101"})), ""),
    "of a rule, and not of it": (
        Selection(rules=frozenset({"HPY101"}), off=frozenset({"HPY101"})), "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SELECTED)
def test_which_findings_are_reported(name: str) -> None:
    selection, expected = SELECTED[name]
    text = "f(hh)\nf(mh)\nf(lh)\nf(hl)\nf(ll)\n"
    rows = assembled(outcome("a.py", text), selection=selection).findings
    assert " ".join(row.finding.excerpt[2:4] for row in rows) == expected


def test_a_comment_is_in_use_whether_or_not_its_finding_is_reported() -> None:
    text = "f(ll)  # hanare: ignore[HPY101]: why\n"
    selection = Selection(min_severity=Level.HIGH)
    assert assembled(outcome("a.py", text), selection=selection).findings == ()


ACCOUNTED: dict[str, tuple[Outcome, str]] = {
    "seen": (outcome("a.py", "x\n"), "analysed"),
    "seen in part": (outcome("a.py", "x\n", Why.SYNTAX), "not analysed"),
    "not read": (outcome("a.py", "", Why.UNREADABLE, read=False), "not analysed"),
    "code that is binary": (outcome("a.py", "", Why.BINARY, read=False), "not analysed"),
    "data that are binary": (outcome("a.dat", "", Why.BINARY, read=False), "skipped"),
    "data that cannot be read": (outcome("a.dat", "", Why.UNREADABLE, read=False), "not analysed"),
    "data that are too much": (outcome("a.dat", "", Why.TOO_LARGE, read=False), "not analysed"),
    "text of no language": (outcome("a.dat", "x\n"), "analysed"),
}


@pytest.mark.parametrize("name", ACCOUNTED)
def test_each_file_is_accounted_for_once(name: str) -> None:
    result = assembled(ACCOUNTED[name][0])
    rows = {
        "analysed": len(result.files),
        "not analysed": len(result.not_analysed),
        "skipped": sum(result.skipped.values()),
    }
    assert [key for key, count in rows.items() if count] == [ACCOUNTED[name][1]]
    assert sum(rows.values()) == 1


def test_what_was_found_in_a_part_is_reported() -> None:
    result = assembled(outcome("a.py", "f(hh)\n", Why.SYNTAX))
    assert len(result.findings) == 1
    assert result.not_analysed == (NotAnalysed("a.py", Why.SYNTAX, verbatim("told")),)


def test_what_could_not_be_entered_is_told_with_what_could_not_be_read() -> None:
    found = Targets(not_analysed=[NotAnalysed("m.py", Why.NOT_REGULAR)])
    found.skipped["tools"] = 2
    result = assembled(
        outcome("z.py", "", Why.MEMORY), outcome("a.py", "", Why.TIMEOUT),
        outcome("a.png", "", Why.BINARY, read=False), found=found,
    )  # fmt: skip
    assert [each.path for each in result.not_analysed] == ["a.py", "m.py", "z.py"]
    assert result.skipped == {"binary": 1, "tools": 2}


# Of each `f(hh)`: `N`ew, `u`nchanged, in brackets if suppressed; and how many are known.
COMPARED: dict[str, tuple[list[str], int, str]] = {
    "nothing known": (["f(hh)"], 0, "N"),
    "known": (["f(hh)"], 1, "u"),
    "one more": (["f(hh)", "f(hh)"], 1, "uN"),
    "one less": (["f(hh)"], 2, "u"),
    "a double that is suppressed, behind": (
        ["f(hh)", "f(hh)  # hanare: ignore[HPY101]: why"], 1, "u(N)",
    ),
    "a double that is suppressed, before": (
        ["f(hh)  # hanare: ignore[HPY101]: why", "f(hh)"], 1, "(N)u",
    ),
    "suppressed since": (["f(hh)  # hanare: ignore[HPY101]: why"], 1, "(u)"),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPARED)
def test_what_is_new(name: str) -> None:
    lines, count, expected = COMPARED[name]
    (like,) = outcome("a.py", "f(hh)\n").result.findings
    result = assembled(outcome("a.py", "\n".join(lines) + "\n"), known=[key("a.py", like)] * count)
    assert "".join(map(_state, result.findings)) == expected


def _state(row: Reported) -> str:
    state = {"new": "N", "unchanged": "u", None: "?"}[row.state]
    return f"({state})" if row.suppression else state


def test_another_file_s_findings_are_not_this_one_s() -> None:
    (like,) = outcome("a.py", "f(hh)\n").result.findings
    result = assembled(outcome("b.py", "f(hh)\n"), known=[key("a.py", like)])
    assert [row.state for row in result.findings] == ["new"]


def test_where_nothing_is_compared_nothing_is_new() -> None:
    assert [row.state for row in assembled(outcome("a.py", "f(hh)\n")).findings] == [None]


def test_doubles_have_numbers() -> None:
    rows = assembled(outcome("a.py", "f(hh)\nf(hh)\n"), outcome("b.py", "f(hh)\n")).findings
    assert [(row.path, row.ordinal) for row in rows] == [("a.py", 0), ("a.py", 1), ("b.py", 0)]
