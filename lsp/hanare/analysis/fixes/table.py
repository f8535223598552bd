"""The fix of a finding, whatever its rule."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.finding import Fix, Span
from hanare.analysis.fixes import bandit_rules, other_rules, python_rules
from hanare.analysis.fixes.code import Code, Mend, Site
from hanare.analysis.source import Source
from hanare.syntax.elements import smallest

FIXES: Mapping[str, Mend] = {**bandit_rules.FIXES, **python_rules.FIXES, **other_rules.FIXES}
"""By rule id."""


class Mender:
    """Works out fixes for the findings of one text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._code: Code | None = None

    def fix(self, rule: str, span: Span) -> Fix | None:
        """Return the change that removes a finding; None if there is none that is surely right.

        A span may be the node that the finding is, or part of it.
        """
        mend = FIXES.get(rule)
        tree = self._source.tree if mend is not None else None
        if mend is None or tree is None:
            return None
        self._code = self._code or Code(self._source, tree)
        site = Site(self._code, span, smallest(tree, span.start, span.end))
        return mend(site) if site.is_sound else None


def fix_for(source: Source, rule: str, span: Span) -> Fix | None:
    """Return the fix of one finding; for many of one text, a `Mender` does common work once."""
    return Mender(source).fix(rule, span)
