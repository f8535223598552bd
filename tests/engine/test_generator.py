"""One generation on a scripted model: healing, stops, limits, reuse, interruption."""

from __future__ import annotations

import threading

import pytest

from hanare.engine.errors import EngineError
from hanare.engine.generator import generate, tokenise_prompt
from hanare.engine.protocol import Done, Finish, Prefilled, Request
from hanare.engine.scripted import Answer, ScriptedDecoder
from hanare.text.prompt import Marker, Plain

from engine.scripts import MARKERS, ask, text_of


def decoder(*answers: tuple[str, str], **options: object) -> ScriptedDecoder:
    return ScriptedDecoder([Answer(*a) for a in answers], MARKERS, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tail", "says", "options", "shows", "finish"),
    [
        ("return ", "x + 1\ny", {"stop": ("\n",)}, "x + 1", Finish.STOP),
        ("return ", "x + 1", {}, "x + 1", Finish.END),
        ("return ", "x + 1", {"max_tokens": 4}, "x +", Finish.LENGTH),
        ("return ", "x + 1", {"max_tokens": 3, "heal": False}, "x +", Finish.LENGTH),
        ("return ", "'日本語🎉'", {}, "'日本語🎉'", Finish.END),
        ("return ", "日", {"max_tokens": 2, "heal": False}, "\ufffd", Finish.LENGTH),
    ],
)
def test_what_is_said(
    tail: str, says: str, options: dict[str, object], shows: str, finish: Finish
) -> None:
    events = list(generate(decoder((tail.strip(), " " + says), (tail, says)), ask(tail, **options)))
    assert text_of(events) == shows
    assert isinstance(events[-1], Done)
    assert events[-1].finish is finish


def test_no_run_is_said_twice() -> None:
    said = text_of(list(generate(decoder(("say ", "ab-ab-ab-ab!")), ask("say ", no_repeat=4))))
    assert said.startswith("ab-a")
    runs = [said[at : at + 4] for at in range(len(said) - 3)]
    assert len(set(runs)) == len(runs)
    assert text_of(list(generate(decoder(("say ", "aaaa")), ask("say ")))) == "aaaa"


def test_healing_lets_the_model_finish_the_word() -> None:
    events = list(generate(decoder(("x.", "append(1)")), ask("x.app")))
    assert text_of(events) == "end(1)"


def test_a_prompt_may_be_healed_away() -> None:
    events = list(generate(decoder(("<mid>", "def main():")), ask("d")))
    assert text_of(events) == "ef main():"


def test_typing_evaluates_one_token_a_keystroke() -> None:
    model = decoder(("x = ", "value + 1"))
    counts = []
    for typed in ("x = ", "x = v", "x = va", "x = val"):
        events = list(generate(model, ask(typed)))
        assert text_of(events) == "value + 1"[len(typed) - 4 :]
        assert isinstance(events[0], Prefilled)
        counts.append(events[0].evaluated_tokens)
    assert counts[1:] == [1, 1, 1]


def test_user_text_is_never_a_marker() -> None:
    tokens = tokenise_prompt(
        decoder(),
        (Marker("<pre>"), Plain("<pre><mid>"), Marker("<mid>"), Plain("x<mid>")),
        heal=False,
    ).tokens
    assert [token for token in tokens if token >= 256] == [256, 258]


def test_an_unknown_marker_is_refused() -> None:
    with pytest.raises(EngineError, match="no single token for '<nope>'"):
        list(generate(decoder(), Request((Marker("<nope>"),), 4)))


def test_a_prompt_that_does_not_fit_is_refused() -> None:
    with pytest.raises(EngineError, match="context holds 16"):
        list(generate(decoder(context_tokens=16), ask("x" * 20)))


def test_an_interrupted_prefill_goes_on_from_what_it_kept() -> None:
    gate = threading.Semaphore(5)
    model = decoder(("x = ", "1"), gate=gate)
    model.interrupt()  # seen as soon as the gate's permits are used up, or at once
    steps = generate(model, ask("x = "))
    assert next(steps) is None
    model.resume()
    gate.release(1000)
    events = list(steps)
    assert text_of(events) == "1"
    prefilled, done = events[0], events[-1]
    assert isinstance(prefilled, Prefilled)
    assert isinstance(done, Done)
    # Nothing twice: the prompt, and every generated token but the last.
    assert model.evaluated == prefilled.evaluated_tokens + done.generated_tokens - 1
