"""What becomes of suggestions that add findings; what is found is scripted here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from hanare.analysis.checking import Added, Verdict
from hanare.analysis.finding import Level
from hanare.analysis.insertion import Insertion
from hanare.completion.completer import InlineCompleter
from hanare.completion.gate import Gate, Record
from hanare.completion.types import Outcome, Query, Trigger
from hanare.config.settings import CompletionSettings, GateSettings
from hanare.engine.protocol import Request
from hanare.errors import HanareError
from hanare.text.document import DocumentSnapshot

from completion.engines import LAYOUT, SayingEngine

BAD = Added("B602", 78, Level.HIGH, Level.HIGH, advisory=False, words=("bad",))
SO_SO = Added("B108", 377, Level.MEDIUM, Level.HIGH, advisory=False)
MINOR = Added("B404", 78, Level.LOW, Level.HIGH, advisory=False)
HINT = Added("B113", 400, Level.HIGH, Level.HIGH, advisory=True)
CLEAN = Verdict((), scanned=True)
UNKNOWN = Verdict((), scanned=False)


class ScriptedChecker:
    """Says what a table says for the first of its words that is in a suggestion."""

    def __init__(self, table: dict[str, Verdict] | None = None) -> None:
        self.table = table or {"bad": Verdict((BAD,), scanned=True)}
        self.seen: list[Insertion] = []
        self.gate: asyncio.Event | None = None
        self.failure: HanareError | None = None
        self.started = 0
        self.abandoned = 0

    async def start(self) -> None:
        self.started += 1
        if self.failure is not None:
            raise self.failure

    async def check(self, insertion: Insertion, path: str) -> Verdict:
        self.seen.append(insertion)
        if self.gate is not None:
            await self.gate.wait()
        return next((self.table[word] for word in self.table if word in insertion.new), CLEAN)

    def abandon(self) -> None:
        self.abandoned += 1

    async def close(self) -> None:
        pass


class Desk:
    """A completer with a gate, and what both were told."""

    def __init__(
        self,
        says: str | Callable[[Request], str],
        checker: ScriptedChecker | None = None,
        off: Sequence[str] = (),
        **settings: object,
    ) -> None:
        self.checker = checker or ScriptedChecker()
        self.engine = SayingEngine(says)
        self.records: list[Record] = []
        self.failures: list[HanareError] = []
        self.gate = Gate(
            self.checker,
            GateSettings.model_validate(settings),
            lambda: 0.0,
            off=off,
            record=self.records.append,
            failed=self.failures.append,
        )
        self.completer = InlineCompleter(
            self.engine, LAYOUT, CompletionSettings(), lambda: 0.0, gate=self.gate
        )

    async def ask(self, text: str = "x = ", trigger: Trigger = Trigger.AUTOMATIC) -> Outcome:
        document = DocumentSnapshot("file:///a.py", 1, text, "python")
        try:
            return await self.completer.complete(Query(document, len(text), trigger, "a.py"))
        finally:
            self.completer.close()


def text_of(outcome: Outcome) -> str | None:
    return outcome.suggestion.text if outcome.suggestion else None


async def test_what_adds_nothing_is_shown() -> None:
    desk = Desk("good(1)")
    outcome = await desk.ask()
    assert (text_of(outcome), str(outcome.reason)) == ("good(1)", "shown")
    assert (desk.records, dict(desk.gate.counts)) == ([], {"clean": 1})


async def test_the_place_is_checked_not_the_suggestion_alone() -> None:
    desk = Desk("good(1)")
    await desk.ask()
    assert desk.checker.seen == [Insertion("x = ", 4, "good(1)", "python")]


async def test_what_adds_a_finding_is_hidden_with_its_rule() -> None:
    desk = Desk("bad(1)")
    outcome = await desk.ask()
    assert (text_of(outcome), str(outcome.reason)) == (None, "insecure:B602")
    (record,) = desk.records
    assert (record.path, record.decision.rule, record.decision.policy) == ("a.py", "B602", "hide")
    assert "bad" not in record.document + record.suggestion
    assert dict(desk.gate.counts) == {"hidden": 1}


@pytest.mark.parametrize(
    ("added", "settings", "shown"),
    [
        pytest.param((BAD,), {"high": "off", "medium": "off"}, True, id="all off"),
        pytest.param((BAD,), {"high": "off"}, True, id="high is off, medium is not"),
        pytest.param((SO_SO,), {}, False, id="medium"),
        pytest.param((MINOR,), {}, True, id="low"),
        pytest.param((MINOR,), {"low": "hide"}, False, id="low where that is wanted"),
        pytest.param((HINT,), {}, True, id="right too seldom"),
        pytest.param((MINOR, SO_SO), {}, False, id="the gravest decides"),
        pytest.param((BAD, SO_SO), {"high": "flag"}, False, id="the strictest decides"),
        pytest.param((BAD,), {"high": "flag"}, True, id="flagged"),
    ],
)
async def test_policies(added: tuple[Added, ...], settings: dict[str, str], shown: bool) -> None:
    checker = ScriptedChecker({"bad": Verdict(added, scanned=True)})
    outcome = await Desk("bad(1)", checker, **settings).ask()
    assert (text_of(outcome) is not None) is shown


async def test_flagged_ones_say_with_what() -> None:
    desk = Desk("bad(1)", high="flag")
    assert str((await desk.ask()).reason) == "shown:flagged-B602"
    assert dict(desk.gate.counts) == {"flagged": 1}
    assert len(desk.records) == 1


async def test_rules_that_are_off_do_not_count() -> None:
    assert text_of(await Desk("bad(1)", off=["B602"]).ask()) == "bad(1)"


async def test_nothing_is_scanned_where_nothing_is_wanted() -> None:
    desk = Desk("bad(1)", high="off", medium="off", low="off")
    assert text_of(await desk.ask()) == "bad(1)"
    assert (desk.checker.seen, desk.checker.started) == ([], 0)


async def test_a_second_try_does_without_the_words() -> None:
    desk = Desk(
        lambda request: "good(2)" if "bad" in request.discouraged else "bad(1)", high="resample"
    )
    outcome = await desk.ask()
    assert (text_of(outcome), str(outcome.reason)) == ("good(2)", "shown:resampled-B602")
    assert [request.discouraged for request in desk.engine.requests[:2]] == [(), ("bad",)]


async def test_a_second_try_that_is_no_better_is_the_last() -> None:
    desk = Desk("bad(1)", high="resample")
    outcome = await desk.ask()
    assert (text_of(outcome), str(outcome.reason)) == (None, "insecure:B602")
    asked = [request for request in desk.engine.requests if request.max_tokens]
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("says", "policy", "shown"),
    [
        ("odd", "by-kind", True),
        ("odd(1)", "by-kind", False),
        ("odd(1)", "show", True),
        ("odd", "hide", False),
    ],
)
async def test_what_cannot_be_scanned(says: str, policy: str, shown: bool) -> None:
    desk = Desk(says, ScriptedChecker({"odd": UNKNOWN}), unscannable=policy)
    outcome = await desk.ask()
    assert (text_of(outcome) is not None) is shown
    assert dict(desk.gate.counts) == {"unscanned" if shown else "unscannable": 1}
    assert shown or str(outcome.reason) == "unscannable"


async def test_out_of_time_is_unscannable() -> None:
    checker = ScriptedChecker()
    checker.gate = asyncio.Event()  # never set
    outcome = await Desk("good(1)", checker, milliseconds=10).ask()
    assert str(outcome.reason) == "unscannable"
    assert checker.abandoned == 1


async def test_what_cannot_be_started_is_told_once_and_nothing_is_called_clean() -> None:
    checker = ScriptedChecker()
    checker.failure = HanareError("It does not start.")
    desk = Desk("good(1)", checker)
    for _ in range(2):
        assert str((await desk.ask()).reason) == "unscannable"
    assert (desk.failures, checker.seen) == ([checker.failure], [])


async def test_while_it_is_typed_a_suggestion_is_judged_once() -> None:
    desk = Desk("good(1)")
    for typed in ("x = ", "x = g", "x = goo"):
        document = DocumentSnapshot("file:///a.py", len(typed), typed, "python")
        outcome = await desk.completer.complete(Query(document, len(typed), path="a.py"))
        assert typed + (text_of(outcome) or "") == "x = good(1)"
    desk.completer.close()
    assert len(desk.checker.seen) == 1


async def test_the_same_text_from_an_earlier_cursor_is_judged_anew() -> None:
    desk = Desk("unused")
    first = DocumentSnapshot("file:///a.py", 1, "bad(1)\n", "python")
    assert (await desk.gate.decide(Query(first, 7, path="a.py"), "y = 2", block=False)).shown
    second = DocumentSnapshot("file:///a.py", 2, "", "python")
    late = await desk.gate.decide(Query(second, 0, path="a.py"), "bad(1)\ny = 2", block=False)
    assert not late.shown
    desk.completer.close()


async def test_the_same_text_in_another_file_is_judged_anew() -> None:
    desk = Desk("good(1)")
    document = DocumentSnapshot("file:///a.py", 1, "x = ", "python")
    for path in ("a.py", "tests/a.py", "a.py"):
        await desk.gate.decide(Query(document, 4, path=path), "good(1)", block=False)
    desk.completer.close()
    assert len(desk.checker.seen) == 2


async def test_a_slow_start_does_not_begin_anew_with_each_suggestion() -> None:
    desk = Desk("good(1)")
    starts: list[asyncio.Event] = []

    async def slow() -> None:
        starts.append(asyncio.Event())
        await starts[-1].wait()

    desk.checker.start = slow  # type: ignore[method-assign]
    document = DocumentSnapshot("file:///a.py", 1, "x = ", "python")
    asked = [
        asyncio.ensure_future(desk.gate.decide(Query(document, 4), "good(1)", block=False))
        for _ in range(3)
    ]
    await asyncio.sleep(0)
    asked[0].cancel()
    await asyncio.sleep(0)
    starts[0].set()
    assert [(await each).shown for each in asked[1:]] == [True, True]
    assert len(starts) == 1
    desk.completer.close()


async def test_alternatives_are_judged_too() -> None:
    says = {0: "good(1)", 1: "bad(2)", 2: "good(3)"}
    desk = Desk(lambda request: says[request.seed])
    outcome = await desk.ask(trigger=Trigger.INVOKED)
    assert text_of(outcome) == "good(1)"
    assert [each.text for each in outcome.alternatives] == ["good(3)"]


async def test_an_alternative_cannot_be_flagged_and_is_not_shown() -> None:
    says = {0: "good(1)", 1: "bad(2)", 2: "good(3)"}
    desk = Desk(lambda request: says[request.seed], high="flag", medium="flag")
    outcome = await desk.ask(trigger=Trigger.INVOKED)
    assert [each.text for each in outcome.alternatives] == ["good(3)"]
