"""The functions of a text, and which one a place is in."""

from __future__ import annotations

from bisect import bisect_right

from hanare.syntax.elements import Pattern
from hanare.syntax.tree import SyntaxTree

_SCRIPT = (
    "function_declaration", "function_expression", "arrow_function", "method_definition",
    "generator_function_declaration", "generator_function",
)  # fmt: skip
_KINDS = {
    "javascript": _SCRIPT,
    "javascriptreact": _SCRIPT,
    "typescript": _SCRIPT,
    "typescriptreact": _SCRIPT,
    "go": ("function_declaration", "method_declaration", "func_literal"),
    "csharp": ("method_declaration", "constructor_declaration", "local_function_statement"),
    "java": ("method_declaration", "constructor_declaration", "lambda_expression"),
    "c": ("function_definition",),
    "cpp": ("function_definition", "lambda_expression"),
    "php": ("function_definition", "method_declaration", "anonymous_function"),
    "ruby": ("method", "singleton_method"),
    "shellscript": ("function_definition",),
}
_PATTERNS = {
    language: Pattern(language, "".join(f"({kind}) @function" for kind in kinds))
    for language, kinds in _KINDS.items()
}


class Functions:
    """Finds the innermost function around a place.

    Once for all places of a text: to climb from each of many in deep code takes quadratic time.
    """

    def __init__(self, tree: SyntaxTree) -> None:
        self._borders = [0]
        self._inside: list[tuple[int, int] | None] = [None]
        open_: list[tuple[int, int]] = []
        for start, end in sorted(_spans(tree), key=lambda span: (span[0], -span[1])):
            self._close(open_, start)
            open_.append((start, end))
            self._enter(start, (start, end))
        self._close(open_, len(tree.text) + 1)

    def around(self, offset: int) -> tuple[int, int] | None:
        """Return the span of the innermost function that holds the character at `offset`."""
        return self._inside[bisect_right(self._borders, offset) - 1]

    def _close(self, open_: list[tuple[int, int]], until: int) -> None:
        while open_ and open_[-1][1] <= until:
            _, end = open_.pop()
            self._enter(end, open_[-1] if open_ else None)

    def _enter(self, border: int, function: tuple[int, int] | None) -> None:
        self._borders.append(border)
        self._inside.append(function)


def _spans(tree: SyntaxTree) -> set[tuple[int, int]]:
    pattern = _PATTERNS.get(tree.language)
    if pattern is None:
        return set()
    return {
        (function.start, function.end)
        for captures in pattern.search(tree)
        for function in captures["function"]
    }
