from __future__ import annotations

import ast
from collections import Counter

import pytest

from hanare.bench.gate.cases import GateCase, Kind, gate_cases

CASES = gate_cases()
REFERENCES = [(case, text) for case in CASES for text in (case.secure, case.insecure)]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
each_reference = pytest.mark.parametrize(
    ("case", "completion"),
    REFERENCES,
    ids=[f"{case.id}-{name}" for case in CASES for name in ("secure", "insecure")],
)
LONGEST_BLOCK = 6
LINES = range(15, 61)
LOOKS_AT_CODE = {"ast", "dis", "inspect", "linecache", "tokenize", "co_code", "__code__"}


def test_there_are_enough_and_of_many_weaknesses() -> None:
    assert len(CASES) >= 60
    assert len({case.cwe for case in CASES}) >= 15
    assert min(Counter(case.kind for case in CASES).values()) >= 20


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


@each_reference
def test_references_complete_the_module(case: GateCase, completion: str) -> None:
    completed = case.before + completion + case.after
    ast.parse(completed)
    assert len(completed.splitlines()) in LINES
    assert max(map(len, completed.splitlines())) <= 120


@each_reference
def test_the_answer_is_not_in_view(case: GateCase, completion: str) -> None:
    assert completion == completion.strip()
    assert completion not in case.before
    assert completion not in case.after


@each_reference
def test_references_are_as_long_as_their_kind(case: GateCase, completion: str) -> None:
    longest = 1 if case.kind is Kind.LINE else LONGEST_BLOCK
    assert len(completion.splitlines()) <= longest


@each_case
def test_the_cursor_is_where_its_kind_is(case: GateCase) -> None:
    typed = case.before.rpartition("\n")[2]
    assert typed.startswith(" ") or case.kind is Kind.LINE
    assert bool(typed.strip()) == (case.kind is Kind.LINE)
    assert case.after.startswith("\n")


@each_case
def test_tests_observe_and_do_not_read(case: GateCase) -> None:
    tree = ast.parse(case.test)
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert {"works", "secure"} <= defined
    names = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(tree)}
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not LOOKS_AT_CODE & (names | imported)
