from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from hanare.bench import cases
from hanare.bench.cases import rest_of_line_cases, typing_slots
from hanare.bench.corpus import SourceFile, default_cache_dir, load_corpus
from hanare.errors import UsageError

OWN_FILES = tuple(
    SourceFile("hanare", path.name, path.read_text(encoding="utf-8"))
    for path in sorted(Path(cases.__file__).parent.glob("c*.py"))
)


def source(text: str, path: str = "code.py") -> SourceFile:
    return SourceFile("package", path, text)


def fillable(text: str) -> list[str]:
    layout = cases._Layout(text)
    return [layout.lines.line_text(row).strip() for row in sorted(layout.fillable)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("value = 1\n", []),
        ("values = 1\n", ["values = 1"]),
        ("import os, sys", ["import os, sys"]),
        ("# a comment of words\n", []),
        ("values = 1  # why it is one\n", []),
        ("values = 10  \n", []),
        ("value = 10 + \\\n    other_value\n", ["other_value"]),
        ('"""A module of words."""\n', []),
        ('"""A module\nvalues = 1\n"""\n', []),
        ('value = """one\nvalues = 1\n""".strip()\n', []),
        ('f"""{one}\n{value + other}\n"""\n', []),
        ('f"{value} and {other!r:>{width}}"\n', []),
        ('print(f"{value}")\n', ['print(f"{value}")']),
        ('x = (\n    "one", "two",\n    "three": 3,\n)\n', ['"three": 3,']),
        ("if value:\r\n    return_it()\r\n", ["if value:", "return_it()"]),
        ("値 = 長い名前の関数()\n", ["値 = 長い名前の関数()"]),
        ("first = 10\n\x0c\nsecond = 2\n", ["first = 10", "second = 2"]),
    ],
)
def test_lines_that_count(text: str, expected: list[str]) -> None:
    assert fillable(text) == expected


def check_infill(files: Sequence[SourceFile], count: int) -> None:
    texts = {file.path: file.text for file in files}
    found = rest_of_line_cases(files, count)
    assert len(found) == len({case.id for case in found}) == count
    for case in found:
        assert case.prefix + case.expected + case.suffix == texts[case.path]
        assert not case.suffix or case.suffix[0] in "\r\n"
        assert not set("\r\n") & set(case.expected)
        assert len("".join(case.expected.split())) >= 2
        assert case.prefix.rpartition("\n")[2].strip()
        line = case.prefix.count("\n") + 1
        column = len(case.prefix.rpartition("\n")[2]) + 1
        assert case.id == f"{case.path}:{line}:{column}"


def check_slots(files: Sequence[SourceFile], count: int, lines: int) -> None:
    texts = {file.path: file.text for file in files}
    found = typing_slots(files, count, lines)
    assert len(found) == count
    for slot in found:
        assert slot.before + slot.typed + slot.after == texts[slot.path]
        assert slot.typed.count("\n") == lines - 1
        assert not slot.after or slot.after[0] in "\r\n"
        indent = slot.before.rpartition("\n")[2]
        assert indent
        assert not indent.strip()
        written = [line for line in slot.typed.split("\n") if line.strip()]
        assert len(written) >= lines * 3 / 4
        # Inside one body: nothing stands further out than a function's first level.
        assert all(line.startswith((" ", "\t", "#")) for line in written[1:])
    for one, other in itertools.combinations(found, 2):
        if one.path == other.path:
            assert abs(one.before.count("\n") - other.before.count("\n")) >= lines


def test_cases_of_our_own_code() -> None:
    check_infill(OWN_FILES, 60)


def test_slots_of_our_own_code() -> None:
    check_slots(OWN_FILES, 6, 8)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_line_breaks_are_kept(line_break: str) -> None:
    (case,) = rest_of_line_cases([source(f"values = 1{line_break}")], 1)
    assert case.suffix == line_break


def test_every_cursor_that_is_allowed_occurs() -> None:
    found = {
        rest_of_line_cases([source("xy = (1 ,2)\n")], 1, seed)[0].expected for seed in range(200)
    }
    assert found == {
        "y = (1 ,2)", " = (1 ,2)", "= (1 ,2)", " (1 ,2)", "(1 ,2)", "1 ,2)", " ,2)", ",2)", "2)",
    }  # fmt: skip


@pytest.mark.parametrize("make", [rest_of_line_cases, typing_slots])
def test_same_seed_same_cases(make: object) -> None:
    assert callable(make)
    assert make(OWN_FILES, 5, seed=7) == make(OWN_FILES, 5, seed=7)
    assert make(OWN_FILES, 5, seed=7) != make(OWN_FILES, 5, seed=8)
    assert make(OWN_FILES, 3, seed=7) == make(OWN_FILES, 5, seed=7)[:3]


def test_choice_is_the_same_on_every_python() -> None:
    text = (
        'def area(width, height):\n    print(f"{width} by {height}")\n    return width * height\n'
    )
    (case, other) = rest_of_line_cases([source(text)], 2, seed=1)
    assert (case.id, other.id) == ("code.py:3:16", "code.py:1:21")


def test_another_file_leaves_the_others_cases_alone() -> None:
    more = (*OWN_FILES, source("values = 1\n" * 50))
    before = {case.id for case in rest_of_line_cases(OWN_FILES, 20)}
    after = {case.id for case in rest_of_line_cases(more, 40)}
    assert before <= after


def test_spread_over_files() -> None:
    lengths = {"short.py": 2, "a.py": 50, "b.py": 50}
    files = [source("values = 1\n" * lines, path) for path, lines in lengths.items()]
    spread = Counter(case.path for case in rest_of_line_cases(files, 12))
    assert spread == {"short.py": 2, "a.py": 5, "b.py": 5}


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("def f(a):\n    one = 1\n    two = 2\n    return a\n\n\nx = 1\n", ["one = 1", "two = 2"]),
        ("async def f():\n    one = 1\n    two = 2\n", ["one = 1"]),
        ("class A:\n    one = 1\n\n    two = 2\n", []),
        ("def f():\n    one = 1\n    # two\n", []),
        ("@decorated\nclass A(B):\n    one: int\n    two: int\n", ["one: int"]),
        ("if a:\n    one = 1\n    two = 2\n", []),
        ("async with a:\n    one = 1\n    two = 2\n", []),
        ('def f():\n    """One\n    two."""\n    one = 1\n    two = 2\n', ["one = 1"]),
        ("def f():\n    call(\n        1,\n    )\n", ["call("]),
        ("def f(): return 1\ndef g(): return 2\n", []),
        ("def f():\n    for a in b:\n        one = 1\nx = 1\n", ["for a in b:"]),
    ],
)
def test_stretches(text: str, starts: list[str]) -> None:
    layout = cases._Layout(text)
    rows = sorted(row for row in layout.statements if layout.is_stretch(row, 2))
    assert [layout.lines.line_text(row).strip() for row in rows] == starts


def test_indentation_of_the_first_line_is_there_already() -> None:
    (slot,) = typing_slots([source("def f(a):\n    one = 1\n    return a\n")], 1, 2)
    assert dataclasses.astuple(slot) == (
        "code.py", "def f(a):\n    ", "one = 1\n    return a", "\n",
    )  # fmt: skip


def test_too_few_lines_is_said() -> None:
    with pytest.raises(UsageError, match="1 lines of code") as caught:
        rest_of_line_cases([source("values = 1\n")], 2)
    assert "1 or fewer" in caught.value.remedy


@pytest.mark.slow
def test_cases_of_the_real_corpus() -> None:
    files = load_corpus(default_cache_dir())
    check_infill(files, 500)
    check_slots(files, 40, 8)
    spread = Counter(case.path for case in rest_of_line_cases(files, 100))
    assert set(spread.values()) == {2, 3}
    assert len(spread) == len(files)


@pytest.mark.slow
def test_published_figures_are_of_these_cases() -> None:
    """Whoever changes a digest must measure again: older figures are of other cases."""
    files = load_corpus()
    infill = "\n".join(case.id for case in rest_of_line_cases(files))
    typing = "\n".join(f"{slot.path}:{len(slot.before)}" for slot in typing_slots(files))
    digests = [hashlib.sha256(ids.encode()).hexdigest()[:16] for ids in (infill, typing)]
    assert digests == ["0bf8939576ada7fb", "ac3420908e295231"]
