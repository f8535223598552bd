"""Which model suits a machine: arithmetic on figures measured once, with the reasons.

Memory bandwidth bounds decoding on a CPU: every token reads all (active) weights, so the rate
falls as the file grows. Reference: Qwen2.5-Coder-1.5B Q4_K_M decodes 33 tokens/s with two
threads on two cores; the 0.5B, at 51-58 tokens/s, and SmolLM2-135M, at 150-165, stay below
their proportional share, so the estimate is only used where a model was not measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from hanare.models.catalog import Catalog, Model
from hanare.wording import Said, said

_MEASURED_RATE = {
    "qwen2.5-coder-0.5b-instruct": 54.0,
    "qwen2.5-coder-1.5b-instruct": 33.0,
    "smollm2-135m-instruct": 157.0,
}
"""Tokens per second with two threads on two cores: the middle of what llama-bench gave."""

_REFERENCE = "qwen2.5-coder-1.5b-instruct"

_USEFUL_CORES = 4
"""Beyond these the memory bus of a usual desktop machine is busy (judgement, not measured)."""

_BITS_PER_WEIGHT = 4.9
"""Q4_K_M: 4.8944 on Llama 3.1 8B (ggml-org/llama.cpp, tools/quantize/README.md)."""

_RESIDENT_PER_WEIGHTS = 1.9
"""Resident bytes per byte of weights: 2.10 GB / 1.12 GB for the 1.5B, repacked for the CPU."""

_LINE_TOKENS = 12
_LINE_SECONDS = 0.45
"""A suggestion is a line of about 12 tokens, and goes unseen if it comes later (design goals)."""

_READING_RATE = 5.0
"""Tokens per second: below, even reading an explanation along is a wait."""

_SHARE_LEFT = 0.25
_LEAST_LEFT = 2_000_000_000
"""Of the memory, this share and at least so many bytes stay with the system and the editor."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One model that fits, and what speaks for and against it."""

    model: Model
    tokens_per_second: float
    memory: int
    """Resident bytes."""
    interactive: bool
    """Whether a line comes fast enough to be shown while typing."""
    reasons: tuple[Said, ...]


def recommend(
    memory_bytes: int, cores: int, commercial: bool, catalog: Catalog, pace: float = 1.0
) -> tuple[Advice, ...]:
    """Return the models that fit into the memory, the most advisable first.

    Args:
        memory_bytes: of the whole machine.
        cores: physical ones.
        commercial: leave out what may not be used commercially.
        catalog: the models to choose from.
        pace: how many times as fast as estimated a model was measured to be on this machine.
    """
    room = memory_bytes - max(_LEAST_LEFT, round(memory_bytes * _SHARE_LEFT))
    fitting = [
        _advise(model, cores, room, catalog, pace)
        for model in catalog.models
        if memory_needed(model) <= room and not (commercial and model.commercial == "no")
    ]
    return tuple(sorted(fitting, key=_rank, reverse=True))


def memory_needed(model: Model) -> int:
    """Return the resident bytes, measured where models.toml has them."""
    return model.memory or round(_RESIDENT_PER_WEIGHTS * _weights(model))


def decode_rate(model: Model, cores: int, catalog: Catalog) -> float:
    """Return tokens per second on so many physical cores, with two-core figures as the base."""
    scale = min(max(cores, 1), _USEFUL_CORES) / 2
    measured = _MEASURED_RATE.get(model.id)
    if measured is not None:
        return measured * scale
    reference = catalog.get(_REFERENCE)
    share = model.active / model.parameters if model.active else 1.0
    return _MEASURED_RATE[_REFERENCE] * _weights(reference) / (_weights(model) * share) * scale


def line_rate() -> float:
    """Return the tokens per second with which a line comes fast enough to be shown while typing."""
    return _LINE_TOKENS / _LINE_SECONDS


def _weights(model: Model) -> float:
    """Return the bytes of the file; of one the user brings, as if it were Q4_K_M."""
    return model.size or model.parameters * 1e9 * _BITS_PER_WEIGHT / 8


def _rank(advice: Advice) -> tuple[bool, bool, bool, float]:
    """Order: useful while typing, able to infill, obtainable and verifiable, larger.

    Size counts for quality only where it is not paid for with waiting; where nothing is fast
    enough for typing, faster is better.
    """
    model = advice.model
    return (
        advice.interactive,
        model.layout.infills,
        model.sha256 is not None,
        model.parameters if advice.interactive else advice.tokens_per_second,
    )


def _advise(model: Model, cores: int, room: int, catalog: Catalog, pace: float) -> Advice:
    rate = decode_rate(model, cores, catalog) * pace
    interactive = rate >= line_rate()
    memory = memory_needed(model)
    if interactive:
        speed = said("fast enough while typing")
    elif rate >= _READING_RATE:
        speed = said("too slow while typing, good for explanations")
    else:
        speed = said("too slow for interactive use")
    cores_named = said("1 core") if cores == 1 else said("{count} cores", count=cores)
    reasons = [
        said(
            "About {rate:.0f} tokens/s on {cores}: {speed}.",
            rate=rate,
            cores=cores_named,
            speed=speed,
        ),
        said(
            "Needs {memory:.1f} of the {room:.1f} GB that can be spared{assumed}.",
            memory=memory / 1e9,
            room=room / 1e9,
            assumed="" if model.size else said(" (as Q4_K_M)"),
        ),
    ]
    if not model.layout.infills:
        reasons.append(said("Does not see the text after the cursor."))
    if model.chat is None:
        reasons.append(said("Completes code, but cannot explain it."))
    if model.commercial == "no":
        reasons.append(said("Not for commercial use ({licence}).", licence=model.licence))
    elif model.commercial == "conditions":
        reasons.append(said("Commercial use under conditions ({licence}).", licence=model.licence))
    if not model.sources:
        reasons.append(said("You have to bring the file."))
    return Advice(model, rate, memory, interactive, tuple(reasons))
