"""Texts made to hang, crash or mislead the engine, and what must not leak from it."""

from __future__ import annotations

import logging
import sys
import threading
import time
import warnings

import pytest

from hanare.analysis.engines.bandit.engine import Engine
from hanare.analysis.results import Why
from hanare.analysis.source import Source

from analysis.engines.bandit.marked import outcome_of, rules_of, table

_DJANGO = "from django.utils.safestring import mark_safe\n"

LINEAR = {
    "a sum of 50,000 terms": ("B307", "x = " + "+".join("a" * 50_000) + "\neval(x)\n"),
    "a sum of 500,000 terms": ("B307", "x = " + "+".join("a" * 500_000) + "\neval(x)\n"),
    "a list of 100,000 items": ("B307", "x = [" + "1," * 100_000 + "]\neval(x)\n"),
    "a tuple of 100,000 items": (
        "B603", "import subprocess\nsubprocess.run((" + "1," * 100_000 + "))\n",
    ),
    "names of 20,000 parts": ("B307", ("a" + ".b" * 20_000 + "()\n") * 5 + "eval(x)\n"),
    "5,000 strings added": ("B608", "x = 'select a' + " + "'b' + " * 5_000 + "'from c' + ' '\n"),
    "an f-string of 50,000 parts": ("B307", "x = f'" + "{a}b" * 50_000 + "'\neval(x)\n"),
    "40,000 keys": ("B105", "x = {" + "'pwd': 1," * 40_000 + "}\n"),
    "40,000 comparisons": ("B105", "password == " + "'a' == " * 40_000 + "b\n"),
    "imports and calls in turn": (
        "B307", "".join(f"import a{n}\nb.run()\n" for n in range(20_000)) + "eval(x)\n",
    ),
    "one import of 40,000 names": ("B404", "import " + "a," * 40_000 + "subprocess\n"),
    "assignments of itself": ("B703", _DJANGO + "a = a\n" * 60 + "mark_safe(a)\n"),
    "many of them": (
        "B703", _DJANGO + "def f():\n" + " a = b\n b = a\n" * 5_000 + " mark_safe(a)\n",
    ),
    "many questions about them": (
        "B703", _DJANGO + "a = 'b'\n" * 2_000 + "mark_safe(a)\n" * 2_000 + "mark_safe(b)\n",
    ),
    "a long line of other letters": ("B307", "'é'; " * 50_000 + "eval(x);" * 2_000 + "\n"),
    "errors everywhere": ("B307", "def f(:\n eval(x)\n" * 3_000),
    "strings that end nowhere": ("B307", 'x = """\n' * 3_001 + '"""\n)\neval(x)\n'),
    "brackets that end nowhere": ("B307", "f(\n" * 10_000 + "eval(x)\n"),
    "blocks without end": ("B307", "".join(" " * n + "if a\n" for n in range(900)) + "eval(x)\n"),
}  # fmt: skip
"""A rule that is found, and the text. Bandit takes minutes for some, for others a lifetime."""

SEEN = {
    "letters of full width": ("\uff45\uff58\uff45\uff43(x)", ["B102"]),
    "a null character": ("a = '\0'\neval(x)", ["B307"]),
    "half a pair of surrogates": ("a = '\ud800'\neval(x)", ["B307"]),
    "them behind a bidirectional one": ("# \u202e\ud800\neval(x)", ["B613", "B307"]),
    "another coding than it says": ("# coding: utf-7\neval(x)", ["B307"]),
    "a coding that does not exist": ("# coding: nonesuch\neval(x)", ["B307"]),
    "nothing": ("", []),
    "a byte order mark alone": ("\ufeff", []),
    "a comment alone": ("# eval(x)", []),
    "a suppression": ("eval(x)  # nosec", ["B307"]),
}


@table(LINEAR)
def test_no_text_takes_long(case: tuple[str, str]) -> None:
    begin = time.perf_counter()
    assert case[0] in rules_of(case[1])
    # Measured: two seconds at most. Each took minutes before, or its finding was lost.
    assert time.perf_counter() - begin < 30


@table(SEEN)
def test_odd_texts_are_seen_wholly(case: tuple[str, list[str]]) -> None:
    outcome = outcome_of(case[0])
    assert [each.rule for each in outcome.detections] == case[1]
    assert outcome.problem is None


def test_without_room_to_nest_a_text_is_said_to_nest_too_deeply(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    outcome = outcome_of("x = " + "+".join("a" * 200_000) + "\neval(x)\n")
    assert [each.rule for each in outcome.detections] == ["B307"]
    assert outcome.problem is not None
    assert outcome.problem.why is Why.NESTED


def test_a_test_that_cannot_finish_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine({})

    def deep(_context: object) -> None:
        raise RecursionError

    monkeypatch.setitem(engine._plugins.checks, "B101", deep)
    outcome = engine.detect(Source("eval(x)\nassert x\n", "python"))
    assert [each.rule for each in outcome.detections] == ["B307"]
    assert outcome.problem is not None
    assert outcome.problem.why is Why.NESTED
    assert str(outcome.problem.detail).startswith("line 2:")


def test_messages_are_short_and_the_same_every_time() -> None:
    long = "os.chmod('" + "a" * 10_000 + "', 0o777)\n"
    members = "import tarfile\ntar.extractall(members=[1])\n"
    (found,) = outcome_of(long).detections
    assert len(found.message) == 500
    (found,) = outcome_of(members).detections
    assert "0x" not in found.message


def test_nothing_is_logged_printed_or_left_changed(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    show, limit, size = warnings.formatwarning, sys.getrecursionlimit(), threading.stack_size()
    with caplog.at_level(logging.DEBUG), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        rules_of("x = '\\d'\nif 1 is 1: eval(x)  # nosec\npassword = 'hunter2'\n")
        rules_of("x = '\\d' +\npassword = 'hunter2'\n")
        rules_of("x = " + "+".join("a" * 5_000) + "\npassword = 'hunter2'\n")
    assert not caplog.records
    assert not warned
    assert capfd.readouterr() == ("", "")
    assert warnings.formatwarning is show
    assert (sys.getrecursionlimit(), threading.stack_size()) == (limit, size)
