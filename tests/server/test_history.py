"""How requests ended."""

from __future__ import annotations

from hanare.completion.types import Outcome
from hanare.observe.reasons import Code, Reason
from hanare.server.history import History


def ended(code: Code) -> Outcome:
    return Outcome(None, Reason(code))


def test_what_is_remembered() -> None:
    times = iter([1.0, 2.0, 3.0])
    history = History(lambda: next(times))
    history.add("a", 7, ended(Code.EMPTY))
    history.add("b", None, ended(Code.NO_DOCUMENT))
    history.add("a", 8, ended(Code.SUPERSEDED))
    last, of_a = history.last, history.of("a")
    assert last
    assert (last.uri, last.version, last.at) == ("a", 8, 3.0)
    assert of_a is last
    assert history.of("b") is None, "it is not open"
    assert history.settled
    assert history.settled.outcome.reason.code is Code.NO_DOCUMENT
    assert history.counts == {Code.EMPTY: 1, Code.NO_DOCUMENT: 1, Code.SUPERSEDED: 1}
    history.forget("a")
    history.forget("a")
    assert history.of("a") is None
    assert history.last is last
