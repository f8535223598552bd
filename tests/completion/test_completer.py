"""The whole way of a completion on a scripted model: what is shown, what it costs, what is kept."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import AsyncIterator, Callable

import pytest

from hanare.completion import completer as completer_module
from hanare.completion.completer import InlineCompleter
from hanare.completion.types import Outcome, Query, Trigger
from hanare.config.settings import CompletionSettings
from hanare.engine.errors import EngineError
from hanare.engine.owner import Loaded
from hanare.engine.protocol import EngineInfo, Request
from hanare.engine.scripted import Answer, ScriptedDecoder
from hanare.text.document import DocumentSnapshot

from completion.engines import LAYOUT, MARKERS, SayingEngine, prompt_text
from engine.embedded import EmbeddedEngine
from engine.scripts import loaded

Make = Callable[..., "Bench"]


class Bench:
    """A completer on a scripted model, and a document to type into."""

    def __init__(
        self,
        answers: list[tuple[str, str]],
        settings: CompletionSettings,
        gate: threading.Semaphore | None,
    ) -> None:
        self.model = ScriptedDecoder([Answer(*each) for each in answers], MARKERS, gate=gate)
        self.engine = EmbeddedEngine(lambda: loaded(inline=self.model))
        self.completer = InlineCompleter(self.engine, LAYOUT, settings, time.perf_counter)
        self._version = 0

    def query(self, marked: str, trigger: Trigger = Trigger.AUTOMATIC, path: str = "a.py") -> Query:
        self._version += 1
        text, offset = marked.replace("‸", ""), marked.index("‸")
        document = DocumentSnapshot("file:///a.py", self._version, text, "python")
        return Query(document, offset, trigger, path)

    async def at(self, marked: str, **options: object) -> Outcome:
        """Type until the document is `marked`, and ask."""
        query = self.query(marked, **options)  # type: ignore[arg-type]
        self.completer.edited(query.document, query.path)
        return await self.completer.complete(query)

    async def shown(self, marked: str) -> str:
        outcome = await self.at(marked)
        return outcome.suggestion.text if outcome.suggestion else f"<{outcome.reason}>"


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    benches = []

    def build(
        *answers: tuple[str, str], gate: threading.Semaphore | None = None, **settings: object
    ) -> Bench:
        bench = Bench(list(answers), CompletionSettings(**settings), gate)  # type: ignore[arg-type]
        benches.append(bench)
        return bench

    yield build
    for bench in benches:
        bench.completer.close()
        await bench.engine.close()


@pytest.mark.parametrize(
    ("source", "after", "says", "shows"),
    [
        ("x = ‸\n", "x = ", "1 + 2\ny = 3", "1 + 2"),
        ("print(‸)\n", "print(", "name)\n", "name"),
        ("def f(x):‸\n", "f(x):", "\n    return x\n\nprint(1)", "\n    return x\n"),
        ("def f(x):\n    ‸\n", "x):\n    ", "a = 1\n    b\nprint(1)", "a = 1\n    b"),
        ("x = ‸\n", "x = ", "   \n", "<empty>"),
        ("ret‸\nreturn 1\n", "ret", "urn 1\n", "<repeats-suffix>"),
        ("na‸me = 1\n", "na", "", "<not-triggered:mid-word>"),
        ("名前 = ‸\r\n", "= ", "'山田'\r\n", "'山田'"),
    ],
)  # fmt: skip
async def test_what_is_shown(make: Make, source: str, after: str, says: str, shows: str) -> None:
    assert (await make((after, says)).shown(source)).rstrip("\n") == shows.rstrip("\n")


@pytest.mark.parametrize(
    ("settings", "path", "reason"),
    [
        ({"enabled": False}, "a.py", "disabled"),
        ({"disabled_languages": ("python",)}, "a.py", "disabled:language"),
        ({}, "conf/.env", "excluded:secret-file"),
        ({}, "conf\\Server.PEM", "excluded:secret-file"),
        ({"excluded_files": ("vendor/*",)}, "vendor/a.py", "excluded:secret-file"),
    ],
)
async def test_where_none_is_wanted(
    make: Make, settings: dict[str, object], path: str, reason: str
) -> None:
    bench = make(("x = ", "1"), **settings)
    outcome = await bench.at("x = ‸", path=path)
    assert outcome.suggestion is None
    assert str(outcome.reason) == reason
    assert bench.model.evaluated == 0


@pytest.mark.parametrize(
    ("source", "settings", "reason"),
    [
        ("x = ‸ " + "y" * 60, {}, "not-triggered:text-to-the-right"),
        ("x = f(‸" + ")" * 60, {}, "shown"),
        ("x = ‸ y", {"most_to_the_right": 0}, "not-triggered:text-to-the-right"),
        ("x = 1  # x = ‸", {"in_comments": False}, "not-triggered:comment"),
        ("y = '#'; x = ‸", {"in_comments": False}, "shown"),
        ("# x = ‸", {}, "shown"),
        ("y = 'x = ‸", {"in_strings": False}, "not-triggered:string"),
        ("y = 'it\\'s'; x = ‸", {"in_strings": False}, "shown"),
    ],
)
async def test_where_typing_alone_triggers_nothing(
    make: Make, source: str, settings: dict[str, object], reason: str
) -> None:
    bench = make(("x = ", "1"), ("f(", "1"), **settings)
    assert str((await bench.at(source)).reason) == reason
    assert (await bench.at(source, trigger=Trigger.INVOKED)).suggestion


async def test_invoking_completes_in_a_word(make: Make) -> None:
    outcome = await make(("na", "tive_")).at("na‸me", trigger=Trigger.INVOKED)
    assert outcome.suggestion
    assert outcome.suggestion.text == "tive_"


async def test_typing_a_suggestion_costs_nothing(make: Make) -> None:
    bench = make(("x = ", "value + 1\n"))
    assert await bench.shown("x = ‸\n") == "value + 1"
    spent = bench.model.evaluated
    for typed in ("v", "va", "value ", "value + "):
        outcome = await bench.at(f"x = {typed}‸\n")
        assert outcome.suggestion
        assert outcome.suggestion.text == "value + 1"[len(typed) :]
        assert str(outcome.reason) == "cached"
    assert bench.model.evaluated == spent


async def test_typing_something_else_evaluates_only_that(make: Make) -> None:
    bench = make(("x = ", "value + 1\n"), ("x = o", "ther\n"))
    await bench.shown("x = ‸\n")
    outcome = await bench.at("x = o‸\n")
    assert outcome.suggestion
    assert outcome.suggestion.text == "ther"
    assert outcome.trace.evaluated_tokens <= 4


async def test_a_running_generation_serves_the_keystrokes_that_agree(make: Make) -> None:
    gate = threading.Semaphore(8)  # the prompt, and the first letters of the answer
    bench = make(("x = ", "value + 1\n"), gate=gate)
    first = asyncio.ensure_future(bench.at("x = ‸\n"))
    await until(lambda: bench.model.evaluated == 8)
    first.cancel()
    second = asyncio.ensure_future(bench.at("x = va‸\n"))
    gate.release(1000)
    outcome = await second
    assert outcome.suggestion
    assert outcome.suggestion.text == "lue + 1"
    assert outcome.trace.source == "running"


async def test_typing_that_departs_ends_the_running_generation(make: Make) -> None:
    gate = threading.Semaphore(12)
    bench = make(("x = ", "value + 1\n"), ("x = o", "ther\n"), gate=gate)
    first = asyncio.ensure_future(bench.at("x = ‸\n"))
    await until(lambda: bench.model.evaluated == 12)
    query = bench.query("x = o‸\n")
    bench.completer.edited(query.document, query.path)
    outcome = await first
    assert str(outcome.reason) == "superseded"
    gate.release(1000)
    assert (await bench.completer.complete(query)).suggestion


async def test_a_moved_cursor_warms_up(make: Make) -> None:
    bench = make(("x = ", "1\n"))
    bench.completer.cursor_moved(bench.query("x = ‸\n"))
    await until(lambda: bench.model.evaluated)
    outcome = await bench.at("x = ‸\n")
    assert outcome.trace.evaluated_tokens <= 2


async def test_after_a_suggestion_the_next_line_is_ready(make: Make) -> None:
    bench = make(("x = ", "1\nprint(x)\n\n"))
    assert await bench.shown("x = ‸\n") == "1"
    await until(lambda: bench.completer._cache.look_up(bench.query("x = 1‸\n")))
    outcome = await bench.at("x = 1\n‸\n")
    assert outcome.suggestion
    assert (outcome.suggestion.text, str(outcome.reason)) == ("print(x)", "cached")


async def test_forgetting_a_document_ends_its_work(make: Make) -> None:
    gate = threading.Semaphore(0)
    bench = make(("x = ", "1\n"), gate=gate)
    asking = asyncio.ensure_future(bench.at("x = ‸\n"))
    await until(lambda: bench.completer._documents)
    bench.completer.forget("file:///a.py")
    assert str((await asking).reason) == "superseded"


async def test_nobody_waiting_ends_a_generation(make: Make) -> None:
    gate = threading.Semaphore(0)
    bench = make(("x = ", "1\n"), gate=gate)
    asking = asyncio.ensure_future(bench.at("x = ‸\n"))
    documents = bench.completer._documents
    await until(lambda: "file:///a.py" in documents and documents["file:///a.py"].running)
    asking.cancel()
    running = documents["file:///a.py"].running
    assert running
    await until(lambda: running.finished)


async def test_a_suggestion_typed_to_its_end_is_followed_by_a_new_question(make: Make) -> None:
    bench = make(("x = ", "value.a\n"), max_tokens=6)
    assert await bench.shown("x = ‸ # note\n") == "value"
    assert await bench.shown("x = value‸ # note\n") == ".a"


async def test_opening_a_document_loads_the_model(make: Make) -> None:
    bench = make(("x = ", "1"))
    bench.completer.edited(bench.query("x = ‸").document, "a.py")
    await until(lambda: bench.engine._owner._loaded)


async def test_totals_count_what_nobody_waited_for(make: Make) -> None:
    bench = make(("x = ", "1\n"))
    bench.completer.cursor_moved(bench.query("x = ‸\n"))
    await until(lambda: bench.completer.totals.evaluated_tokens)
    assert bench.completer.totals.requests == 1
    await bench.shown("x = ‸\n")
    assert bench.completer.totals.generated_tokens > 0


async def test_a_failure_is_not_replayed(make: Make) -> None:
    bench = make(("x = ", "1\n"))
    failing = bench.completer._engine
    bench.completer._engine = EmbeddedEngine(_fail)
    with pytest.raises(EngineError):
        await bench.at("x = ‸\n")
    bench.completer._engine = failing
    assert await bench.shown("x = ‸\n") == "1"


# --- confidence ---


@pytest.mark.parametrize(
    ("needed", "probability", "trigger", "reason"),
    [
        (0.5, 0.6, Trigger.AUTOMATIC, "shown"),
        (0.5, 0.4, Trigger.AUTOMATIC, "low-confidence"),
        (0.5, 0.4, Trigger.INVOKED, "shown"),
        (0.0, 0.0001, Trigger.AUTOMATIC, "shown"),
    ],
)
async def test_what_the_model_is_unsure_of(
    needed: float, probability: float, trigger: Trigger, reason: str
) -> None:
    engine = SayingEngine("1 + 2", math.log(probability))
    outcome = await asked(engine, "x = ‸\n", trigger, min_confidence=needed)
    assert str(outcome.reason) == reason
    assert (outcome.suggestion is not None) is (reason == "shown")
    assert outcome.trace.confidence == pytest.approx(probability)
    assert outcome.trace.raw == "1 + 2"


async def test_typing_on_makes_an_unsure_beginning_worth_showing(make: Make) -> None:
    # A scripted model is as sure of every letter: fewer are left to be wrong about.
    bench = make(("x = ", "value + other\n"), min_confidence=0.97)
    assert await bench.shown("x = ‸\n") == "<low-confidence>"
    spent = bench.model.evaluated
    assert await bench.shown("x = value + o‸\n") == "ther"
    assert bench.model.evaluated == spent


# --- how much ---


@pytest.mark.parametrize(
    ("blocks", "shows", "extent"),
    [
        (True, "\n    if x:\n        return x\n    return 1", "block:after-opener"),
        (False, "\n    if x:", "line:after-opener"),
    ],
)
async def test_without_blocks_there_are_lines_only(
    make: Make, blocks: bool, shows: str, extent: str
) -> None:
    says = "\n    if x:\n        return x\n    return 1\n\nprint(f(1))"
    outcome = await make(("f(x):", says), blocks=blocks).at("def f(x):‸\n")
    assert outcome.suggestion
    assert outcome.suggestion.text.rstrip() == shows
    assert outcome.trace.extent == extent


@pytest.mark.parametrize(
    ("length", "reason"), [(1024, "shown"), (1025, "excluded:size")], ids=["most", "more"]
)
async def test_large_files_get_none(make: Make, length: int, reason: str) -> None:
    bench = make(("x = ", "1"), max_file_kilobytes=1)
    source = "y = 1\n" * 170  # 1020 characters
    outcome = await bench.at(f"{source}x = ‸".ljust(length + 1))
    assert str(outcome.reason) == reason


# --- to choose from ---


def in_turn(*texts: str) -> Callable[[Request], str]:
    """The first text for a greedy request, another one for each seed."""
    return lambda request: texts[request.seed]


@pytest.mark.parametrize(
    ("texts", "most", "others"),
    [
        (["a", "b", "c"], 3, ["b", "c"]),
        (["a", "b", "c"], 2, ["b"]),
        (["a", "b", "c"], 1, []),
        (["a", "b", "a", "b", "c"], 5, ["b", "c"]),  # each once
        (["a", "", "   ", "b"], 4, ["b"]),  # what is dropped is not offered
        (["a", "a\n", "a  ", "b"], 4, ["b"]),  # alike once they are mended
    ],
)
async def test_whoever_asks_may_choose(texts: list[str], most: int, others: list[str]) -> None:
    engine = SayingEngine(in_turn(*texts))
    outcome = await asked(engine, "x = ‸\n", Trigger.INVOKED, alternatives=most)
    assert outcome.suggestion
    assert outcome.suggestion.text == texts[0]
    assert [each.text for each in outcome.alternatives] == others
    greedy, *sampled = engine.requests
    assert greedy.temperature == 0
    assert all(request.temperature > 0 for request in sampled)
    assert [request.seed for request in sampled] == list(range(1, most))
    assert {request.prompt for request in sampled} <= {greedy.prompt}


async def test_typing_gets_nothing_to_choose_from() -> None:
    engine = SayingEngine(in_turn("a", "b"))
    assert (await asked(engine, "x = ‸\n")).alternatives == ()
    assert len(engine.requests) == 1


async def test_where_there_is_nothing_there_is_nothing_to_choose_from() -> None:
    engine = SayingEngine(in_turn("", "b"))
    outcome = await asked(engine, "x = ‸\n", Trigger.INVOKED)
    assert (outcome.suggestion, outcome.alternatives) == (None, ())
    assert len(engine.requests) == 1


async def test_choices_end_when_time_is_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completer_module, "_ALTERNATIVES_SECONDS", 0.05)
    says = "1\n"
    gate = threading.Semaphore(len("<>x = \n<") + len(says))  # enough for the first one only
    bench = make(("x = ", says), gate=gate, alternatives=5)
    outcome = await bench.at("x = ‸\n", trigger=Trigger.INVOKED)
    gate.release(1000)
    assert outcome.suggestion
    assert outcome.alternatives == ()
    assert bench.completer.totals.requests == 2


async def test_what_is_sampled_is_not_shown_to_who_types_on() -> None:
    engine = SayingEngine(in_turn("first", "fourth"))
    completer = InlineCompleter(
        engine, LAYOUT, CompletionSettings(alternatives=2), time.perf_counter
    )
    for typed, trigger in (("", Trigger.INVOKED), ("f", Trigger.AUTOMATIC)):
        document = DocumentSnapshot("file:///a.py", 0, f"x = {typed}\n", "python")
        outcome = await completer.complete(Query(document, 4 + len(typed), trigger))
    completer.close()
    assert outcome.suggestion
    assert outcome.suggestion.text == "irst"


async def test_typing_ends_the_search_for_choices(make: Make) -> None:
    says = "1\n"
    gate = threading.Semaphore(0)
    bench = make(("x = ", says), ("x = 2", "3\n"), gate=gate, alternatives=5)
    asking = asyncio.ensure_future(bench.at("x = ‸\n", trigger=Trigger.INVOKED))
    # The prompt and the whole answer, and a little of the first choice.
    gate.release(len("<>x = \n<") + len(says))
    await until(lambda: bench.completer.totals.requests == 2)
    query = bench.query("x = 2‸\n")
    bench.completer.edited(query.document, query.path)
    newer = asyncio.ensure_future(bench.completer.complete(query))
    gate.release(1000)
    outcome = await newer
    assert outcome.suggestion, str(outcome.reason)
    assert outcome.suggestion.text == "3"
    assert (await asking).alternatives == ()


# --- filters, and what is told of them ---


async def test_a_filter_that_is_switched_off(make: Make) -> None:
    source, answer = "return 1\nx‸\n", ("x", " = (1))\n")
    assert await make(answer).shown(source) == " = (1)"
    off = make(answer, disabled_filters=("unmatched-closers", "syntax"))
    assert await off.shown(source) == " = (1))"


async def test_totals_count_what_the_filters_did(make: Make) -> None:
    bench = make(("x = ", "(1))\n"), ("y = ", "   \n"), ("z = ", "1\n"))
    for source in ("x = ‸\n", "z = ‸\n", "x = ‸\n"):
        await bench.at(source)
    assert bench.completer.totals.filters == {"unmatched-closers": 2}


async def test_the_trace_tells_of_every_step(make: Make) -> None:
    outcome = await make(("x = ", "(1))\n")).at("x = ‸\n")
    assert [stage.name for stage in outcome.trace.stages] == [
        "trigger", "cache", "extent", "context", "window", "prompt", "answer", "confidence",
        "filter unmatched-closers",
    ]  # fmt: skip
    told = {stage.name: str(stage.decision) for stage in outcome.trace.stages}
    assert told["trigger"] == "automatic: wanted here"
    assert told["extent"] == "line:rest-of-line"
    assert told["context"] == "nothing of other files"
    assert told["window"].startswith("head 0, tail 4, suffix 1 characters")
    prompt_tokens = len("<>x = <\n") - 1  # the markers, and all but what is healed
    assert told["prompt"] == f"{prompt_tokens} tokens, {prompt_tokens} of them new"
    assert told["answer"] == repr("(1))\n"[:4])
    assert told["filter unmatched-closers"] == "'(1)'"


async def test_the_trace_of_what_was_known(make: Make) -> None:
    bench = make(("x = ", "value\n"))
    await bench.at("x = ‸\n")
    outcome = await bench.at("x = v‸\n")
    assert [stage.name for stage in outcome.trace.stages] == [
        "trigger", "cache", "answer", "confidence", "filters",
    ]  # fmt: skip


# --- a context that is smaller than the window ---


async def test_a_prompt_that_is_too_long_is_asked_again_with_less() -> None:
    engine = SayingEngine("1", most_characters=1500)
    completer = InlineCompleter(engine, LAYOUT, CompletionSettings(), time.perf_counter)
    completer.loaded(EngineInfo("small", 1500))
    text = "y = value\n" * 500 + "x = "
    outcome = await completer.complete(
        Query(DocumentSnapshot("file:///a.py", 0, text, "python"), len(text))
    )
    completer.close()
    assert str(outcome.reason) == "shown"
    first, second = (len(prompt_text(request)) for request in engine.requests)
    assert second < first / 1.5


async def test_a_prompt_that_never_fits_is_given_up() -> None:
    engine = SayingEngine("1", most_characters=10)
    outcome = await asked(engine, "y = value\nx = ‸")
    assert str(outcome.reason) == "empty"
    assert len(engine.requests) == 3


async def asked(
    engine: SayingEngine, marked: str, trigger: Trigger = Trigger.AUTOMATIC, **settings: object
) -> Outcome:
    """What comes of one question to a new completer."""
    chosen = CompletionSettings(**settings)  # type: ignore[arg-type]
    completer = InlineCompleter(engine, LAYOUT, chosen, time.perf_counter)
    text, offset = marked.replace("‸", ""), marked.index("‸")
    document = DocumentSnapshot("file:///a.py", 0, text, "python")
    outcome = await completer.complete(Query(document, offset, trigger, "a.py"))
    completer.close()
    return outcome


def _fail() -> Loaded:
    raise EngineError("worker died")


async def test_by_hand_more_is_asked_for_than_the_typing_showed(make: Make) -> None:
    bench = make(("y\n", "x = 1\nz = 2\n"), alternatives=1)
    assert await bench.shown("y\n‸") == "x = 1"
    outcome = await bench.at("y\n‸", trigger=Trigger.INVOKED)
    assert outcome.suggestion
    assert outcome.suggestion.text == "x = 1\nz = 2"


async def test_what_is_ahead_of_typed_through_text(make: Make) -> None:
    bench = make(("x = ", "foobar\n"), ("x = foobar", "\ny = 2\n\n"))
    assert await bench.shown("x = ‸\n") == "foobar"
    assert await bench.shown("x = foo‸\n") == "bar"
    await until(lambda: bench.completer._cache.look_up(bench.query("x = foobar‸\n")))
    found = bench.completer._cache.look_up(bench.query("x = foobar‸\n"))
    assert found
    assert found.text == "\ny = 2"


async def test_what_becomes_excluded_is_evaluated_no_more(make: Make) -> None:
    bench = make(("x = ", "1\n"))
    await bench.shown("x = ‸\n")
    bench.completer.configure(CompletionSettings(excluded_files=("a.py",)))
    asked = bench.completer.totals.requests
    query = bench.query("x = 2‸\n")
    bench.completer.edited(query.document, query.path)
    assert not bench.completer._documents
    assert bench.completer.totals.requests == asked
