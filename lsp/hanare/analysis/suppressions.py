"""Comments that suppress findings, and what is wrong with them.

Ours names rules and a reason; who decided and until when it holds may be left out:

    # hanare: ignore[B602,HPY101] by=alice until=2027-03-31: the command is a constant

Behind code it covers the statement that it begins or ends, or else its line; alone on a line, the
statement that follows. In Python Bandit's `# nosec B602` behind code covers the same places. Unlike
in Bandit, words that are no rule's do not suppress everything, and a comment in the midst of a long
statement covers its own line only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from hanare.analysis.catalogue import rules
from hanare.analysis.covering import Covering, in_comment
from hanare.analysis.finding import Detection, Origin, Place, Replacement, Span
from hanare.analysis.redaction import excerpt
from hanare.analysis.results import Marker, Suppression
from hanare.analysis.source import Source
from hanare.text.languages import line_comment

MALFORMED, UNKNOWN, UNUSED, EXPIRED = "HSU101", "HSU102", "HSU103", "HSU104"
"""Rules about suppressions themselves."""

_IGNORE = re.compile(
    r"\bhanare:[ \t]*ignore\b(?:\[(?P<rules>[^\]\r\n]{0,400})\])?(?P<rest>[^\r\n]{0,1000})"
)
_ATTRIBUTES = re.compile(r"(?P<attributes>(?:[ \t]+(?:by|until)=[^\s:]+)*)[ \t]*:(?P<reason>.*)")
_NOSEC = re.compile(r"#[ \t]*nosec\b(?P<rest>[^#\r\n]{0,400})")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ID = re.compile(r"[A-Z]{1,4}[0-9]{2,5}")
_CLOSER = re.compile(r"\*/|-->|\*\)")

_WITHOUT_LINE_COMMENTS = frozenset(("html", "css", "json", "markdown", "plaintext"))


def suppressions(
    source: Source, secrets: Sequence[Span] = ()
) -> tuple[list[Suppression], list[Detection]]:
    """Return the comments of a text that suppress, and what is wrong with those that do not.

    `secrets` are blotted out of the lines that the comments stand in.
    """
    reader = _Reader(source, secrets)
    if "nosec" in source.text and source.language == "python":
        for match in _NOSEC.finditer(source.text):
            if in_comment(source, match.start() + 1):
                reader.nosec(match)
    if "hanare:" in source.text:
        for match in _IGNORE.finditer(source.text):
            if in_comment(source, match.start()):
                reader.ignore(match)
    return reader.found, reader.wrong


class _Reader:
    """Gathers what the comments of one text say."""

    def __init__(self, source: Source, secrets: Sequence[Span]) -> None:
        self._source = source
        self._secrets = secrets
        self._covering = Covering(source)
        self.found: list[Suppression] = []
        self.wrong: list[Detection] = []

    def ignore(self, match: re.Match[str]) -> None:
        """Read a comment of ours."""
        text = _CLOSER.split(match["rest"], 1)[0].rstrip()
        span = Span(match.start(), match.start("rest") + len(text))
        rest = _ATTRIBUTES.match(text)
        names = _WORD.findall(match["rules"] or "")
        reason = rest["reason"].strip() if rest else ""
        if rest is None or not names or not reason:
            self._complain(MALFORMED, span)
            return
        attributes = dict(each.split("=", 1) for each in rest["attributes"].split())
        try:
            until = date.fromisoformat(attributes["until"]) if "until" in attributes else None
        except ValueError:
            self._complain(MALFORMED, span)
            return
        known = tuple(name for name in names if name in rules())
        if len(known) < len(names):
            self._complain(UNKNOWN, span)
        if known:
            self._add(Marker.HANARE, known, span, reason, attributes.get("by", ""), until)

    def nosec(self, match: re.Match[str]) -> None:
        """Read a comment of Bandit's."""
        text = match["rest"].rstrip()
        span = Span(match.start(), match.start("rest") + len(text))
        words = text.lstrip(" \t:")
        if not words:
            self._add(Marker.NOSEC, (), span)
            return
        names = [_bandit_names().get(name, name) for name in _WORD.findall(words)]
        known = tuple(name for name in _ids(names) if name in rules())
        if len(known) < len(names) or not known:
            self._complain(UNKNOWN, span)
        if known:
            self._add(Marker.NOSEC, known, span)

    def _complain(self, rule: str, span: Span) -> None:
        self.wrong.append(Detection(rule, span, Origin.SUPPRESSIONS))

    def _add(
        self,
        marker: Marker,
        names: tuple[str, ...],
        span: Span,
        reason: str = "",
        author: str = "",
        until: date | None = None,
    ) -> None:
        source = self._source
        line = source.lines.line_of(span.start)
        first, last = self._covering.lines(line, following=marker is Marker.HANARE)
        start, end = Place.of(source.lines, span.start), Place.of(source.lines, span.end)
        text = excerpt(source.text, source.lines, span, self._secrets)
        self.found.append(
            Suppression(
                marker, names, first + 1, last + 1, span, start, end, text, reason, author, until
            )
        )


def _ids(names: Sequence[str]) -> Iterator[str]:
    """Yield names up to where prose begins: `exec_used` in a sentence is no name of a test."""
    for name in names:
        if name not in rules() and not _ID.fullmatch(name):
            return
        yield name


@cache
def _bandit_names() -> Mapping[str, str]:
    """Return ids by the names that Bandit knows its tests by, e.g. `assert_used`."""
    return {rule.name.replace("-", "_"): rule.id for rule in rules().values() if rule.id[:1] == "B"}


def comment(
    source: Source, finding: Span, rule: str, *, author: str, until: date
) -> Replacement | None:
    """Return the line that suppresses a finding once somebody has written the reason behind it.

    Without a reason it suppresses nothing, which is reported (`HSU101`). It stands above the
    statement. None where it would be none: in languages without comments up to the end of a line,
    in a text that is more than code, like a page with PHP in it, and inside strings.
    """
    if source.language in _WITHOUT_LINE_COMMENTS:
        return None
    line = Covering(source).above(finding.start)
    start, text = source.lines.start(line), source.lines.line_text(line)
    indentation = text[: len(text) - len(text.lstrip())]
    by = f" by={author}" if author else ""
    new = f"{line_comment(source.language)} hanare: ignore[{rule}]{by} until={until.isoformat()}: "
    line_break = "\r\n" if "\r\n" in source.text else "\n"
    above, below = source.text[:start], source.text[start:]
    reasoned = Source(f"{above}{indentation}{new}x{line_break}{below}", source.language)
    written = [each for each in suppressions(reasoned)[0] if each.rules == (rule,)]
    number = source.lines.line_of(finding.start) + 2  # from 1, and a line further down
    if not any(each.first_line <= number <= each.last_line for each in written):
        return None
    return Replacement(Span(start, start), f"{indentation}{new}{line_break}")
