"""From a specification to a loaded model; runs where the model is to live."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from hanare.engine.errors import EngineError
from hanare.engine.owner import Loaded
from hanare.engine.protocol import EngineInfo
from hanare.engine.scripted import ScriptedDecoder, load_script
from hanare.engine.spec import EngineSpec
from hanare.wording import said

if TYPE_CHECKING:
    from hanare.engine.llama import LlamaModel


Progress = Callable[[int], None]
"""Told how far loading is, in percent."""


def loader(spec: EngineSpec, progress: Progress = lambda _percent: None) -> Callable[[], Loaded]:
    """Return the function that loads what `spec` names."""
    if spec.kind == "scripted":
        return lambda: _load_script(spec)
    return lambda: _load_llama(spec, progress)


def _load_script(spec: EngineSpec) -> Loaded:
    script = load_script(spec.path)

    def decoder() -> ScriptedDecoder:
        return ScriptedDecoder(
            script.answers, spec.markers, seconds_per_token=script.seconds_per_token
        )

    inline = decoder()
    info = EngineInfo(spec.model, inline.context_tokens, spec.special_kernels)
    return Loaded(info, inline, decoder, lambda: None)


def _load_llama(spec: EngineSpec, progress: Progress) -> Loaded:
    # Imported here: llama.cpp's library takes a tenth of a second that only this kind needs.
    from hanare.engine.llama import LlamaDecoder, LlamaModel, LlamaOptions

    options = LlamaOptions(spec.context_tokens, spec.threads, spec.flash_attention)
    with ExitStack() as held:
        model = LlamaModel(spec.path, progress, special_kernels=spec.special_kernels)
        held.callback(model.close)
        _require_markers(model, spec)
        inline = LlamaDecoder(model, options)
        held.callback(inline.close)
        inline.warm_up()
        info = EngineInfo(spec.model, inline.context_tokens, spec.special_kernels)
        opened = held.pop_all()

    def open_chat() -> LlamaDecoder:
        chat = LlamaDecoder(model, options)
        opened.callback(chat.close)
        return chat

    return Loaded(info, inline, open_chat, opened.close)


def _require_markers(model: LlamaModel, spec: EngineSpec) -> None:
    for text in spec.markers:
        if model.marker(text) is None:
            raise EngineError(
                said(
                    "{name} is not a {model}: it has no token {text!r}",
                    name=spec.path.name,
                    model=spec.model,
                    text=text,
                ),
                said("Set model.id to the entry that describes this file (`hanare models list`)."),
            )
