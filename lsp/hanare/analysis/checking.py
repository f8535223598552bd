"""What a suggestion would add: findings that the text with it has and the text without has not."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from dataclasses import dataclass

from hanare.analysis.analyzer import Options, analyse
from hanare.analysis.catalogue import rules
from hanare.analysis.finding import Finding, Level
from hanare.analysis.insertion import Insertion, piece_of
from hanare.analysis.pieces import Piece
from hanare.analysis.results import Why
from hanare.analysis.source import Source

SILENCES = "HSU105"
"""The rule about suggestions that silence a scanner."""
_SILENCER = re.compile(
    r"(?:#|//|/\*|--|<!--)[^\n]{0,200}?(?:\bnosec\b|\bnosemgrep\b|\bhanare:[ \t]*ignore"
    r"|\bNOSONAR\b|\bpragma:[ \t]*allowlist|\bgitleaks:allow|\bnolint:[ \t]*gosec"
    r"|(?i:\bnoqa)(?::[^\n]{0,200}?\bS\d|[ \t]*(?:$|\n)))"
)
_SEPARATOR = re.compile("[\u2028\u2029]")
_KEPT = 64  # pieces of which the findings are remembered: of a document that is typed into, a few


@dataclass(frozen=True, slots=True)
class Added:
    """A finding that a suggestion adds. Holds no code."""

    rule: str
    cwe: int
    severity: Level
    confidence: Level
    advisory: bool
    words: tuple[str, ...] = ()
    """What of the suggestion it is about: the words a second try should do without."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a suggestion."""

    added: tuple[Added, ...]
    scanned: bool
    """False if the suggestion cannot be parsed in its place: then nothing is proved."""


class Checks:
    """Judges suggestions, and remembers what was found without them."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._known: OrderedDict[tuple[str, str], tuple[Finding, ...]] = OrderedDict()

    def verdict(self, insertion: Insertion, path: str) -> Verdict:
        """Return what a suggestion adds; comments that suppress findings do not count."""
        piece = piece_of(insertion)
        known = self._findings(piece.before, insertion.language, path)
        result = analyse(Source(piece.after, insertion.language, path), self._options)
        added = _added(known, result.findings, piece, len(insertion.new))
        lines, touched = insertion.lines()
        if len(_SILENCER.findall(touched)) > len(_SILENCER.findall(lines)):
            rule = rules()[SILENCES]
            added.append(Added(rule.id, rule.cwe, rule.severity, rule.confidence, advisory=False))
        # What ends a line of JavaScript in a comment, unseen by its grammar.
        unseen = _SEPARATOR.search(insertion.new) is not None
        scanned = piece.parsed and not unseen and result.why in (None, Why.SYNTAX)
        return Verdict(tuple(added), scanned)

    def _findings(self, text: str, language: str, path: str) -> tuple[Finding, ...]:
        key = language, text
        if (known := self._known.pop(key, None)) is None:
            known = analyse(Source(text, language, path), self._options).findings if text else ()
        self._known[key] = known
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return known


def _added(
    before: tuple[Finding, ...], after: tuple[Finding, ...], piece: Piece, length: int
) -> list[Added]:
    """Return the findings of the text after that the text before does not account for.

    One that began above the suggestion, where there was one of the same rule already that was as
    grave, is what the user is writing, not what the suggestion adds: except where it is something
    that is missing which the suggestion could have added. Of the others each known one excuses
    one with the same code; what the definitions around are called does not matter.
    """
    begun: dict[tuple[str, int], int] = {}
    for each in before:
        if each.span.start < piece.start and not rules()[each.rule].absence:
            begun[each.rule, each.span.start] = each.severity.rank
    left = Counter((each.rule, _code(each, piece.before), each.severity) for each in before)
    added = []
    for each in after:
        key = each.rule, _code(each, piece.after), each.severity
        known = left[key] > 0
        left[key] -= known
        if not known and each.severity.rank > begun.get((each.rule, each.span.start), -1):
            added.append(_named(each, piece, length))
    return added


def _code(finding: Finding, text: str) -> str:
    return " ".join(text[finding.span.start : finding.span.end].split())


def _named(finding: Finding, piece: Piece, length: int) -> Added:
    start = max(finding.span.start, piece.start)
    end = min(finding.span.end, piece.start + length)
    words = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", piece.after[start:end]))
    return Added(
        finding.rule,
        finding.cwe,
        finding.severity,
        finding.confidence,
        rules()[finding.rule].advisory,
        tuple(words),
    )
