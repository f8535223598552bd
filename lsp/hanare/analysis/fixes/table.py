"""Which rule has which fix."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.finding import Fix, Span
from hanare.analysis.fixes import crypto, files, loading, processes, sql, tls, web, xml
from hanare.analysis.fixes.code import Code, Mend, Site
from hanare.analysis.source import Source
from hanare.syntax.elements import smallest

FIXES: Mapping[str, Mend] = {
    "B103": files.fewer_rights,
    "B104": web.listen_here,
    "B113": tls.timeout,
    "B201": web.no_debug,
    "B202": files.data_filter,
    "B306": files.made_at_once,
    "B307": loading.literal_eval,
    "B311": crypto.unpredictable,
    "B313": xml.defused,
    "B314": xml.defused,
    "B315": xml.defused,
    "B316": xml.defused,
    "B317": xml.defused,
    "B318": xml.defused,
    "B319": xml.defused,
    "B323": tls.default_context,
    "B324": crypto.not_for_security,
    "B405": xml.defused,
    "B406": xml.defused,
    "B407": xml.defused,
    "B408": xml.defused,
    "B409": xml.defused,
    "B501": tls.verified,
    "B502": tls.newer_protocol,
    "B503": tls.newer_protocol,
    "B505": crypto.longer_key,
    "B506": loading.yaml_safe,
    "B507": tls.known_hosts,
    "B602": processes.without_shell,
    "B605": processes.system,
    "B608": sql.parameters,
    "B614": loading.torch_weights,
    "B701": web.autoescape,
}
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
        site = Site(self._code, rule, span, smallest(tree, span.start, span.end))
        return mend(site) if site.is_sound else None


def fix_for(source: Source, rule: str, span: Span) -> Fix | None:
    """Return the fix of one finding; for many of one text, a `Mender` does common work once."""
    return Mender(source).fix(rule, span)
