"""The linear search for SQL answers as Bandit's quadratic one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hanare.analysis.engines.bandit.sql import Piece, is_sql, may_be_sql, sql_among

from analysis.engines.bandit.marked import table
from analysis.engines.bandit.peer import by_us, original_sql

SQL = {
    "select": "select a from b",
    "of lines": "SELECT\ta\n  FROM\tb",
    "in a word": "preselect x yfrom z",
    "insert": "Insert  Into a\nb values(c",
    "delete": "delete\n\n from a",
    "update": "update a set b",
    "of other letters": "ſelect a from b",
}
NO_SQL = {
    "the wrong way round": "from a select b",
    "no blank": "select a from",
    "words between": "delete a from b",
    "no values": "insert into a value(b)",
    "one word": "selected afrom b",
    "a mixture": "update a from b select c set",
}

# Words of SQL, parts of such words, and what may be between them.
_WORDS = st.sampled_from(
    [
        *("select", "from", "delete", "insert", "into", "values", "update", "set"),
        *("SELECT", "fRom", "ſet", "ınsert", "sel", "x", "", "\u00e9", "values(", "fromset"),
        *(" ", "  ", "\n", "\t", "\x1f", "\u2003", "(", ";"),
    ]
)
_TEXTS = st.lists(_WORDS, max_size=12).map("".join)


@st.composite
def _operations(draw: st.DrawFn, depth: int = 4) -> str:
    if depth == 0 or draw(st.booleans()):
        return draw(st.one_of(_TEXTS.map(repr), st.sampled_from(["a", "f('select a from b')"])))
    left, right = draw(_operations(depth - 1)), draw(_operations(depth - 1))
    return f"({left} {draw(st.sampled_from('+%*'))} {right})"


@table(SQL)
def test_sql_is_recognised(case: str) -> None:
    assert is_sql(case)


@table(NO_SQL)
def test_what_only_looks_like_it_is_not(case: str) -> None:
    assert not is_sql(case)


@given(_TEXTS)
def test_a_text_is_sql_if_bandits_expression_says_so(text: str) -> None:
    assert is_sql(text) == original_sql(text)
    assert may_be_sql(text) or not original_sql(text)


@given(st.lists(_TEXTS, min_size=1, max_size=6), st.data())
def test_pieces_are_sql_if_bandits_expression_says_so(texts: list[str], data: Any) -> None:
    pieces = []
    for index, text in enumerate(texts):
        first = data.draw(st.integers(0, index))
        pieces.append(Piece(text, range(first, data.draw(st.integers(index + 1, len(texts))))))
    expected = [
        index
        for index, piece in enumerate(pieces)
        if original_sql(
            " ".join(
                [piece.text, *texts[: piece.shared.start], *texts[piece.shared.stop :]],
            )
        )
    ]
    assert sql_among(pieces) == expected


@given(_operations())
def test_concatenations_have_bandits_findings(operation: str) -> None:
    code = f"execute({operation})"
    theirs = sum(1 for each in _strings(ast.parse(code)) if _bandit_finds(each))
    assert sum(count for key, count in by_us(code).items() if key[0] == "B608") == theirs


def _strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield all texts of a tree, each with what Bandit wants to know of what holds it."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child._bandit_parent = node  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def _bandit_finds(node: ast.Constant) -> bool:
    from bandit.plugins.injection_sql import _check_string, _evaluate_ast

    return bool(_check_string(_evaluate_ast(node)[1]))
