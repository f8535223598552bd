"""Marked texts for fixes, and Bandit itself as the judge of what they come to.

`«` and `»` are around what a finding is about.
"""

from __future__ import annotations

import io
import warnings
from collections import Counter

import pytest

from hanare.analysis.finding import Fix, Span
from hanare.analysis.fixes.table import fix_for
from hanare.analysis.source import Source
from hanare.syntax.tree import SyntaxTree

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it uses its own dependencies so
    from bandit.core import extension_loader
    from bandit.core.config import BanditConfig
    from bandit.core.manager import BanditManager

BANDITS: frozenset[str] = frozenset(
    (*extension_loader.MANAGER.plugins_by_id, *extension_loader.MANAGER.blacklist_by_id)
)
"""Ids of all that Bandit looks for."""
PROCESSES = frozenset(("B404", "B603", "B607"))
"""Hints about programs that are started at all: what comes in the place of a shell has them."""

Row = tuple[str, str, str]
"""Rule, marked text, text after."""
Refused = tuple[str, str]
"""Rule, marked text."""


def table(rows: dict[str, Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("rule", "marked", "after"), rows.values(), ids=rows)


def refusals(rows: dict[str, Refused]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("rule", "marked"), rows.values(), ids=rows)


def parse(marked: str) -> tuple[str, Span]:
    start, end = marked.index("«"), marked.index("»") - 1
    return marked.replace("«", "").replace("»", ""), Span(start, end)


def find_fix(rule: str, marked: str, language: str = "python") -> Fix | None:
    text, span = parse(marked)
    return fix_for(Source(text, language), rule, span)


def applied(text: str, fix: Fix) -> str:
    for edit in reversed(fix.edits):
        text = text[: edit.span.start] + edit.new + text[edit.span.end :]
    return text


def mended(rule: str, marked: str, language: str = "python") -> str:
    """Return the text after the fix, which must be well-formed."""
    text, _ = parse(marked)
    fix = find_fix(rule, marked, language)
    assert fix is not None
    assert fix.title
    assert any(ord(each) > 0x3000 for each in fix.title.in_("ja"))
    ends = [0, *(each.span.end for each in fix.edits)]
    assert all(end <= each.span.start for end, each in zip(ends, fix.edits, strict=False))
    after = applied(text, fix)
    tree = SyntaxTree.parse(after, language)
    assert tree is not None
    assert not tree.problems()
    return after


def check_by_bandit(rule: str, before: str, after: str) -> None:
    """Assert that Bandit finds it before, one less of it after, and nothing else."""
    was, now = _bandit(before), _bandit(after)
    assert was[rule] > now[rule]
    more = {each for each in now if now[each] > was[each]}
    assert more <= (PROCESSES if rule in ("B602", "B605") else set())


def _bandit(text: str) -> Counter[str]:
    manager = BanditManager(BanditConfig(), "file", ignore_nosec=True)
    manager._parse_file("<stdin>", io.BytesIO(text.encode()), ["<stdin>"])
    assert not manager.skipped
    return Counter(each.test_id for each in manager.results)


def check(rule: str, marked: str, after: str) -> None:
    """Assert that a fix does what is expected of it, and that this is what Bandit wants."""
    assert mended(rule, marked) == after
    check_by_bandit(rule, parse(marked)[0], after)
