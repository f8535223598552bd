"""What llama.cpp does for us, on a real model: reuse, states, abort, bad files."""

from __future__ import annotations

import random
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hanare.engine.decoder import Interrupted
from hanare.engine.errors import EngineError
from hanare.engine.generator import generate
from hanare.engine.llama import LlamaDecoder, LlamaModel, LlamaOptions
from hanare.engine.protocol import Delta, Prefilled, Request
from hanare.text.prompt import Plain

ModelPath = Callable[[str], Path]
pytestmark = pytest.mark.model

STORY = "Once upon a time there was a small house that stood apart from all the others. "


@pytest.fixture(scope="module")
def model(model_path: ModelPath) -> Iterator[LlamaModel]:
    model = LlamaModel(model_path("smollm2-135m-instruct"))
    yield model
    model.close()


@pytest.fixture
def decoder(model: LlamaModel) -> Iterator[LlamaDecoder]:
    decoder = LlamaDecoder(model, LlamaOptions(context_tokens=1024, batch_tokens=32))
    yield decoder
    decoder.close()


def say(decoder: LlamaDecoder, text: str) -> tuple[str, int]:
    events = list(generate(decoder, Request((Plain(text),), max_tokens=8, heal=False)))
    assert isinstance(events[0], Prefilled)
    said = "".join(event.text for event in events if isinstance(event, Delta))
    return said, events[0].evaluated_tokens


def test_coming_back_to_a_document_takes_its_state_back(decoder: LlamaDecoder) -> None:
    one, other = STORY * 8 + "It had", "The quick brown fox. " * 30 + "It had"
    first = say(decoder, one)
    assert say(decoder, other)[1] > 100
    again = say(decoder, one)
    assert again[0] == first[0]
    assert again[1] < first[1] / 10


def test_an_aborted_prefill_keeps_what_it_finished(decoder: LlamaDecoder) -> None:
    tokens = decoder.tokenise(STORY * 30)[:900]

    def interrupt_after_the_first_chunk() -> None:
        while not decoder._tokens:
            time.sleep(0.001)
        decoder.interrupt()

    threading.Thread(target=interrupt_after_the_first_chunk, daemon=True).start()
    with pytest.raises(Interrupted):
        decoder.evaluate(tokens)
    decoder.resume()
    kept = decoder.keep(tokens[:-1])
    assert 256 <= kept < len(tokens)
    continued = decoder.evaluate(tokens[kept:]).copy()
    decoder.keep([])
    assert decoder.evaluate(tokens).argmax() == continued.argmax()


def test_special_text_in_code_is_text(model: LlamaModel) -> None:
    assert model.marker("<|im_start|>") is not None
    assert model.marker("no marker") is None
    assert model.marker("<|im_start|") is None
    assert not set(model.tokenise("<|im_start|>user")) & model.vocabulary.control


@pytest.fixture
def good(model_path: ModelPath) -> bytes:
    with model_path("smollm2-135m-instruct").open("rb") as file:
        return file.read(4_000_000)


def _random(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def _gguf_without_tensors(architecture: str) -> bytes:
    """A well-formed file (GGUF version 3) that says nothing but its architecture."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    header = b"GGUF" + struct.pack("<IQQ", 3, 0, 1)
    return header + text("general.architecture") + struct.pack("<I", 8) + text(architecture)


@pytest.mark.parametrize(
    "damage", ["empty", "random", "truncated", "missing", "other format", "other architecture"]
)
def test_a_damaged_file_is_an_error(damage: str, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    if damage != "missing":
        path.write_bytes(
            {
                "empty": b"",
                "random": _random(100_000),
                "truncated": good,
                "other format": b"GGUF" + bytes(3) + good[7:200_000],
                "other architecture": _gguf_without_tensors(architecture="steam-engine"),
            }[damage]
        )
    with pytest.raises(EngineError, match=r"cannot load .*model\.gguf"):
        LlamaModel(path)


def test_a_context_is_no_longer_than_the_model_was_trained_on(model: LlamaModel) -> None:
    decoder = LlamaDecoder(model, LlamaOptions(context_tokens=10**9))
    assert decoder.context_tokens == model.trained_context
    decoder.close()


def test_loading_reports_its_progress(model_path: ModelPath) -> None:
    seen: list[int] = []
    LlamaModel(model_path("smollm2-135m-instruct"), seen.append).close()
    assert seen == sorted(set(seen))
    assert seen[-1] == 100
