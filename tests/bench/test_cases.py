from __future__ import annotations

import dataclasses
import hashlib
import itertools
import shutil
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from hanare.bench import cases
from hanare.bench.cases import InfillCase, Kind, infill_cases, rest_of_line_cases, typing_slots
from hanare.bench.corpus import LANGUAGES, SourceFile, load_corpus
from hanare.bench.python_layout import PythonLayout
from hanare.errors import UsageError

OWN_FILES = tuple(
    SourceFile("hanare", path.name, path.read_text(encoding="utf-8"))
    for path in sorted(Path(cases.__file__).parent.glob("c*.py"))
)

GO = """\
package toys

import "fmt"

// Add adds.
func Add(first, second int) int {
	total := first + second
	return total
}

func Show(values []int) {
	for _, value := range values {
		fmt.Println(value)
		fmt.Println("again")
	}
}
"""


def source(text: str, path: str = "code.py") -> SourceFile:
    return SourceFile("package", path, text)


def check_infill(files: Sequence[SourceFile], kind: Kind, count: int) -> None:
    texts = {file.path: file.text for file in files}
    found = infill_cases(files, kind, count)
    assert len(found) == len({case.id for case in found}) == count
    for case in found:
        assert case.prefix + case.expected + case.suffix == texts[case.path]
        assert not case.suffix or case.suffix[0] in "\r\n"
        assert len("".join(case.expected.split())) >= 2
        assert case.kind is kind
        lines_before = case.prefix.rpartition("\n")[2]
        if kind is Kind.BLOCK:
            assert 2 <= len(case.expected.splitlines()) <= 12
        else:
            assert not set("\r\n") & set(case.expected)
        if kind in (Kind.BLOCK, Kind.WHOLE_LINE):
            assert not lines_before.strip()
            assert not case.expected[0].isspace()
        else:
            assert lines_before.strip()
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


@pytest.mark.parametrize("kind", Kind)
def test_cases_of_our_own_code(kind: Kind) -> None:
    check_infill(OWN_FILES, kind, 20)


def in_order(found: list[InfillCase]) -> list[str]:
    """Return what is expected, with what is typed before it on the line."""
    ordered = sorted(found, key=lambda case: len(case.prefix))
    return [case.prefix.rpartition("\n")[2].lstrip() + "‸" + case.expected for case in ordered]


def test_whole_lines_leave_out_imports_and_comments() -> None:
    assert in_order(infill_cases([source(GO, "add.go")], Kind.WHOLE_LINE, 8)) == [
        "‸package toys",
        "‸func Add(first, second int) int {",
        "‸total := first + second",
        "‸return total",
        "‸func Show(values []int) {",
        "‸for _, value := range values {",
        "‸fmt.Println(value)",
        '‸fmt.Println("again")',
    ]


def test_blocks_do_not_overlap() -> None:
    found = {
        tuple(in_order(infill_cases([source(GO, "add.go")], Kind.BLOCK, 2, seed)))
        for seed in range(20)
    }
    body = "‸total := first + second\n\treturn total"
    loop = '‸fmt.Println(value)\n\t\tfmt.Println("again")'
    whole = f"‸for _, value := range values {{\n\t\t{loop[1:]}\n\t}}"
    assert found == {(body, loop), (body, whole)}


def test_mid_word_is_inside_a_word_of_four() -> None:
    text = "def of(a): return a_name + 'text'\n"
    found = {
        in_order(infill_cases([source(text)], Kind.MID_WORD, 1, seed))[0] for seed in range(200)
    }
    starts = {"def of(a): " + "return"[:n] for n in range(2, 6)}
    starts |= {"def of(a): return " + "a_name"[:n] for n in range(2, 6)}
    assert found == {f"{start}‸{text.strip()[len(start) :]}" for start in starts}


def test_a_case_names_where_it_is_from() -> None:
    (case,) = infill_cases([source("var values = 1;\n", "a.ts")], Kind.WHOLE_LINE, 1)
    assert (case.id, case.package, case.language, case.kind, case.cross_file) == (
        "a.ts:1:1", "package", "typescript", "whole-line", (),
    )  # fmt: skip


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


@pytest.mark.parametrize(
    "make",
    [typing_slots, *(partial(infill_cases, kind=kind) for kind in Kind)],
)
def test_same_seed_same_cases(make: object) -> None:
    assert callable(make)
    assert make(OWN_FILES, count=5, seed=7) == make(OWN_FILES, count=5, seed=7)
    assert make(OWN_FILES, count=5, seed=7) != make(OWN_FILES, count=5, seed=8)
    assert make(OWN_FILES, count=3, seed=7) == make(OWN_FILES, count=5, seed=7)[:3]


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
    layout = PythonLayout(text)
    rows = sorted(row for row in layout.statements if layout.is_stretch(row, 2))
    assert [layout.lines.line_text(row).strip() for row in rows] == starts


def test_indentation_of_the_first_line_is_there_already() -> None:
    (slot,) = typing_slots([source("def f(a):\n    one = 1\n    return a\n")], 1, 2)
    assert dataclasses.astuple(slot) == (
        "code.py", "def f(a):\n    ", "one = 1\n    return a", "\n",
    )  # fmt: skip


def test_too_few_lines_is_said() -> None:
    with pytest.raises(UsageError, match="1 cases of the kind rest-of-line") as caught:
        rest_of_line_cases([source("values = 1\n")], 2)
    assert "1 or fewer" in caught.value.remedy


@pytest.mark.slow
def test_cases_of_the_real_corpus() -> None:
    files = load_corpus()
    check_infill(files, Kind.REST_OF_LINE, 500)
    check_slots(files, 40, 8)
    spread = Counter(case.path for case in rest_of_line_cases(files, 100))
    assert set(spread.values()) == {2, 3}
    assert len(spread) == len(files)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="TypeScript and Go come through npm")
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_of_every_language(language: str, kind: Kind) -> None:
    check_infill(load_corpus([language]), kind, 120)


@pytest.mark.slow
def test_published_figures_are_of_these_cases() -> None:
    """Whoever changes a digest must measure again: older figures are of other cases."""
    files = load_corpus()
    infill = "\n".join(case.id for case in rest_of_line_cases(files))
    typing = "\n".join(f"{slot.path}:{len(slot.before)}" for slot in typing_slots(files))
    digests = [hashlib.sha256(ids.encode()).hexdigest()[:16] for ids in (infill, typing)]
    assert digests == ["0bf8939576ada7fb", "ac3420908e295231"]
