"""Answers at a cursor marked ‸, and what rules make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from hanare.completion.extent import decide
from hanare.completion.filters import RULES, Around, apply
from hanare.observe.reasons import Reason
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot

KEPT = "<kept>"
"""The answer is shown as it is."""


class Case(NamedTuple):
    language: str
    source: str
    raw: str
    shown: str
    """Text, or a reason's code in angle brackets."""


def around(language: str, source: str, *, invoked: bool = False) -> Around:
    before, after = source.split("‸")
    document = DocumentSnapshot("file:///src/module", 0, before + after, language)
    tree = SyntaxTree.parse(document.text, language)
    extent = decide(document, len(before), tree, invoked=invoked)
    return Around(document, len(before), extent, tree, invoked)


def by_rule(name: str, case: Case, *, invoked: bool = False) -> str:
    """What one rule alone makes of the answer."""
    after = RULES[name](case.raw, around(case.language, case.source, invoked=invoked))
    return f"<{after.code}>" if isinstance(after, Reason) else _kept(after, case.raw)


def by_all(case: Case, *, invoked: bool = False) -> str:
    """What all rules make of the answer."""
    filtered = apply(case.raw, around(case.language, case.source, invoked=invoked))
    if filtered.text is None:
        assert filtered.reason
        return f"<{filtered.reason.code}>"
    assert filtered.reason is None
    return _kept(filtered.text, case.raw)


def table(cases: Mapping[str, tuple[str, str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [Case(*each) for each in cases.values()], ids=cases)


def _kept(after: str, raw: str) -> str:
    return KEPT if after == raw else after
