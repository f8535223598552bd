"""Which function a place is in."""

from __future__ import annotations

import pytest

from hanare.analysis.matching.functions import _KINDS, Functions
from hanare.analysis.source import Source

# Each letter is in the function whose name is that letter; a dot is in none.
PLACES = {
    "javascript": "'.'; function a() { 'a'; const b = () => 'b' } '.'; class X { c() { 'c' } }",
    "javascriptreact": "'.'; const a = function () { return <p title={'a'} /> }; '.'",
    "typescript": "'.'; function a(x: string): void { 'a'; f((y) => 'y', 'a') } '.'",
    "typescriptreact": "'.'; const a = (x: string) => <p title={'a'} />; '.'",
    "go": "package p\nvar x = '.'\nfunc a() { f('a', func() { g('b') }, 'a') }\nvar y = '.'",
    "csharp": "class X { char x = '.'; void a() { f('a'); int b() { g('b'); } f('a'); } }",
    "java": "class X { char x = '.'; void a() { f('a', b -> 'b', 'a'); } X() { f('c'); } }",
    "c": "char x = '.'; int a() { return 'a'; } char y = '.'; int b() { return 'b'; }",
    "cpp": "char x = '.'; int X::a() { return f('a', [] { return 'b'; }, 'a'); } char y = '.';",
    "php": "<?php f('.'); function a() { f('a'); } class X { function b() { f('b'); } } f('.');",
    "ruby": "f('.')\ndef a\n  f('a')\nend\ndef self.b\n  f('b')\nend\nf('.')\n",
    "shellscript": "f '.'\na() {\n  f 'a'\n}\nf '.'\n",
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), PLACES.items())
def test_a_place_is_in_its_innermost_function(language: str, text: str) -> None:
    tree = Source(text, language).tree
    assert tree is not None
    functions = Functions(tree)
    quotes = [at for at, char in enumerate(text) if char == "'"][::2]
    assert quotes
    for at in quotes:
        around = functions.around(at)
        name = text[at + 1]
        if name == ".":
            assert around is None, text[at:]
        else:
            assert around is not None, text[at:]
            start, end = around
            own = text[start:end]
            # It holds its own letters, and none of what is around it.
            assert f"'{name}'" in own
            assert "'.'" not in own
            assert name == "a" or "'a'" not in own


def test_all_languages_that_know_functions_are_tested() -> None:
    assert PLACES.keys() == _KINDS.keys()


def test_a_text_without_functions_has_none() -> None:
    tree = Source("x: 1", "yaml").tree
    assert tree is not None
    assert Functions(tree).around(0) is None
