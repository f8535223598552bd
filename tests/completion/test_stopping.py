"""Where a block ends, whatever the pieces it arrives in."""

from __future__ import annotations

import pytest

from hanare.completion.extent import Extent
from hanare.completion.stopping import BlockStop, BracketStop, LineStop, NextLineStop

CASES = {
    "dedent": (4, "x = 1\n    y = 2\nprint(x)\n", "", "x = 1\n    y = 2"),
    "blank lines inside stay": (4, "x = 1\n\n    y = 2\n\nprint()", "", "x = 1\n\n    y = 2\n"),
    "the suffix begins": (4, "x = 1\n    return x\n", "\n    return x\n", "x = 1"),
    "its own closer ends it": (1, "\n    a\n}\n    b", "", "\n    a\n}"),
    "a closer that goes on": (
        1,
        "\n    a\n} else {\n    b\n}\n",
        "",
        "\n    a\n} else {\n    b\n}",
    ),
    "the closer of what is around it": (4, "a\n  }\n}\n", "", "a"),
    "the user's closer does not belong to it": (1, "\n    a\n}\nb", "\n}\n", "\n    a"),
    "a closer like the user's, of a block inside": (
        4,
        "if x {\n        a\n    }\n    b\n}\n",
        "\n}\n",
        "if x {\n        a\n    }\n    b",
    ),
    "tabs": (8, "x\n\ty\nz", "", "x\n\ty"),
    "no end": (4, "x = 1\n    y =", "", None),
    "too long": (0, "a\n" * 20, "", "a\n" * 12 + "a"),
}


@pytest.mark.parametrize(("indent", "text", "suffix", "kept"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_block_stop(indent: int, text: str, suffix: str, kept: str | None, size: int) -> None:
    rule = BlockStop(Extent(block=True, indent=indent, why="test", closer=0), suffix)
    ends = (rule(text[at : at + size]) for at in range(0, len(text), size))
    end = next((end for end in ends if end is not None), None)
    assert (None if end is None else text[:end]) == kept


def test_a_late_block_ends_with_its_last_complete_line() -> None:
    late = False
    rule = BlockStop(Extent(block=True, indent=4, why="test"), "", late=lambda: late)
    assert rule("x = 1\n    y = 2\n    z") is None
    late = True
    assert rule(" = 3") == len("x = 1\n    y = 2")


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1 + 2\nx", "1 + 2"),
        ("\n    return x\ny", "\n    return x"),
        ("  \n\n    return x\n", "  \n\n    return x"),
        ("1 + 2", None),
    ],
)
def test_line_stop(text: str, kept: str | None, size: int) -> None:
    rule = LineStop()
    ends = (rule(text[at : at + size]) for at in range(0, len(text), size))
    end = next((end for end in ends if end is not None), None)
    assert (None if end is None else text[:end]) == kept


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\n    return x\n\ndef", "\n    return x"),
        ("\n\n    return x\n", "\n\n    return x"),
        (" + 1\n    y\n", " + 1\n    y"),
        ("x", None),
        ("\n    ", None),
    ],
)
def test_next_line_stop(text: str, kept: str | None, size: int) -> None:
    rule = NextLineStop()
    ends = (rule(text[at : at + size]) for at in range(0, len(text), size))
    end = next((end for end in ends if end is not None), None)
    assert (None if end is None else text[:end]) == kept


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    ("text", "kept"),
    [("a, b)\nx", "a, b)"), ("\n    a,\n    b,\n)\nx\n", "\n    a,\n    b,\n)"), ("a", None)],
)
def test_bracket_stop(text: str, kept: str | None, size: int) -> None:
    extent = Extent(block=True, indent=1, why="test", closer=0, if_broken=True)
    rule = BracketStop(BlockStop(extent, ""))
    ends = (rule(text[at : at + size]) for at in range(0, len(text), size))
    end = next((end for end in ends if end is not None), None)
    assert (None if end is None else text[:end]) == kept
