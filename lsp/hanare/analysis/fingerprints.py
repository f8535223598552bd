"""What makes two findings the same one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from hanare.analysis.finding import Finding, Span
from hanare.analysis.redaction import blot
from hanare.analysis.source import Source
from hanare.syntax.elements import Element, around

_BLANKS = re.compile(r" ?([^\w\s]) ?")
_LAST_COMMA = re.compile(r",(?=[)\]}])")
_LONGEST = 4_000  # characters of code; what differs after so many is told apart by number

T = TypeVar("T")


def fingerprint(source: Source, rule: str, span: Span, secrets: Sequence[Span]) -> str:
    """Return 32 hexadecimal digits of the rule, the definitions around and the code itself.

    Neither lines nor blanks count, so it survives moves and reformatting. Secrets are blotted out
    first: a digest of a short password is as good as the password.
    """
    return of_text(rule, _blotted(source.text, span, secrets), _scope(source, span))


def of_text(rule: str, code: str, scope: str = "") -> str:
    """Return the fingerprint of a rule's finding in code that holds no secret."""
    words = "\0".join((rule, scope, _compact(code)))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _compact(code: str) -> str:
    """Return code without what a formatter puts in: only between words do blanks matter."""
    return _LAST_COMMA.sub("", _BLANKS.sub(r"\1", " ".join(code.split())))


def _blotted(text: str, span: Span, secrets: Sequence[Span]) -> str:
    start, end = span.start, min(span.end, span.start + _LONGEST)
    inside = [
        Span(max(each.start, start) - start, min(each.end, end) - start)
        for each in secrets
        if each.start < end and each.end > start
    ]
    return blot(text[start:end], inside)


def _scope(source: Source, span: Span) -> str:
    """Return the dotted names of the definitions that the span is inside of."""
    if source.tree is None:
        return ""
    path = around(source.tree, span.start, span.end)
    names = (_name(outer) for outer, inner in pairwise(path) if inner.kind != "identifier")
    return ".".join(filter(None, names))


def _name(element: Element) -> str:
    # Calls and arguments have names in some grammars as well, but no body.
    name = element.field("name") if element.field("body") is not None else None
    return name.text if name is not None else ""


def numbered(findings: Iterable[tuple[str, Finding]]) -> Iterator[int]:
    """Yield for each (path, finding) how many before it have its path and fingerprint."""
    seen: Counter[tuple[str, str]] = Counter()
    for path, finding in findings:
        key = path, finding.fingerprint
        yield seen[key]
        seen[key] += 1


def news(known: Iterable[str], findings: Iterable[tuple[str, T]]) -> list[tuple[T, bool]]:
    """Tell for each (key, item) whether it is new: each known key excuses one item, not all alike.

    Bandit's baseline takes a second identical call for the first one and hides it.
    """
    left = Counter(known)
    result = []
    for key, item in findings:
        left[key] -= 1
        result.append((item, left[key] < 0))
    return result
