"""Tests that a model drafts: what of them parses, and begins with what they need."""

from __future__ import annotations

import re

from hanare.syntax.elements import whole
from hanare.syntax.tree import SyntaxTree

_SOURCE_FOLDERS = re.compile(r"^(?:src|lib|lsp|python)/")
_ABSOLUTE = re.compile(r"/|[A-Za-z]:")
_FENCE = "```"


def opening(path: str, name: str, container: str) -> str:
    """Return the lines that tests of a Python definition begin with; its path is relative."""
    outer = container.split(".")[0] if container else name
    path = path.replace("\\", "/")
    module = _SOURCE_FOLDERS.sub("", path).removesuffix(".py")
    module = module.removesuffix("/__init__").replace("/", ".")
    # Where the modules begin in an absolute path, nobody can tell.
    is_known = not _ABSOLUTE.match(path) and _is_module(module)
    imported = f"from {module} import {outer}\n" if is_known else ""
    return f"import pytest\n{imported}\n\ndef test_"


def sound(begun: str, said: str, language: str) -> str:
    """Return the statements of a draft that parse; empty if there is none beyond what was begun."""
    code = (begun + said).split(_FENCE)[0].rstrip()
    tree = SyntaxTree.parse(code, language)
    if tree is None:
        return code
    kept = [each for each in whole(tree).children if not each.has_error]
    if not any(each.end > len(begun) for each in kept):
        return ""
    parts = []
    at = 0
    for each in kept:
        # Blank lines stay; what does not parse goes.
        between = code[at : each.start]
        parts.append(between if not between.strip() else "\n\n")
        parts.append(each.text)
        at = each.end
    return "".join(parts).strip() + "\n"


def _is_module(name: str) -> bool:
    return all(part.isidentifier() for part in name.split(".")) if name else False
