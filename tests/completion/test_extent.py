"""How much is suggested where. The cursor is ‸."""

from __future__ import annotations

import pytest

from hanare.completion.extent import decide
from hanare.syntax.tree import SyntaxTree
from hanare.text.document import DocumentSnapshot

CASES = [
    ("python", "x = ‸", "line:rest-of-line"),
    ("python", "x = undo‸", "line:rest-of-line"),
    ("python", "x = foo(‸)", "line:rest-of-line"),
    ("python", "x = ‸ + 1", "line:text-to-the-right"),
    ("python", "def f():‸", "block:after-opener"),
    ("python", "async def f() -> int:‸\n", "block:after-opener"),
    ("python", "def f(\n    x,\n) -> None:‸", "block:after-opener"),
    ("python", "if x:  # why‸", "line:comment"),
    ("python", "x = lambda y:‸", "line:rest-of-line"),
    ("python", "x = {'if a':‸", "line:rest-of-line"),
    ("python", "x = y[1:‸", "line:rest-of-line"),
    ("python", "x = 'if a:‸'", "line:string"),
    ("python", "foo(‸", "block:open-bracket"),
    ("python", "foo(‸)", "line:rest-of-line"),
    ("python", "x = [‸", "block:open-bracket"),
    ("python", "def f():\n    ‸", "block:empty-body"),
    ("python", "def f():\n\n    ‸", "block:empty-body"),
    ("python", "def f():\n    ‸\n\ndef g():\n    pass\n", "block:empty-body"),
    ("python", "def f():\n    ‸\n    return x\n", "line:begun-body"),
    ("python", "def f():\n‸", "line:empty-line"),
    ("python", 'def f():\n    """‸', "line:docstring"),
    ("python", 'def f():\n    """Sum it.\n\n    ‸\n    """\n', "line:docstring"),
    ("python", "x = 1\n‸", "line:empty-line"),
    ("python", "x = foo(\n    1,\n    ‸\n)\n", "line:argument-list"),
    ("python", "‸", "line:empty-line"),
    ("javascript", "items.map(x => {‸", "block:after-opener"),
    ("javascript", "if (x) {‸", "block:after-opener"),
    ("javascript", "switch (x) {\n  case 1:‸\n}", "block:after-opener"),
    ("typescript", "function f(a:‸", "line:rest-of-line"),
    ("typescript", "const x = {\n  a:‸", "line:rest-of-line"),
    ("typescript", "class A {\n\tf() {\n\t\t‸\n\t}\n}\n", "block:empty-body"),
    ("go", "func main() {\n\t‸\n}\n", "block:empty-body"),
    ("java", "class A {\n    void f() {\n        g();\n        ‸\n    }\n}\n", "line:empty-line"),
    ("c", "int main(void)\n{\n    ‸\n}\n", "block:empty-body"),
    ("shellscript", "for i in x; do‸", "block:after-opener"),
    ("ruby", "def f(x)\n  ‸\nend\n", "block:empty-body"),
    ("ruby", "items.each do |item|‸\n", "block:after-opener"),
    ("lua", "local function f(x)\n  ‸\nend\n", "block:empty-body"),
    ("plaintext", "if (x) {‸", "block:after-opener"),
    ("plaintext", "x = ‸", "line:rest-of-line"),
]  # fmt: skip


def extent(language: str, source: str, **options: bool) -> str:
    text, offset = source.replace("‸", ""), source.index("‸")
    tree = SyntaxTree.parse(text, language)
    return str(decide(DocumentSnapshot("a", 0, text, language), offset, tree, **options))


@pytest.mark.parametrize(("language", "source", "expected"), CASES)
def test_extent(language: str, source: str, expected: str) -> None:
    assert extent(language, source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1\n‸", "block:asked-for"),
        ("x = ‸", "line:rest-of-line"),
        ("x = 1 ‸+ 2", "line:text-to-the-right"),
    ],
)
def test_asking_by_hand_may_give_more(source: str, expected: str) -> None:
    assert extent("python", source, invoked=True) == expected


@pytest.mark.parametrize("source", ["def f():‸", "def f():\n    ‸", "foo(‸", "x = 1\n‸"])
def test_without_blocks_there_are_lines_only(source: str) -> None:
    assert extent("python", source, blocks=False).startswith("line:")
