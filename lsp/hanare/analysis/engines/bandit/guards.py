"""A bound on the work of Bandit's B703, which is exponential in the number of assignments.

`a = a` forty times before `mark_safe(a)` is more than it finishes in a lifetime: for each
assignment it asks again what the name was before, and so on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from hanare.analysis.engines.bandit.library import django_xss

MOST_STATEMENTS = 100_000
"""How many statements are looked at for one text, about 0.1 s; what is left counts as unsafe."""


class TooMuchWork(Exception):  # noqa: N818 (it ends a search, nothing is wrong)
    """The statements looked at for one text are too many."""


class SafeStrings:
    """Bandit's question whether a variable holds a safe string, asked once for each, and bounded.

    Takes the place of `evaluate_var` in Bandit's module for the whole process; its answers are the
    same.
    """

    def __init__(self, module: Any) -> None:
        self._ask: Callable[..., bool] = module.evaluate_var
        self._known: dict[tuple[str, ast.AST, int], bool] = {}
        self._looked_at = 0
        self.given_up = False
        module.evaluate_var = self
        module.DeepAssignation = self._counted(module.DeepAssignation)

    def begin(self) -> None:
        """Forget what was asked about another text."""
        self._known.clear()
        self._looked_at = 0
        self.given_up = False

    def __call__(
        self, variable: ast.AST, parent: ast.AST, until: int, ignored: object = None
    ) -> bool:
        """Answer as Bandit would; no, once there was too much work."""
        if self.given_up or not isinstance(variable, ast.Name):
            return False
        key = variable.id, parent, until
        if key not in self._known:
            self._known[key] = self._ask(variable, parent, until, ignored)
        return self._known[key]

    def _counted(self, search: type[Any]) -> type[Any]:
        guard = self

        class Counted(search):  # type: ignore[misc]  # Bandit has no types
            def is_assigned(self, node: ast.AST) -> object:
                guard._looked_at += 1
                if guard._looked_at > MOST_STATEMENTS:
                    guard.given_up = True
                    raise TooMuchWork
                return super().is_assigned(node)

        return Counted


safe_strings = SafeStrings(django_xss)
"""The one of this process."""
