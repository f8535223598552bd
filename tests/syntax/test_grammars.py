from __future__ import annotations

import re
import subprocess
import sys
from importlib import resources

import pytest
from tree_sitter import Language

from hanare.syntax import grammars
from hanare.syntax.grammars import LANGUAGES, grammar_of, has_grammar
from hanare.syntax.matching import Part, query_of, section
from hanare.text.languages import language_of

from syntax import golden

# What a pattern of each part must capture besides what it is about.
NEEDED = {Part.DEFINITIONS: "name", Part.IMPORTS: "module"}
ALONE = {"definition.hidden", "definition.exported", "definition.decorated"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_grammar_loads_and_its_queries_compile(language: str) -> None:
    grammar = grammar_of(language)
    assert grammar is not None
    for part in Part:
        source = section(grammar, part)
        query = query_of(grammar, part)
        if query is None:
            assert not source.strip()
            continue
        for pattern in range(query.pattern_count):
            start, end = query.start_byte_for_pattern(pattern), query.end_byte_for_pattern(pattern)
            text = source.encode()[start:end].decode()
            text = re.sub(r"^;.*$", "", text, flags=re.MULTILINE)
            # A match without these captures could not be made into anything.
            captures = set(re.findall(r"@([\w.]+)", text))
            main = {name for name in captures if name.partition(".")[0] == part}
            assert len(main) == 1, text
            if part in NEEDED and not main & ALONE:
                assert NEEDED[part] in captures, text


def test_every_language_has_a_sample() -> None:
    assert {sample.stem for sample in golden.SAMPLES} == set(LANGUAGES)


def test_every_query_file_is_used() -> None:
    stored = {each.name for each in resources.files("hanare.syntax").joinpath("queries").iterdir()}
    loaded = {grammar_of(language) for language in LANGUAGES}
    assert stored == {f"{grammar.queries}.scm" for grammar in loaded if grammar is not None}


@pytest.mark.parametrize(
    "suffix",
    [
        *("py", "js", "jsx", "ts", "tsx", "go", "rs", "java", "c", "h", "cpp", "cs", "rb", "php"),
        *("sh", "html", "css", "json", "jsonc", "yaml", "toml", "sql", "lua", "kt"),
    ],
)
def test_files_of_these_names_have_a_grammar(suffix: str) -> None:
    assert has_grammar(language_of(f"shop.{suffix}"))


@pytest.mark.parametrize("language", ["plaintext", "markdown", "dockerfile", "makefile", "", "?"])
def test_others_have_none(language: str) -> None:
    assert not has_grammar(language)


@pytest.mark.parametrize("failure", [ImportError, AttributeError, ValueError])
def test_a_wheel_that_does_not_fit_means_no_grammar(
    failure: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_name: str) -> Language:
        raise failure

    monkeypatch.setattr(grammars, "import_module", broken)
    grammar_of.cache_clear()
    try:
        assert not has_grammar("lua")
    finally:
        grammar_of.cache_clear()


def test_a_grammar_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys, hanare.syntax.outline as o, hanare.syntax.tree as t\n"
        "t.SyntaxTree.parse('x', 'lua')\n"
        "print(*sorted(m for m in sys.modules if m.startswith('tree_sitter_') and '.' not in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["tree_sitter_lua"]
