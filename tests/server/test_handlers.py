"""What holds for all handlers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hanare.server import handlers

HANDLERS = [
    pytest.param(node, id=f"{path.stem}.{node.name}")
    for path in sorted(Path(str(handlers.__file__)).parent.glob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("on_")
]


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_is_a_snapshot_a_call_and_a_conversion(
    handler: ast.FunctionDef | ast.AsyncFunctionDef,
) -> None:
    assert handler.end_lineno
    assert handler.end_lineno - handler.lineno < 15


def test_there_are_handlers() -> None:
    assert len(HANDLERS) > 8
