from __future__ import annotations

from dataclasses import replace

import pytest

from hanare.bench.explain.cases import ExplainCase, Fact, Kind, explain_cases
from hanare.bench.explain.source import Exhibit, LeftOut, collect, find

CASE = next(case for case in explain_cases() if case.id == "random.Random.shuffle")


def test_the_code_is_the_function_alone() -> None:
    found = find(CASE)
    assert isinstance(found, Exhibit)
    assert found.code.startswith("def shuffle(self, x):\n")
    assert found.code.endswith("x[i], x[j] = x[j], x[i]")
    assert found.text.split("\n")[found.first].strip() == "def shuffle(self, x):"


def test_decorators_belong_to_it() -> None:
    case = next(each for each in explain_cases() if each.id == "rich.progress.Task.speed")
    found = find(case)
    assert isinstance(found, Exhibit)
    assert found.code.startswith("@property\ndef speed(self)")


def test_another_version_is_used_while_the_facts_hold() -> None:
    found = find(replace(CASE, digest="0" * 12))
    assert isinstance(found, Exhibit)
    assert found.changed


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(CASE, module="no_such_package.inside"), "its module is not installed"),
        (replace(CASE, module="random.inside"), "its module is not installed"),
        (replace(CASE, qualname="Random.no_such"), "this version does not define it"),
        (replace(CASE, qualname="Random.shuffle.randbelow"), "this version does not define it"),
        (
            replace(CASE, facts=(Fact(Kind.RAISES, "raises KeyError", ("raise KeyError",), ()),)),
            "not true of this version: raises KeyError",
        ),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_a_reason(case: ExplainCase, reason: str) -> None:
    assert find(case) == LeftOut(case.id, reason)


def test_no_case_is_lost() -> None:
    found = collect()
    ids = [each.case.id for each in found.exhibits] + [each.case for each in found.left_out]
    assert sorted(ids) == sorted(case.id for case in explain_cases())
