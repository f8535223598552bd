"""Comments that suppress findings, and what is wrong with them.

Ours names rules and a reason; who decided and until when it holds may be left out:

    # hanare: ignore[B602,HPY101] by=alice until=2027-03-31: the command is a constant

Behind code it covers the statement that it begins or ends, or else its line; alone on a line, the
statement that follows. In Python Bandit's `# nosec B602` covers the same places. Unlike in Bandit,
words that are no rule's do not suppress everything, and a comment in the midst of a long
statement covers its own line only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.completing import place
from hanare.analysis.finding import Detection, Finding, Level, Origin, Replacement, Span
from hanare.analysis.fingerprints import of_text
from hanare.analysis.redaction import excerpt
from hanare.analysis.results import Marker, Suppression
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, around
from hanare.syntax.tree import Place
from hanare.text.languages import line_comment

MALFORMED, UNKNOWN, UNUSED, EXPIRED = "HSU101", "HSU102", "HSU103", "HSU104"
"""Rules about suppressions themselves."""
_OURS = frozenset((MALFORMED, UNKNOWN, UNUSED, EXPIRED))

_IGNORE = re.compile(
    r"\bhanare:[ \t]*ignore\b(?:\[(?P<rules>[^\]\r\n]{0,400})\])?(?P<rest>[^\r\n]{0,1000})"
)
_ATTRIBUTES = re.compile(r"(?P<attributes>(?:[ \t]+(?:by|until)=[^\s:]+)*)[ \t]*:(?P<reason>.*)")
_NOSEC = re.compile(r"#[ \t]*nosec\b(?P<rest>[^#\r\n]{0,400})")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMMENT_LEADER = re.compile(r"#|//|/\*|--|<!--|;|%")
_COMMENT_END = re.compile(r"[ \t]*(?:\*/|-->|\*\))[ \t]*$")

_WITHOUT_LINE_COMMENTS = frozenset(("html", "css", "json", "markdown", "plaintext"))

# What statements are children of, in all our grammars.
_BODIES = frozenset((
    "module", "program", "source_file", "translation_unit", "block", "statement_block",
    "compound_statement", "body_statement", "declaration_list", "class_body", "interface_body",
    "statements", "then", "do", "do_group", "switch_block", "field_declaration_list",
    "constructor_body", "document", "stream", "statement_list", "else",
))  # fmt: skip


def suppressions(source: Source) -> tuple[list[Suppression], list[Detection]]:
    """Return the comments of a text that suppress, and what is wrong with those that do not."""
    found: list[Suppression] = []
    wrong: list[Detection] = []
    if "nosec" in source.text and source.language == "python":
        for match in _NOSEC.finditer(source.text):
            if _in_comment(source, match.start() + 1):
                _read_nosec(source, match, found, wrong)
    if "hanare:" in source.text:
        for match in _IGNORE.finditer(source.text):
            if _in_comment(source, match.start()):
                _read_ignore(source, match, found, wrong)
    return found, wrong


def _in_comment(source: Source, offset: int) -> bool:
    if source.tree is not None:
        return source.tree.place(offset) is Place.COMMENT
    line = source.lines.start(source.lines.line_of(offset))
    return _COMMENT_LEADER.search(source.text, line, offset) is not None


# --- reading ---


def _read_ignore(
    source: Source, match: re.Match[str], found: list[Suppression], wrong: list[Detection]
) -> None:
    span = Span(*match.span())
    rest = _ATTRIBUTES.match(_COMMENT_END.sub("", match["rest"]))
    names = _names(match["rules"] or "")
    reason = rest["reason"].strip() if rest else ""
    if rest is None or not names or not reason:
        wrong.append(Detection(MALFORMED, span, Origin.SUPPRESSIONS))
        return
    attributes = dict(each.split("=", 1) for each in rest["attributes"].split())
    try:
        until = date.fromisoformat(attributes["until"]) if "until" in attributes else None
    except ValueError:
        wrong.append(Detection(MALFORMED, span, Origin.SUPPRESSIONS))
        return
    known = tuple(name for name in names if name in rules())
    if len(known) < len(names):
        wrong.append(Detection(UNKNOWN, span, Origin.SUPPRESSIONS))
    if known:
        author = attributes.get("by", "")
        found.append(_suppression(source, Marker.HANARE, known, span, reason, author, until))


def _read_nosec(
    source: Source, match: re.Match[str], found: list[Suppression], wrong: list[Detection]
) -> None:
    span = Span(match.start(), match.end() - (len(match[0]) - len(match[0].rstrip())))
    words = match["rest"].lstrip(" \t:").rstrip()
    if not words:
        found.append(_suppression(source, Marker.NOSEC, (), span))
        return
    names = [_bandit_names().get(name, name) for name in _names(words)]
    known = tuple(name for name in names if name in rules())
    if len(known) < len(names) or not known:
        wrong.append(Detection(UNKNOWN, span, Origin.SUPPRESSIONS))
    if known:
        found.append(_suppression(source, Marker.NOSEC, known, span))


def _names(words: str) -> list[str]:
    return _WORD.findall(words)


@cache
def _bandit_names() -> Mapping[str, str]:
    """Return ids by the names that Bandit knows its tests by, e.g. `assert_used`."""
    return {rule.name.replace("-", "_"): rule.id for rule in rules().values() if rule.id[:1] == "B"}


def _suppression(
    source: Source,
    marker: Marker,
    names: tuple[str, ...],
    span: Span,
    reason: str = "",
    author: str = "",
    until: date | None = None,
) -> Suppression:
    first, last = _covered(source, source.lines.line_of(span.start), marker)
    start, end = place(source, span.start), place(source, span.end)
    text = excerpt(source.text, source.lines, span, ())
    return Suppression(
        marker, names, first + 1, last + 1, span, start, end, text, reason, author, until
    )


def _covered(source: Source, line: int, marker: Marker) -> tuple[int, int]:
    """Return the first and last line, from 0, that a comment in `line` speaks of."""
    code = _first_code(source, line)
    if code is None:
        if marker is Marker.NOSEC or (below := _next_code(source, line)) is None:
            return line, line
        line = source.lines.line_of(below)
        code = below
    if source.tree is None:
        return line, line
    first, last = _statement(source, code)
    return (first, last) if line in (first, last) else (line, line)


def _first_code(source: Source, line: int) -> int | None:
    """Return where code begins in a line; None if it is blank or a comment."""
    start = source.lines.start(line)
    text = source.lines.line_text(line)
    offset = start + len(text) - len(text.lstrip())
    if offset == start + len(text):
        return None
    if source.tree is not None:
        return None if source.tree.place(offset + 1) is Place.COMMENT else offset
    return None if _COMMENT_LEADER.match(source.text, offset) else offset


def _next_code(source: Source, line: int) -> int | None:
    for below in range(line + 1, min(line + 20, len(source.lines))):
        if (code := _first_code(source, below)) is not None:
            return code
    return None


def _statement(source: Source, offset: int) -> tuple[int, int]:
    """Return the lines of the innermost statement at an offset; of one with a body, its head's."""
    assert source.tree is not None  # noqa: S101 - the caller has looked
    path = around(source.tree, offset, offset + 1)
    start, end = offset, offset
    for outer, inner in pairwise(path):
        if outer.kind in _BODIES and inner.kind not in _BODIES:
            start, end = inner.start, _head_end(inner)
    line_of = source.lines.line_of
    return line_of(start), line_of(max(start, end - 1))


def _head_end(statement: Element) -> int:
    """Return where a statement's head ends: before its first body, or where it ends itself."""
    pending = statement.children
    for child in pending:
        if child.kind in _BODIES or child.field("body") is not None:
            body = child if child.kind in _BODIES else child.field("body")
            return max(statement.start + 1, body.start if body else child.start)
    return statement.end


# --- applying ---


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and what suppresses it, if anything does."""

    finding: Finding
    suppression: Suppression | None


def judge(
    findings: Sequence[Finding],
    comments: Sequence[Suppression],
    today: date,
    *,
    nosec: bool,
) -> list[Judged]:
    """Return the findings with what suppresses each, and those about the comments themselves.

    A comment that has expired suppresses nothing and is reported, as is one that suppresses
    nothing. `nosec` says whether Bandit's comments count at all.
    """
    heeded = [each for each in comments if nosec or each.marker is Marker.HANARE]
    valid = [each for each in heeded if each.until is None or today <= each.until]
    used: set[Span] = set()
    judged = []
    for finding in findings:
        by = next((each for each in valid if _covers(each, finding)), None)
        if by is not None:
            used.update(each.span for each in valid if _covers(each, finding))
        judged.append(Judged(finding, by))
    for each in heeded:
        if each not in valid:
            judged.append(Judged(_about(each, EXPIRED), None))
        elif each.span not in used:
            judged.append(Judged(_about(each, UNUSED), None))
    return sorted(judged, key=lambda each: (each.finding.span.start, each.finding.span.end))


def _covers(comment: Suppression, finding: Finding) -> bool:
    if finding.rule in _OURS or (comment.rules and finding.rule not in comment.rules):
        return False
    first, last = comment.first_line, comment.last_line
    ends = (
        finding.end.line
        if finding.end.column > 1
        else max(finding.start.line, finding.end.line - 1)
    )
    return first <= finding.start.line <= last or first <= ends <= last


def _about(comment: Suppression, rule: str) -> Finding:
    return Finding(
        rule=rule,
        severity=rules()[rule].severity,
        confidence=Level.HIGH,
        cwe=rules()[rule].cwe,
        message=helps()[rule].title.en,
        origin=Origin.SUPPRESSIONS,
        span=comment.span,
        start=comment.start,
        end=comment.end,
        fingerprint=of_text(rule, comment.excerpt),
        excerpt=comment.excerpt,
    )


def comment(
    source: Source, finding: Span, rule: str, *, author: str, until: date
) -> Replacement | None:
    """Return the line that suppresses a finding once somebody has written the reason behind it.

    Without a reason it suppresses nothing, which is reported (`HSU101`). It stands above the
    statement. None for languages without comments up to the end of a line.
    """
    if source.language in _WITHOUT_LINE_COMMENTS:
        return None
    line = source.lines.line_of(finding.start)
    if source.tree is not None and (code := _first_code(source, line)) is not None:
        line = _statement(source, max(code, finding.start))[0]
    start, text = source.lines.start(line), source.lines.line_text(line)
    indentation = text[: len(text) - len(text.lstrip())]
    by = f" by={author}" if author else ""
    new = f"{line_comment(source.language)} hanare: ignore[{rule}]{by} until={until.isoformat()}: "
    line_break = "\r\n" if "\r\n" in source.text else "\n"
    return Replacement(Span(start, start), f"{indentation}{new}{line_break}")
