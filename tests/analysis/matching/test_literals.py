"""What Python literals say."""

from __future__ import annotations

import pytest

from hanare.analysis.matching.literals import string_in
from hanare.analysis.source import Source
from hanare.syntax.elements import whole

SAID = {
    "single quotes": ("'a'", "a"),
    "double quotes": ('"a"', "a"),
    "three of them": ('"""a"b"""', 'a"b'),
    "empty": ("''", ""),
    "bytes": ("b'a'", "a"),
    "raw bytes": (r"Rb'\d'", r"\d"),
    "escapes stay": (r"'\x41'", r"\x41"),
    "two in a row": ("('a' \"b\")", "ab"),
    "with a comment between": ("('a'  # first\n 'b')", "ab"),
    "an f-string with nothing in it": ("f'a'", "a"),
    "Japanese": ("'名前'", "名前"),
    "an f-string": ("f'a{b}'", None),
    "an f-string in a row": ("('a' f'{b}')", None),
    "a name": ("a", None),
    "a number": ("1", None),
    "a sum": ("'a' + 'b'", None),
}


@pytest.mark.parametrize(("code", "said"), SAID.values(), ids=SAID)
def test_what_a_literal_says(code: str, said: str | None) -> None:
    tree = Source(code, "python").tree
    assert tree is not None
    element = whole(tree).children[0].children[0]
    if element.kind == "parenthesized_expression":
        element = element.children[0]
    assert string_in(element) == said
