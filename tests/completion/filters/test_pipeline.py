"""All rules together: order, switches, what is told, and what must hold for any answer."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hanare
from hanare.completion.extent import decide
from hanare.completion.filters import RULES, Around, Filtered, Step, apply
from hanare.completion.filters.syntax import adds_no_errors
from hanare.config.settings import FilterName
from hanare.observe.reasons import Code, Reason
from hanare.syntax.tree import Place, SyntaxTree
from hanare.text.document import DocumentSnapshot

from completion.filters.marked import KEPT, Case, around, by_all, table

TOGETHER = {
    "a marker, then a bracket": ("python", "print(‸)", "name)<|endoftext|>", "name"),
    "a bracket, then the rest": ("python", "x = f(‸) + yy", "a) + yy)", "a"),
    "the rest, said again": ("python", "x = f(‸, yy)", "a, yy)", "a"),
    "a block, then the next function": (
        "go", "func f() {\n\t‸\n}\n\nfunc g() {\n}\n", "x()\n}\n\nfunc g() {\n\ty()\n}", "x()",
    ),
    "below the block, then the next lines": (
        "python", "def f():\n    ‸\n\nfoo(a)\n", "x = 1\n\nfoo(a)\n\nbar(b)", "x = 1",
    ),
    "indentation, then echo": (
        "python", "def f():\n    foo(a)\n    ‸", "    foo(a)", "<repeats-above>",
    ),
    "cut down to nothing": ("python", "x‸", "  \n", "<empty>"),
    "cut down to a comment": ("python", "x = 1\n‸", "# one\n```\n", "<comment-only>"),
    "nothing wrong": ("java", "class A {\n  ‸\n}", "int x = 1;", KEPT),
}  # fmt: skip


@table(TOGETHER)
def test_rules_work_together(case: Case) -> None:
    assert by_all(case) == case.shown


def test_steps_tell_what_changed() -> None:
    filtered = apply("name)  ", around("python", "print(‸)"))
    assert filtered == Filtered(
        "name",
        None,
        (Step("trailing-space", "name)  ", "name)"), Step("unmatched-closers", "name)", "name")),
    )


def test_the_reason_is_the_last_step() -> None:
    reason = Reason(Code.REPEATS_SUFFIX)
    at = around("python", "‸\nfoo = 1\n")
    assert apply("foo = 1", at) == Filtered(
        None, reason, (Step("duplicate-lines", "foo = 1", reason),)
    )


def test_a_rule_can_be_switched_off() -> None:
    at = around("python", "x = ‸\n\ny = 1\n")
    assert apply("1</s>", at).text == "1"
    assert apply("1</s>", at, {"markers", "syntax", "unmatched-closers"}).text == "1</s>"


def test_nothing_is_never_shown() -> None:
    assert apply(" \n", around("python", "x = ‸"), RULES).reason == Reason(Code.EMPTY)


SAMPLES = {
    path.stem: path.read_text(encoding="utf-8").split("\n=== ", 1)[0].replace("‸", "")
    for path in sorted((Path(__file__).parents[2] / "syntax" / "samples").glob("*.txt"))
}
MARKERS = ("<|endoftext|>", "<|fim_middle|>", "<fim_suffix>", "<｜fim▁end｜>", "<|file_sep|>")
NOISE = (
    ")",
    "]",
    "}",
    "(",
    "{",
    "[",
    '"',
    "'",
    "`",
    "\n",
    "\n\t",
    "    ",
    ";",
    ":",
    "```",
    "#",
    "名",
)


@st.composite
def hard_answers(draw: st.DrawFn) -> tuple[str, str, int, str]:
    """A cursor in a sample, and an answer made of the sample's text, markers and noise."""
    language = draw(st.sampled_from(sorted(SAMPLES)))
    text = SAMPLES[language]
    offset = draw(st.integers(0, len(text)))

    def piece(start: int) -> str:
        return text[start : start + draw(st.integers(0, 80))]

    pieces = st.one_of(
        st.sampled_from(NOISE + MARKERS),
        st.just(piece(offset)),
        st.integers(0, len(text)).map(piece),
        st.just(text[max(0, offset - 40) : offset]),
    )
    return language, text, offset, "".join(draw(st.lists(pieces, min_size=1, max_size=4)))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(hard_answers())
def test_whatever_the_model_says(hard: tuple[str, str, int, str]) -> None:
    language, text, offset, raw = hard
    document = DocumentSnapshot("file:///a", 0, text, language)
    tree = SyntaxTree.parse(text, language)
    at = Around(document, offset, decide(document, offset, tree), tree)
    shown = apply(raw, at).text
    if shown is None:
        return
    assert shown.strip()
    assert not any(marker in shown for marker in MARKERS)
    assert adds_no_errors(shown, at)
    rest = at.line_after.strip()
    if len(rest) > 2 and re.search(r"\w", rest):
        assert not shown.endswith(at.line_after.rstrip())


def _rests_of_lines(count: int) -> list[tuple[str, int, str]]:
    """Lines of code in Hanare itself, cut at a random column: text, the cut, the line's rest."""
    rng = random.Random(4)
    trees = [
        SyntaxTree.parse(path.read_text(encoding="utf-8"), "python")
        for path in sorted(Path(hanare.__file__).parent.rglob("*.py"))
    ]
    found: list[tuple[str, int, str]] = []
    while len(found) < count:
        tree = rng.choice(trees)
        assert tree
        lines = DocumentSnapshot("", 0, tree.text).lines
        line = rng.randrange(len(lines))
        start, end = lines.start(line), lines.end(line)
        if tree.text[start:end].strip():
            at = rng.randrange(start, end)
            if tree.place(at) in (Place.CODE, Place.STRING):
                found.append((tree.text, at, tree.text[at:end]))
    return found


@pytest.mark.parametrize("typing", [False, True], ids=["in place", "at the end"])
def test_real_code_survives(typing: bool) -> None:
    """What a person wrote is shown unchanged 99 of 100 times at least, comments aside."""
    lost, count = [], 0
    for text, at, rest in _rests_of_lines(600):
        below = "" if typing else text[at + len(rest) :]
        document = DocumentSnapshot("file:///a.py", 0, text[:at] + below, "python")
        tree = SyntaxTree.parse(document.text, "python")
        filtered = apply(rest, Around(document, at, decide(document, at, tree), tree))
        if filtered.reason != Reason(Code.COMMENT_ONLY):
            count += 1
            if filtered.text != rest:
                lost.append((filtered.steps, text[max(0, at - 60) : at]))
    assert len(lost) <= count / 100, lost


def test_the_settings_know_every_rule() -> None:
    assert get_args(FilterName) == tuple(RULES)
