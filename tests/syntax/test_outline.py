from __future__ import annotations

from pathlib import Path

import pytest

from hanare.syntax.outline import Import, outline, references
from hanare.syntax.tree import SyntaxTree

from syntax import golden


def _parsed(source: str, language: str) -> SyntaxTree:
    tree = SyntaxTree.parse(source, language)
    assert tree is not None
    return tree


@pytest.mark.parametrize("sample", golden.SAMPLES, ids=lambda sample: sample.stem)
def test_samples(sample: Path) -> None:
    source, expected = golden.read(sample)
    text, mark = golden.at_mark(source)
    tree = _parsed(text, sample.stem)
    found = outline(tree)

    assert tree.problems() == 0
    assert [golden.definition(each) for each in found.definitions] == expected["definitions"]
    assert [golden.imported(each) for each in found.imports] == expected["imports"]
    used = [golden.reference(each) for each in references(tree, 0, len(text))]
    assert used == " ".join(expected["references"]).split()
    assert [golden.block(each, text) for each in tree.blocks(mark)] == expected["blocks"]


@pytest.mark.parametrize("sample", golden.SAMPLES, ids=lambda sample: sample.stem)
def test_what_is_found_is_where_it_says(sample: Path) -> None:
    text, _ = golden.at_mark(golden.read(sample)[0])
    tree = _parsed(text, sample.stem)
    for definition in outline(tree).definitions:
        assert definition.name in text[definition.start : definition.end]
    for statement in outline(tree).imports:
        assert statement.module in text[statement.start : statement.end]
    for reference in references(tree, 0, len(text)):
        assert text.startswith(reference.name, reference.start)


def test_references_of_a_range_are_those_that_begin_in_it() -> None:
    text = "alpha(beta)\nああ(いい.うう)\n"
    tree = _parsed(text, "python")
    start = text.index("ああ")
    found = [(each.name, each.start, each.qualifier) for each in references(tree, start, len(text))]
    assert found == [("ああ", 12, ""), ("いい", 15, ""), ("うう", 18, "いい")]


def test_a_broken_text_keeps_what_can_be_read() -> None:
    tree = _parsed("import os\n\ndef whole(a):\n    return a\n\ndef half(b, (\n", "python")
    found = outline(tree)
    assert [each.name for each in found.definitions] == ["whole"]
    assert found.imports == (Import("os", (), "os", 0, 9),)


def test_signatures_and_qualifiers_are_limited() -> None:
    long = "a" * 300
    tree = _parsed(f"def f({long}): pass\nX = '{long}'\n{long}.b\n", "python")
    function, constant = outline(tree).definitions
    assert len(function.signature) == 240
    assert len(constant.signature) == 120
    assert len(references(tree, 0, len(tree.text))[-1].qualifier) == 80


@pytest.mark.parametrize(
    ("source", "exported"),
    [
        ("function f() {}", False),
        ("export function f() {}", True),
        ("function f() {}\nexport { f as g };", True),
        ("class f {}\nexport default f;", True),
        ("const f = 1;\nmodule.exports = { a: f };", True),
        ("const f = 1;\nmodule.exports = f;", True),
        ("const f = 1;\nexports.g = f;", True),
    ],
)
def test_a_script_exports_by_several_statements(source: str, exported: bool) -> None:
    assert outline(_parsed(source, "javascript")).definitions[0].exported is exported
