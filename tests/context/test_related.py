"""What is asked about other files, and how much of them is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from hanare.context.related import Block, as_code, names_of_interest, pack
from hanare.context.snippets import Snippet


@dataclass(frozen=True)
class Symbol:
    path: str
    signature: str
    members: Sequence[str] = ()


@pytest.mark.parametrize(
    ("imported", "text", "before", "after", "names"),
    [
        # What surrounds the cursor: the nearest before it first, then what follows, each once.
        ([], "", "first second", "third fourth", "second first third fourth"),
        ([], "", "twice other twice", "other last", "twice other last"),
        # One letter is a loop's variable; numbers are no names; words in any language are.
        ([], "", "i = x1 + 22 + 値段", "", "値段 x1"),
        # What is imported and not used yet comes first, all other imports last.
        (["used", "unused"], "import used, unused\nused()", "near", "", "unused near used"),
        (["one", "two"], "import one, two", "near", "", "one two near"),
        (["near", "far"], "near far near far", "near", "", "near far"),
        ([], "", "", "", ""),
    ],
)
def test_names_of_interest(
    imported: list[str], text: str, before: str, after: str, names: str
) -> None:
    assert names_of_interest(imported, text, before, after) == tuple(names.split())


def test_imports_are_wanted_whatever_surrounds_the_cursor() -> None:
    around = [f"name{n}" for n in range(100)]
    text = "used used " + " ".join(around)
    names = names_of_interest(["used", "unused"], text, " ".join(around), "")
    assert names == ("unused", *around[:39:-1], "used")


TOOL = Symbol("tools.py", "class Tool", tuple(f"def method_{n:02}(self)" for n in range(12)))


def lines_of(blocks: Sequence[Block]) -> list[int]:
    return [len(block.text.split("\n")) for block in blocks]


@pytest.mark.parametrize(
    ("symbols", "characters", "blocks"),
    [
        ([], 1000, []),
        ([Symbol("a.py", "def f()")], 1000, [Block("a.py", "def f()")]),
        # In their order, one block for each file.
        (
            [Symbol("b.py", "def f()"), Symbol("a.py", "def g()"), Symbol("b.py", "def h()")],
            1000,
            [Block("b.py", "def f()\ndef h()"), Block("a.py", "def g()")],
        ),
        (
            [Symbol("a.py", "class A", ["x: int", "def f(self)"])],
            1000,
            [Block("a.py", "class A\n    x: int\n    def f(self)")],
        ),
        # One definition takes at most two fifths; what is left out leaves room for the next.
        (
            [Symbol("a.py", "def " + "f" * 100), Symbol("a.py", "def g()")],
            200,
            [Block("a.py", "def g()")],
        ),
        ([Symbol("a.py", "def f()")], 0, []),
    ],
)
def test_what_is_packed(symbols: list[Symbol], characters: int, blocks: list[Block]) -> None:
    assert list(pack(symbols, (), characters)) == blocks


@pytest.mark.parametrize(
    ("characters", "members"), [(2000, 12), (600, 6), (300, 3), (100, 0), (20, None)]
)
def test_a_class_is_shown_with_as_many_members_as_there_is_room_for(
    characters: int, members: int | None
) -> None:
    assert lines_of(pack([TOOL], (), characters)) == ([] if members is None else [1 + members])


@pytest.mark.parametrize("characters", range(0, 1500, 50))
def test_the_budget_is_kept(characters: int) -> None:
    symbols = [Symbol(f"{n % 3}.py", f"def function_{n}(argument)") for n in range(40)]
    pieces = [Snippet("piece.py", "x = 1\n" * 12, 0.5)]
    blocks = pack([TOOL, *symbols], pieces, characters)
    assert len(as_code(blocks, "python")) <= characters
    # All that is left is too little for one more.
    assert len(as_code(blocks, "python")) > min(characters, 1200) - 100


@pytest.mark.parametrize(
    ("characters", "paths"),
    [(1000, ["a.py", "near.py", "far.py"]), (90, ["a.py", "far.py"]), (60, ["a.py"]), (20, [])],
)
def test_pieces_come_last_where_there_is_room(characters: int, paths: list[str]) -> None:
    pieces = [Snippet("near.py", "n" * 60, 0.6), Snippet("far.py", "f" * 40, 0.3)]
    blocks = pack([Symbol("a.py", "def f(x)")], pieces, characters)
    assert [block.path for block in blocks] == paths


def test_a_piece_of_a_file_stands_beside_its_definitions() -> None:
    blocks = pack([Symbol("a.py", "def f()")], [Snippet("a.py", "f()\ng()", 0.5)], 1000)
    assert blocks == (Block("a.py", "def f()"), Block("a.py", "f()\ng()"))


@pytest.mark.parametrize(
    ("language", "comment"),
    [
        ("python", "#"), ("ruby", "#"), ("shellscript", "#"), ("typescript", "//"), ("go", "//"),
        ("rust", "//"), ("c", "//"), ("sql", "--"), ("lua", "--"), ("unheard-of", "//"),
    ],
)  # fmt: skip
def test_as_code(language: str, comment: str) -> None:
    blocks = [Block("lib/a.x", "first\nsecond"), Block("b.x", "third")]
    assert as_code(blocks, language) == (
        f"\n{comment} lib/a.x\nfirst\nsecond\n\n{comment} b.x\nthird\n"
    )
    assert as_code((), language) == ""
