"""What Bandit's tests are told of the node they look at."""

from __future__ import annotations

import ast
from functools import cached_property

from hanare.analysis.engines.bandit.library import Context


class Imports:
    """The names imported so far, which tests ask for by name or by a part of one."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._known: set[str] = set()
        self._searched: dict[str, int] = {}
        self._found: set[str] = set()

    def add(self, name: str) -> None:
        """Note that a name is imported."""
        if name not in self._known:
            self._known.add(name)
            self._names.append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def like(self, part: str) -> bool:
        """Tell whether `part` occurs in a name; each name is searched once for it."""
        if part in self._found:
            return True
        begin = self._searched.get(part, 0)
        self._searched[part] = len(self._names)
        if any(part in name for name in self._names[begin:]):
            self._found.add(part)
            return True
        return False


class NodeContext(Context):  # type: ignore[misc]  # Bandit has no types
    """Bandit's own context, but what several tests ask of a call is worked out once.

    Shared by all tests of a node: none of them changes what it is given.
    """

    @cached_property
    def call_args(self) -> list[object]:
        """The values of a call's positional arguments, as far as they are literals or names."""
        return super().call_args  # type: ignore[no-any-return]

    @cached_property
    def call_keywords(self) -> dict[str | None, object] | None:
        """The values of a call's keyword arguments, as far as they are literals or names."""
        return super().call_keywords  # type: ignore[no-any-return]

    def is_module_imported_like(self, module: str) -> bool:
        """Tell whether the name of an import seen so far contains `module`."""
        imports: Imports = self._context["imports"]
        return imports.like(module)

    def _get_literal_value(self, literal: ast.AST) -> object:
        if isinstance(literal, ast.Tuple):  # Bandit builds it by joining, which is quadratic
            return tuple(self._get_literal_value(each) for each in literal.elts)
        return super()._get_literal_value(literal)
