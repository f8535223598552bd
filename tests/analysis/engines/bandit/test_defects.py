"""What Bandit gets wrong and the engine gets right, by the numbers of the project's list.

Each test shows first that Bandit does. The others of the ten are about files, comments and reports.
"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time

import pytest

from hanare.analysis.results import Why

from analysis.engines.bandit.marked import outcome_of, places, rules_of, table, unmarked
from analysis.engines.bandit.peer import by_bandit

NEWER_SYNTAX = {
    "an operator": "a = b ?? c\neval(x)\n",
    "a statement": "def f():\n    defer g()\n    eval(x)\n",
    "an exception group without brackets": "try: f()\nexcept A, B: g()\neval(x)\n",
}
if sys.version_info < (3, 12):
    NEWER_SYNTAX["quotes within an f-string"] = "a = f'{b['c']}'\neval(x)\n"
    NEWER_SYNTAX["type parameters"] = "def f[T](a: T) -> T:\n    return eval(x)\n"

DEEP = {
    "1,500 terms": "b = " + "+".join("a" * 1_500) + "\neval(x)\n",
    "500 calls": "b = a" + ".c()" * 500 + "\neval(x)\n",
    "990 branches": "if a: b\n" + "elif a: b\n" * 990 + "eval(x)\n",
}


def test_defect_1_two_configurations_do_not_change_each_other() -> None:
    script = """
        import io, json, logging, warnings
        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")
        from bandit.core.config import BanditConfig
        from bandit.core.manager import BanditManager
        from hanare.analysis.engines.bandit.engine import Engine
        from hanare.analysis.source import Source

        TEXT = "import pickle\\npickle.loads(a)\\neval(b)\\nopen('/tmp/x')\\n"

        def theirs(manager):
            manager.results = []
            manager._parse_file("<stdin>", io.BytesIO(TEXT.encode()), ["<stdin>"])
            return sorted(each.test_id for each in manager.results)

        def ours(engine):
            return [each.rule for each in engine.detect(Source(TEXT, "python")).detections]

        manager, engine = BanditManager(BanditConfig(), "file"), Engine({})
        before = theirs(manager), ours(engine)
        BanditManager(BanditConfig(), "file", profile={"include": ["B307"]})
        other = Engine({"hardcoded_tmp_directory": {"tmp_dirs": ["/other"]}})
        print(json.dumps([*before, theirs(manager), ours(engine), ours(other)]))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    their_first, our_first, their_second, our_second, other = json.loads(done.stdout)
    assert their_first == ["B108", "B301", "B307", "B403"]
    assert their_second == ["B108", "B307"]
    assert our_first == our_second == ["B403", "B301", "B307", "B108"]
    assert other == ["B403", "B301", "B307"]


@table(NEWER_SYNTAX)
def test_defect_3_newer_syntax_costs_a_statement_not_a_file(case: str) -> None:
    (peer,) = by_bandit([case])
    assert peer.skipped
    assert not peer.found
    outcome = outcome_of(case)
    assert [each.rule for each in outcome.detections] == ["B307"]
    assert outcome.problem is not None
    assert outcome.problem.why is Why.SYNTAX


def test_defect_4_deep_nesting_is_looked_into() -> None:
    for name, peer in zip(DEEP, by_bandit(list(DEEP.values())), strict=True):
        assert peer.skipped, name
        outcome = outcome_of(DEEP[name])
        assert [each.rule for each in outcome.detections] == ["B307"], name
        assert outcome.problem is None, name


@pytest.mark.slow
def test_defect_4_sql_of_many_strings_is_found() -> None:
    text = "a = 'select b ' + " + " + ".join(["'c' + d"] * 400) + " + 'from e ' + f\n"
    (peer,) = by_bandit([text])
    assert not peer.skipped  # nobody is told
    assert not peer.found
    assert "B608" in rules_of(text)


@pytest.mark.slow
def test_defect_5_the_search_for_sql_is_linear() -> None:
    text = 'x = "' + "update a " * 20_000 + '%s" % y\neval(x)\n'
    with pytest.raises(subprocess.TimeoutExpired):
        by_bandit([text], seconds=3)
    begin = time.perf_counter()
    assert rules_of(text) == ["B307"]
    assert time.perf_counter() - begin < 3


def test_defect_9_a_finding_is_where_the_call_is() -> None:
    text, marked = unmarked(
        "import subprocess as s\n"
        "é = ‹s.run(\n    'é' + é,\n    1,\n    2,\n    shell=\n    True\n)›\n"
    )
    (peer,) = by_bandit([text])
    assert [line for id_, line, *_ in peer.found if id_ == "B602"] == [7]
    found = tuple(each for each in outcome_of(text).detections if each.rule == "B602")
    assert places(text, found) == marked
