"""How much is suggested where. The cursor is ‸."""

from __future__ import annotations

import pytest

from hanare.completion.extent import decide
from hanare.text.document import DocumentSnapshot

CASES = {
    "x = ‸": "line:rest-of-line",
    "x = undo‸": "line:rest-of-line",
    "for i in x; do‸": "block:after-opener",
    "items.map(x =>‸": "block:after-opener",
    "x = foo(‸)": "line:rest-of-line",
    "x = ‸ + 1": "line:text-to-the-right",
    "def f():‸": "block:after-opener",
    "if (x) {‸": "block:after-opener",
    "def f():\n    ‸": "block:empty-body",
    "def f():\n\n    ‸": "block:empty-body",
    "def f():\n‸": "line:empty-line",
    "x = 1\n‸": "line:empty-line",
    "‸": "line:empty-line",
}


@pytest.mark.parametrize(("source", "extent"), CASES.items())
def test_extent(source: str, extent: str) -> None:
    text, offset = source.replace("‸", ""), source.index("‸")
    assert str(decide(DocumentSnapshot("a.py", 0, text, "python"), offset)) == extent
