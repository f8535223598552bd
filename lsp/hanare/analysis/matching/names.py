"""What names in Python code mean: through imports, aliases and look-ups by text."""

from __future__ import annotations

from hanare.analysis.source import Source
from hanare.syntax.elements import Element


class Names:
    """The meaning of dotted names in one text."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def dotted(self, element: Element) -> str:
        """Return what an expression names, e.g. `subprocess.run` for `sp.run`; empty if nothing."""
        raise NotImplementedError
