"""Scripted models for tests: what they say, and a gate that holds them."""

from __future__ import annotations

from collections.abc import Sequence

from hanare.engine.owner import Loaded
from hanare.engine.protocol import Delta, EngineInfo, Event, Request
from hanare.engine.scripted import Answer, ScriptedDecoder
from hanare.text.prompt import Marker, Plain

MARKERS = ("<pre>", "<suf>", "<mid>")


def loaded(
    *answers: Answer, inline: ScriptedDecoder | None = None, chat: ScriptedDecoder | None = None
) -> Loaded:
    return Loaded(
        EngineInfo("scripted", 65536),
        inline or ScriptedDecoder(answers, MARKERS),
        lambda: chat or ScriptedDecoder(answers, MARKERS),
        close=lambda: None,
    )


def ask(tail: str, **options: object) -> Request:
    """A FIM request with `tail` before the cursor."""
    prompt = (
        Marker("<pre>"), Plain("import os\n"), Marker("<suf>"), Plain("\n"), Marker("<mid>"),
        Plain(tail),
    )  # fmt: skip
    return Request(prompt, **({"max_tokens": 40} | options))  # type: ignore[arg-type]


def text_of(events: Sequence[Event | None]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))
