"""Who is whose parent in a tree: few tests ask, so it is worked out when one does."""

from __future__ import annotations

import ast

_LINK = "_bandit_parent"
"""Where Bandit's tests look for it."""


def link(node: ast.AST, parent: ast.AST) -> None:
    """Tell Bandit's tests what holds a node."""
    setattr(node, _LINK, parent)


class Ancestry:
    """The parents of all nodes of one tree."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._parents: dict[ast.AST, ast.AST] = {}
        self._linked: list[ast.AST] = []

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Return what holds a node; None for the whole tree."""
        if not self._parents:
            self._parents = {child: each for each in ast.walk(self._tree) for child in _nodes(each)}
        return self._parents.get(node)

    def link(self, node: ast.AST, parent: ast.AST) -> None:
        """Tell Bandit's tests what holds a node, until `unlink`."""
        link(node, parent)
        self._linked.append(node)

    def link_all(self, node: ast.AST) -> None:
        """Tell Bandit's tests what holds a node, and what holds that, up to the whole tree."""
        while not hasattr(node, _LINK):
            parent = self.parent(node)
            if parent is None:
                return
            self.link(node, parent)
            node = parent

    def unlink(self) -> None:
        """Take all links away: they are circles that would keep the tree in memory."""
        for node in self._linked:
            if hasattr(node, _LINK):
                delattr(node, _LINK)
        self._linked.clear()


def _nodes(node: ast.AST) -> list[ast.AST]:
    # `Load()` and other contexts are one object everywhere.
    return [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.expr_context)]
