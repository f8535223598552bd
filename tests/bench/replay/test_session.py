"""Typing into a target that is not there: what is sent, and what is made of what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from hanare.bench.cases import TypingSlot
from hanare.bench.replay.session import Pace, run, type_slot
from hanare.bench.replay.target import RequestFailedError, TargetLostError
from hanare.bench.replay.trace import Account, Fate, Usage
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

FAST = Pace(seed=1, speed=1000, settle_seconds=0)
SLOT = TypingSlot("a/code.py", "def f(value):\n    ", "if value:\n        return 1", "\n")
WHOLE = SLOT.before + SLOT.typed + SLOT.after

Says = Callable[[str, str], "str | None"]
"""From the text before the cursor and after it."""


class Scripted:
    """A target that answers at once, with what a function says; "wait" is never answered."""

    def __init__(self, says: Says, name: str = "scripted", log: list[str] | None = None) -> None:
        self.name = name
        self.log = [] if log is None else log
        self._says = says
        self._document = DocumentSnapshot("", 0, "")
        self.cancelled = 0

    async def start(self) -> None:
        self.log.append(f"{self.name} start")

    async def open(self, document: DocumentSnapshot, offset: int) -> None:
        assert offset == len(SLOT.before)
        self._document = document
        self.log.append(f"{self.name} open")

    def edit(self, before: DocumentSnapshot, edit: Edit, after: DocumentSnapshot) -> None:
        assert before == self._document
        assert edit.apply(before.text) == after.text
        assert after.version == before.version + 1
        self._document = after

    async def suggest(self, document: DocumentSnapshot, offset: int) -> str | None:
        assert document == self._document
        answer = self._says(document.text[:offset], document.text[offset:])
        if answer == "wait":
            try:
                await asyncio.Event().wait()
            finally:
                self.cancelled += 1
        return answer

    async def account(self) -> Account | None:
        return Account("shown")

    async def leave(self, document: DocumentSnapshot) -> None:
        assert document.text == WHOLE
        self.log.append(f"{self.name} leave")

    def usage(self) -> Usage:
        return Usage(1.0, 2, 3)

    async def close(self) -> None:
        self.log.append(f"{self.name} close")


def knows(before: str, after: str) -> str:
    return WHOLE[len(before) : len(WHOLE) - len(after)]


def says(answer: str | None) -> Says:
    return lambda _before, _after: answer


async def test_everything_is_typed() -> None:
    trace = await type_slot(Scripted(says("")), SLOT, FAST)
    assert trace.pressed == trace.keys == len("if value:") + 1 + len("return 1")
    assert trace.characters == len(SLOT.typed)
    # After the last key there is nothing left to ask for.
    assert [ask.fate for ask in trace.asks] == [Fate.ANSWERED] * (trace.keys - 1)
    assert not any(ask.shown for ask in trace.asks)
    assert (trace.cpu_seconds, trace.usage) == (0.0, Usage(1.0, 2, 3))


async def test_a_target_that_knows() -> None:
    trace = await type_slot(Scripted(knows), SLOT, FAST)
    (ask,) = trace.asks
    assert (ask.accepted, ask.saved) == (len(SLOT.typed) - 1, len(SLOT.typed) - 2)
    assert trace.pressed == 2


async def test_what_is_wrong_is_rejected() -> None:
    trace = await type_slot(Scripted(says("nonsense")), SLOT, FAST)
    assert trace.pressed == trace.keys
    assert all(ask.shown and not ask.accepted for ask in trace.asks)
    assert all(ask.account == Account("shown") for ask in trace.asks)


async def test_the_next_key_cancels() -> None:
    target = Scripted(says("wait"))
    trace = await type_slot(target, SLOT, FAST)
    assert {ask.fate for ask in trace.asks} == {Fate.CANCELLED}
    assert target.cancelled == len(trace.asks)
    assert trace.pressed == trace.keys


async def test_a_target_may_give_up() -> None:
    trace = await type_slot(Scripted(says(None)), SLOT, FAST)
    assert {ask.fate for ask in trace.asks} == {Fate.CANCELLED}


async def test_errors_are_counted() -> None:
    def fails(before: str, after: str) -> str:
        raise RequestFailedError("broken")

    trace = await type_slot(Scripted(fails), SLOT, FAST)
    assert {(ask.fate, ask.error) for ask in trace.asks} == {(Fate.FAILED, "broken")}


async def test_order_alternates() -> None:
    log: list[str] = []
    targets = [Scripted(says(""), name, log) for name in ("a", "b")]
    done: list[None] = []
    traces = await run(targets, [SLOT, SLOT], FAST, lambda: done.append(None))
    assert [trace.name for trace in traces] == ["a", "b"]
    assert [len(trace.slots) for trace in traces] == [2, 2]
    assert len(done) == 4
    opened = [line for line in log if line.endswith("open")]
    assert opened == ["a open", "b open", "b open", "a open"]
    assert log[:2] == ["a start", "b start"]
    assert log[-2:] == ["b close", "a close"]


async def test_a_target_that_goes_ends_the_replay() -> None:
    def goes(before: str, after: str) -> str:
        if before.endswith("if va"):
            raise TargetLostError("It has gone.")
        return ""

    log: list[str] = []
    with pytest.raises(TargetLostError, match="gone"):
        await run([Scripted(says(""), "a", log), Scripted(goes, "b", log)], [SLOT], FAST)
    assert log[-2:] == ["b close", "a close"]
