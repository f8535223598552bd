"""Queries with conditions, on code of several languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from hanare.analysis.catalogue import rules
from hanare.analysis.engines.rules import detect
from hanare.analysis.finding import Level, Span
from hanare.analysis.matching.anchors import occurrences, ranges
from hanare.analysis.matching.constant import is_constant
from hanare.analysis.matching.hit import Hit
from hanare.analysis.matching.queries import QueryMatcher, QueryTable
from hanare.analysis.source import Source
from hanare.syntax.elements import PatternError, smallest

CALL = """
(call_expression
  function: (identifier) @name
  arguments: (arguments . (_) @argument)) @finding
"""
OF_F = f'({CALL} (#eq? @name "f"))'


def _find(text: str, language: str = "javascript", **fields: Any) -> list[str]:
    matcher = QueryMatcher.model_validate({"source": OF_F, "anchors": ("f",), **fields})
    return [text[hit.span.start : hit.span.end] for hit in _hits(text, matcher, language)]


def _hits(text: str, matcher: QueryMatcher, language: str = "javascript") -> list[Hit]:
    hits = QueryTable(language, [("X1", matcher)]).find(Source(text, language))
    return sorted(hits, key=lambda hit: hit.span.start)


CONDITIONS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "none": ({}, "f(1); g(1)", ["f(1)"]),
    "no anchor in the text": ({"anchors": ("h",)}, "f(1)", []),
    "an anchor in a longer word only": ({}, "ff(1)", []),
    "any anchor": ({"anchors": ("h", "f")}, "f(1)", ["f(1)"]),
    "along": ({"along": ("lib",)}, "lib; f(1)", ["f(1)"]),
    "not along": ({"along": ("lib",)}, "libs; f(1)", []),
    "without": ({"without": ("safe",)}, "f(1)", ["f(1)"]),
    "not without": ({"without": ("safe",)}, "f(1); safe()", []),
    "holds": ({"holds": {"argument": "^b"}}, "f(a); f(b)", ["f(b)"]),
    "holds of what is not captured": ({"holds": {"other": ""}}, "f(a)", []),
    "lacks": ({"lacks": {"argument": "^b"}}, "f(a); f(b)", ["f(a)"]),
    "lacks of what is not captured": ({"lacks": {"other": ""}}, "f(a)", ["f(a)"]),
    "real text, not its shadow": ({"holds": {"argument": "名"}}, "f(名); f(前)", ["f(名)"]),
    "dynamic": ({"dynamic": ("argument",)}, "f('a'); f(b)", ["f(b)"]),
    "dynamic of what is not captured": ({"dynamic": ("other",)}, "f(b)", []),
    "the function lacks": (
        {"function_lacks": "check"},
        "function a() { f(1) } function b() { check(); f(2) }",
        ["f(1)"],
    ),
    "no function lacks anything": ({"function_lacks": "check"}, "check(); f(1)", ["f(1)"]),
    "widened": ({"widen": ("binary_expression",)}, "x = (f(1) + 2 + 3)", ["f(1) + 2 + 3"]),
    "widened twice to the same": (
        {"widen": ("binary_expression",)},
        "x = f(1) + f(2)",
        ["f(1) + f(2)"],
    ),
    "nothing to widen": ({"widen": ("binary_expression",)}, "f(1)", ["f(1)"]),
    "half typed": ({}, "if (x { f(1); ", ["f(1)"]),
}


@pytest.mark.parametrize(("fields", "text", "found"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions(fields: dict[str, Any], text: str, found: list[str]) -> None:
    assert _find(text, **fields) == found


PREDICATES = {
    '(#eq? @name "f")': ["f(1)"],
    '(#not-eq? @name "f")': ["g(1)", "名f(1)"],
    '(#any-of? @name "f" "g")': ["f(1)", "g(1)"],
    '(#match? @name "^[fg]$")': ["f(1)", "g(1)"],
    '(#not-match? @name "g")': ["f(1)", "名f(1)"],
}


@pytest.mark.parametrize(("predicate", "found"), PREDICATES.items())
def test_predicates_see_the_text(predicate: str, found: list[str]) -> None:
    text = "/* 😀 */ f(1); g(1); 名f(1)"
    assert _find(text, source=f"({CALL} {predicate})", anchors=("f", "g")) == found


def test_a_match_may_reach_far_beyond_its_anchor() -> None:
    first, last = "{" + "a;\n" * 2_000 + "}", "{" + "b;\n" * 2_000 + "}"
    text = f"function x() {first}\ng(() => {first}, f, () => {last});\nfunction y() {last}"
    query = """
    (call_expression arguments: (arguments
      . (arrow_function) . (identifier) @name . (arrow_function body: (_ . (_ (identifier) @b)))
      (#eq? @name "f") (#eq? @b "b"))) @finding
    """
    found = _find(text, source=query)
    assert found == [text[text.index("g(") : text.index(";\nfunction y")]]


def test_hits_carry_what_the_matcher_says() -> None:
    query = f'({CALL.replace("@argument", "@secret")} (#eq? @name "f"))'
    matcher = QueryMatcher(source=query, anchors=("f",), confidence=Level.LOW)
    assert _hits("f('x')", matcher) == [Hit("X1", Span(0, 6), Level.LOW, (Span(2, 5),))]


def test_a_text_without_a_grammar_has_no_hits() -> None:
    matcher = QueryMatcher(source=OF_F, anchors=("f",))
    assert _hits("f(1)", matcher, "plaintext") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"source": CALL.replace("@finding", "@found")},
        {"anchors": ()},
        {"unknown": 1},
    ],
)
def test_matchers_that_make_no_sense(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _find("f(1)", **fields)


def test_a_query_that_is_none_is_told() -> None:
    table = QueryTable("go", [("X1", QueryMatcher(source=OF_F, anchors=("f",)))])
    with pytest.raises(PatternError):
        table.check()


QUERIES = {
    f"{rule.id} in {language}": (rule.id, matcher, language)
    for rule in rules().values()
    for language in rule.languages
    for matcher in rule.query
}


@pytest.mark.parametrize(("rule", "matcher", "language"), QUERIES.values(), ids=QUERIES)
def test_all_queries_compile_in_all_their_languages(
    rule: str, matcher: QueryMatcher, language: str
) -> None:
    QueryTable(language, [(rule, matcher)]).check()
    for expression in (*matcher.holds.values(), *matcher.lacks.values(), matcher.function_lacks):
        re.compile(expression)


CONSTANT = {
    "javascript": [
        "'a'",
        "1",
        "'a' + 'b'",
        "`a`",
        "[1, 'b']",
        "TABLE",
        "'a' + Names.TABLE",
        "null",
    ],
    "go": ['"a" + `b`', "TABLE"],
    "java": ['"a" + "b"', '"a" + Names.TABLE'],
    "c": ['"a" "b"', "TABLE", "1"],
    "csharp": ['"a" + "b"', '$"a"', "Names.TABLE"],
    "php": ["'a' . 'b'", "TABLE", "self::TABLE"],
    "ruby": ["'a'", ":a", '"a"'],
    "shellscript": ["'a'", "abc"],
}
VARIABLE = {
    "javascript": ["a", "'a' + b", "`a${b}`", "f()", "this.a", "a.TABLE", "[1, b]"],
    "go": ['"a" + b', "f()", "a.b"],
    "java": ['"a" + b', "f()", "this.a", "a.TABLE"],
    "c": ["a", "f(1)", "a->b", "TABLE[i]"],
    "csharp": ['"a" + b', '$"a{b}"', "f()", "this.a"],
    "php": ["$a", '"a$b"', "'a' . $b", "f()", "$a->b()", "$TABLE"],
    "ruby": ["a", '"a#{b}"', "@a", "a.b", "$a"],
    "shellscript": ["$a", '"a$b"', "$(a)", "${a:-b}", "a$b"],
}
_AROUND = {
    "go": "package a\nvar x = {}",
    "java": "class A {{ Object x = {}; }}",
    "csharp": "class A {{ object x = {}; }}",
    "php": "<?php $x = {};",
    "shellscript": "echo {}",
}


def _is_constant(language: str, expression: str) -> bool:
    before, after = _AROUND.get(language, "x = {};").format("\0").split("\0")
    tree = Source(before + expression + after, language).tree
    assert tree is not None
    return is_constant(smallest(tree, len(before), len(before) + len(expression)))


@pytest.mark.parametrize(
    ("language", "expression"), [(name, each) for name in CONSTANT for each in CONSTANT[name]]
)
def test_what_is_made_of_literals_is_constant(language: str, expression: str) -> None:
    assert _is_constant(language, expression)


@pytest.mark.parametrize(
    ("language", "expression"), [(name, each) for name in VARIABLE for each in VARIABLE[name]]
)
def test_what_holds_a_variable_is_not(language: str, expression: str) -> None:
    assert not _is_constant(language, expression)


def test_what_is_too_long_to_look_through_is_not_taken_for_constant() -> None:
    assert not _is_constant("javascript", "[" + "1," * 600 + "1]")
    assert not _is_constant("javascript", "'" + "a" * 30_000 + "'")


def test_near_occurrences_share_a_range() -> None:
    text = "a" + " " * 10 + "a" + " " * 5_000 + "ba"
    assert occurrences(text, ["a", "b"]) == [0, 11, 5_012, 5_013]
    assert ranges(occurrences(text, ["a", "b"])) == [(0, 12), (5_012, 5_014)]
    assert ranges(occurrences(text, ["c"])) == []


def test_there_are_never_many_ranges() -> None:
    assert ranges(list(range(0, 1_000_000, 5_000))) == [(0, 995_001)]


HOSTILE = {
    "calls in calls": ("javascript", "eval(" * 3_000 + "x" + ")" * 3_000, "HJS101"),
    "a sum": ("javascript", "x = 'SELECT a FROM b'" + " + y" * 3_000, "HJS112"),
    "a long list": ("javascript", "f({" + "rejectUnauthorized: false," * 3_000 + "})", "HJS107"),
    "a chain of calls": ("java", "Object x = Runtime" + ".exec(a + b)" * 3_000 + ";", "HJV101"),
    "brackets": ("go", "package a\nvar x = " + "md5.New(" * 3_000 + ")" * 3_000, "HGO103"),
    "blocks": ("java", "void f() {" + "{" * 3_000 + "new SAXReader();" * 3_000, "HJV107"),
    "commands in commands": ("shellscript", "eval $x $(" * 1_000 + ")" * 1_000, "HSH101"),
    "a chain of strings": ("php", "<?php $x = 'SELECT a FROM b'" + " . $y" * 3_000 + ";", "HPH103"),
    "arrays": ("ruby", "x = " + "[" * 3_000 + "eval(y)" + "]" * 3_000, "HRB101"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text", "rule"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_searched_to_the_end(language: str, text: str, rule: str) -> None:
    assert {each.rule for each in detect(Source(text, language))} == {rule}


def test_matches_that_wait_for_their_ends_are_bounded() -> None:
    text = "class A { Object x = Runtime" + ".exec(a + b)" * 3_000 + "; }"
    # The inner ones are found; minutes would be needed for all of a file full of them.
    assert 1_000 < len(detect(Source(text, "java"))) < 3_000
