"""Whether an expression is made of literals only, in any language with a grammar."""

from __future__ import annotations

import re

from hanare.syntax.elements import Element

# Nodes that stand for what is known only when the program runs, as the grammars call them.
_VARIABLE = frozenset((
    "identifier", "variable_name", "dynamic_variable_name", "shell_variable",
    "instance_variable", "class_variable", "global_variable",
    "this", "self", "super",
    "call", "call_expression", "function_call_expression", "method_invocation",
    "simple_expansion", "expansion", "command_substitution", "process_substitution",
    "arithmetic_expansion", "subshell",
))  # fmt: skip
# By convention, in all languages here, what is written in capitals is set once, in the source.
_CAPITALS = re.compile(r"(?:[A-Z][\w$]*(?:\.|::))*[A-Z][A-Z0-9_]*")
_LONGEST = 20_000
_MOST_NODES = 500


def is_constant(element: Element) -> bool:
    """Tell whether an expression holds no variable and no call.

    One that is too long to look through is not taken for constant: a rule that misses it would
    be easy to evade.
    """
    if element.end - element.start > _LONGEST:
        return False
    pending, looked_at = [element], 0
    while pending:
        node = pending.pop()
        looked_at += 1
        if looked_at > _MOST_NODES:
            return False
        if not _CAPITALS.fullmatch(node.text):
            if node.kind in _VARIABLE:
                return False
            pending += node.children
    return True
