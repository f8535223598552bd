"""Who goes first on the model: lanes, newest wins, cancel."""

from __future__ import annotations

import queue
import threading

import pytest

from hanare.engine.errors import EngineError, Superseded
from hanare.engine.owner import Owner
from hanare.engine.protocol import Delta, Done, Event, Lane
from hanare.engine.scripted import Answer, ScriptedDecoder

from engine.scripts import MARKERS, ask, loaded, text_of

SAYS = Answer("x = ", "1 + 2 + 3")
PLENTY = 10_000


class Inbox:
    """Collects a job's events."""

    def __init__(self) -> None:
        self.events: list[Event | Exception] = []
        self._arrived: queue.SimpleQueue[Event | Exception] = queue.SimpleQueue()

    def __call__(self, event: Event | Exception) -> None:
        self.events.append(event)
        self._arrived.put(event)

    def wait_for(self, kind: type) -> Event | Exception:
        while not isinstance(event := self._arrived.get(timeout=10), kind):
            pass
        return event


@pytest.fixture
def gate() -> threading.Semaphore:
    return threading.Semaphore(0)


@pytest.fixture
def model(gate: threading.Semaphore) -> ScriptedDecoder:
    return ScriptedDecoder([SAYS], MARKERS, gate=gate)


@pytest.fixture
def owner(model: ScriptedDecoder) -> Owner:
    return Owner(lambda: loaded(SAYS, inline=model))


def test_a_newer_request_for_the_document_replaces_the_older(
    owner: Owner, gate: threading.Semaphore
) -> None:
    owner.start()
    old, new = Inbox(), Inbox()
    owner.submit(1, ask("x = ", document="a.py"), old)
    owner.submit(2, ask("x = 1", document="a.py"), new)
    assert isinstance(old.wait_for(Exception), Superseded)
    gate.release(PLENTY)
    new.wait_for(Done)
    assert text_of(new.events) == " + 2 + 3"  # type: ignore[arg-type]
    assert old.events == [old.events[-1]]
    owner.close()


def test_other_documents_wait_their_turn(owner: Owner, gate: threading.Semaphore) -> None:
    owner.start()
    first, second = Inbox(), Inbox()
    owner.submit(1, ask("x = ", document="a.py"), first)
    owner.submit(2, ask("x = ", document="b.py"), second)
    gate.release(PLENTY)
    second.wait_for(Done)
    assert text_of(first.events) == text_of(second.events) == "1 + 2 + 3"  # type: ignore[arg-type]
    owner.close()


def test_inline_interrupts_chat_which_goes_on_afterwards() -> None:
    chat_gate = threading.Semaphore(0)
    chat_model = ScriptedDecoder([SAYS], MARKERS, gate=chat_gate)
    owner = Owner(lambda: loaded(SAYS, chat=chat_model))
    owner.start()
    chat, inline = Inbox(), Inbox()
    owner.submit(1, ask("x = ", lane=Lane.CHAT), chat)
    owner.submit(2, ask("x = ", document="a.py"), inline)
    inline.wait_for(Done)  # though chat's model is held at its gate
    assert not any(isinstance(event, Done) for event in chat.events)
    chat_gate.release(PLENTY)
    chat.wait_for(Done)
    assert text_of(chat.events) == "1 + 2 + 3"  # type: ignore[arg-type]
    owner.close()


def test_a_completion_replaces_the_documents_warm_up(
    owner: Owner, gate: threading.Semaphore
) -> None:
    owner.start()
    warm, inline = Inbox(), Inbox()
    owner.submit(1, ask("x = ", lane=Lane.WARM_UP, max_tokens=0, document="a.py"), warm)
    owner.submit(2, ask("x = ", document="a.py"), inline)
    gate.release(PLENTY)
    inline.wait_for(Done)
    assert isinstance(warm.events[-1], Superseded)
    owner.close()


def test_cancel_reaches_into_the_prefill(owner: Owner, model: ScriptedDecoder) -> None:
    owner.start()
    cancelled, after = Inbox(), Inbox()
    owner.submit(1, ask("x = ", document="a.py"), cancelled)
    owner.cancel(1)
    owner.cancel(1)  # once more does no harm
    owner.submit(2, ask("x = ", document="b.py"), after)
    owner.cancel(2)
    owner.close()
    assert cancelled.events == after.events == []
    assert model.evaluated == 0


def test_a_warm_up_only_evaluates(owner: Owner, gate: threading.Semaphore) -> None:
    gate.release(PLENTY)
    owner.start()
    warm, inline = Inbox(), Inbox()
    owner.submit(1, ask("x = ", lane=Lane.WARM_UP, max_tokens=0), warm)
    done = warm.wait_for(Done)
    assert isinstance(done, Done)
    assert done.generated_tokens == 0
    owner.submit(2, ask("x = "), inline)
    inline.wait_for(Done)
    assert inline.events[0].evaluated_tokens == 1  # type: ignore[union-attr]
    owner.close()


def test_a_failed_request_leaves_the_owner_working(owner: Owner, gate: threading.Semaphore) -> None:
    gate.release(PLENTY)
    owner.start()
    bad, good = Inbox(), Inbox()
    owner.submit(1, ask("x = ", max_tokens=10**9), bad)
    assert isinstance(bad.wait_for(Exception), EngineError)
    owner.submit(2, ask("x = "), good)
    good.wait_for(Done)
    owner.close()


def test_close_ends_what_runs(owner: Owner) -> None:
    owner.start()
    held = Inbox()
    owner.submit(1, ask("x = "), held)
    owner.close()
    assert not any(isinstance(event, Delta) for event in held.events)


def test_a_failed_load_is_raised_to_whoever_starts() -> None:
    def load() -> None:
        raise EngineError("no such model")

    owner = Owner(load)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(EngineError, match="no such model"):
            owner.start()
    owner.close()
