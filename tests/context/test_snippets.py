"""Which pieces of other files resemble the code at the cursor."""

from __future__ import annotations

import pytest

from hanare.context.snippets import identifiers, similar
from hanare.text.document import DocumentSnapshot

CURSOR = "alpha beta gamma delta"
OTHER = "unrelated = different\n"


def documents(**texts: str) -> list[tuple[str, DocumentSnapshot]]:
    """Documents by name, in order."""
    return [
        (f"{name}.py", DocumentSnapshot(f"file:///{name}.py", 0, text, "python"))
        for name, text in texts.items()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for name in names:", {"for", "name", "names"}),
        ("x = ab + abc", {"abc"}),
        ("a1b2 12ab _x_ __", {"a1b2", "_x_"}),
        ("挨拶文 = 値", {"挨拶文"}),
        ("", set()),
    ],
)
def test_identifiers(text: str, expected: set[str]) -> None:
    assert identifiers(text) == expected


@pytest.mark.parametrize(
    ("text", "similarity"),
    [
        ("alpha", 1 / 4),
        ("alpha beta", 2 / 4),
        ("alpha beta gamma delta epsilon", 4 / 5),
        # Below 0.18 it is about something else, above 0.8 it is the same.
        ("alpha beta one1 two2 three four five six6 seven", 2 / 11),
        ("alpha one1 two2", None),
        ("alpha beta gamma delta", None),
        ("nothing alike", None),
        ("", None),
        ("a b c", None),
    ],
)
def test_only_what_is_alike_and_not_the_same(text: str, similarity: float | None) -> None:
    found = similar(CURSOR, documents(a=text), 1)
    assert [each.similarity for each in found] == ([] if similarity is None else [similarity])


def test_a_cursor_in_nothing_resembles_nothing() -> None:
    assert similar("", documents(a="alpha", b=""), 3) == []
    assert similar("x = 1", documents(a="a b"), 3) == []


def test_the_best_come_first_and_the_first_of_equals() -> None:
    files = documents(one="alpha", three="alpha beta gamma", two="alpha beta", same="gamma delta")
    assert [each.path for each in similar(CURSOR, files, 9)] == [
        "three.py", "two.py", "same.py", "one.py",
    ]  # fmt: skip
    assert [each.path for each in similar(CURSOR, files, 2)] == ["three.py", "two.py"]
    assert similar(CURSOR, files, 0) == []


def test_one_piece_a_document_and_it_is_the_best() -> None:
    lines = ["alpha\n", *[OTHER] * 30, "alpha beta\n", *[OTHER] * 30, "gamma\n"]
    (found,) = similar(CURSOR, documents(a="".join(lines)), 9)
    assert "alpha beta" in found.text
    assert (found.text.count("\n") + 1, "gamma" in found.text) == (16, False)


@pytest.mark.parametrize(("at", "first"), [(0, 0), (7, 0), (15, 0), (16, 8), (20, 8), (39, 24)])
def test_a_piece_is_sixteen_lines(at: int, first: int) -> None:
    lines = [f"{n} = 0" for n in range(40)]
    lines[at] = "alpha = beta"
    (found,) = similar(CURSOR, documents(a="\n".join(lines)), 1)
    assert found.text.split("\n") == lines[first : first + 16]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_around_a_piece_are_no_part_of_it(end: str) -> None:
    text = end.join(["", "", "    alpha = beta", "    gamma = epsilon", "", ""])
    (found,) = similar(CURSOR, documents(a=text), 1)
    assert found.text == f"    alpha = beta{end}    gamma = epsilon"


def test_data_is_not_searched() -> None:
    large = "alpha beta\n" + "\n" * 200_000
    assert similar(CURSOR, documents(large=large), 1) == []
    assert similar(CURSOR, documents(small=large[:200_000]), 1)
