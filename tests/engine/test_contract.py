"""What every engine promises, whatever runs behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from hanare.engine.errors import EngineError, PromptTooLongError, Superseded
from hanare.engine.host import WorkerEngine
from hanare.engine.loading import loader
from hanare.engine.protocol import Delta, Done, Engine, Event, Finish, Lane, Prefilled, Request
from hanare.engine.scripted import Answer
from hanare.engine.spec import EngineSpec
from hanare.text.prompt import Plain

from engine.embedded import EmbeddedEngine
from engine.scripts import MARKERS, loaded, text_of

COUNTING = "one two three four five six seven eight nine ten"
SCRIPT = (
    f'seconds_per_token = 0.0005\n[[answers]]\nafter = "one two three"\nsays = "{COUNTING[13:]}"\n'
)

ModelPath = Callable[[str], Path]


@pytest.fixture(
    params=[
        "embedded-scripted",
        "worker-scripted",
        pytest.param("embedded-smollm2", marks=pytest.mark.model),
        pytest.param("worker-smollm2", marks=pytest.mark.model),
    ]
)
async def engine(
    request: pytest.FixtureRequest, tmp_path: Path, model_path: ModelPath
) -> AsyncIterator[Engine]:
    host, _, model = request.param.partition("-")
    if model == "scripted":
        path = tmp_path / "script.toml"
        path.write_text(SCRIPT)
        spec = EngineSpec("scripted", "scripted", path, MARKERS, 4096, None, None)
    else:
        path = model_path("smollm2-135m-instruct")
        spec = EngineSpec("llama", "smollm2", path, (), 2048, None, None)
    made: Engine = (
        EmbeddedEngine(loader(spec)) if host == "embedded" else WorkerEngine(lambda: spec)
    )
    yield made
    await made.close()


def ask(text: str = "Count: one two three", **options: object) -> Request:
    return replace(Request((Plain(text),), max_tokens=4, heal=False), **options)  # type: ignore[arg-type]


async def collect(engine: Engine, request: Request) -> list[Event]:
    return [event async for event in engine.stream(request)]


async def test_a_stream_is_prefilled_deltas_done(engine: Engine) -> None:
    first, *middle, last = await collect(engine, ask())
    assert isinstance(first, Prefilled)
    assert first.evaluated_tokens == first.prompt_tokens > 0
    assert all(isinstance(event, Delta) and event.logprob <= 0 for event in middle)
    assert isinstance(last, Done)
    assert last.finish is Finish.LENGTH
    assert last.generated_tokens == 4
    assert COUNTING[13:].startswith(text_of(middle))


async def test_the_same_prompt_costs_one_token_and_says_the_same(engine: Engine) -> None:
    once, again = await collect(engine, ask()), await collect(engine, ask())
    assert again[0].evaluated_tokens == 1  # type: ignore[union-attr]
    assert text_of(again) == text_of(once)


async def test_a_stop_text_ends_it_and_is_not_shown(engine: Engine) -> None:
    events = await collect(engine, ask(stop=("five",), max_tokens=40))
    assert text_of(events) == " four "
    assert events[-1].finish is Finish.STOP  # type: ignore[union-attr]


async def test_healing_gives_back_the_dropped_text(engine: Engine) -> None:
    events = await collect(engine, ask("Count: one two three fo", heal=True, max_tokens=6))
    assert text_of(events).startswith("ur")


async def test_no_new_tokens_only_evaluates(engine: Engine) -> None:
    events = await collect(engine, ask(max_tokens=0, lane=Lane.WARM_UP))
    assert [type(event) for event in events] == [Prefilled, Done]
    assert (await collect(engine, ask()))[0].evaluated_tokens == 1  # type: ignore[union-attr]


async def test_leaving_early_frees_the_engine_for_the_next(engine: Engine) -> None:
    async with aclosing(engine.stream(ask(max_tokens=1000))) as events:
        async for event in events:
            if isinstance(event, Delta):
                break
    assert isinstance((await collect(engine, ask()))[-1], Done)


async def test_cancelling_reaches_into_the_prefill(engine: Engine) -> None:
    await engine.start()
    long = ask("word " * 1500)
    task = asyncio.create_task(collect(engine, long))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    after = await collect(engine, ask())
    assert text_of(after) == text_of(await collect(engine, ask()))


async def test_the_newest_request_for_a_document_wins(engine: Engine) -> None:
    await engine.start()
    old = asyncio.create_task(collect(engine, ask("word " * 1500, document="a")))
    await asyncio.sleep(0.01)
    new = await collect(engine, ask(document="a"))
    assert isinstance(new[-1], Done)
    with pytest.raises(Superseded):
        await old


async def test_chat_and_inline_do_not_disturb_each_other(engine: Engine) -> None:
    alone = text_of(await collect(engine, ask(max_tokens=8)))
    chat = asyncio.create_task(collect(engine, ask(max_tokens=8, lane=Lane.CHAT)))
    inline = await collect(engine, ask(max_tokens=8))
    assert text_of(inline) == text_of(await chat) == alone


async def test_what_does_not_fit_is_an_error_and_no_more(engine: Engine) -> None:
    with pytest.raises(PromptTooLongError, match="context holds"):
        await collect(engine, ask(max_tokens=10**8))
    assert isinstance((await collect(engine, ask()))[-1], Done)


async def test_many_characters_of_many_bytes(engine: Engine) -> None:
    events = await collect(engine, ask("Count: one two three 日本語 🎉"))
    assert isinstance(events[-1], Done)


async def test_closed_is_closed(engine: Engine) -> None:
    await engine.start()
    await engine.close()
    with pytest.raises(EngineError):
        await collect(engine, ask())


async def test_a_scripted_engine_with_a_broken_script(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("answers = 3")
    spec = EngineSpec("scripted", "scripted", path, (), 4096, None, None)
    for engine in (EmbeddedEngine(loader(spec)), WorkerEngine(lambda: spec)):
        with pytest.raises(EngineError, match="not a script"):
            await engine.start()
        await engine.close()


async def test_the_embedded_engine_takes_any_loader() -> None:
    engine = EmbeddedEngine(lambda: loaded(Answer("a", "b")))
    assert (await engine.start()).model == "scripted"
    await engine.close()
