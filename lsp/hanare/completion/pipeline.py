"""The way of one inline completion: stages around an engine.

    trigger -> window -> prompt -> engine, with stop rules while it decodes -> filters

Each stage is a pure function with a module of its own; this one only joins them and keeps the
window of each document, so that the next prompt can be an extension of the last.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace

from hanare.completion import filters, trigger
from hanare.completion.extent import Extent, decide
from hanare.completion.stopping import BlockStop
from hanare.completion.types import Outcome, Query, Suggestion, Trace
from hanare.config.settings import CompletionSettings
from hanare.context.window import Budget, Window, place
from hanare.engine.errors import Superseded
from hanare.engine.protocol import Delta, Engine, Prefilled, Request
from hanare.models.layout import FimLayout
from hanare.observe.reasons import Code, Reason
from hanare.prompting.fim import fim_prompt

Clock = Callable[[], float]
"""Seconds, monotonic."""

_LINE_TOKENS = 40  # a longer rest of a line is a model that has lost its way
_SUFFIX_LOOKED_AT = 1000  # characters after the cursor that the stop rules see


class Pipeline:
    """Completes documents with one engine; one request a document at a time."""

    def __init__(
        self, engine: Engine, layout: FimLayout, settings: CompletionSettings, clock: Clock
    ) -> None:
        self._engine = engine
        self._layout = layout
        self._settings = settings
        self._clock = clock
        self._line_tokens = min(settings.max_tokens, _LINE_TOKENS)
        self._budget = Budget()
        self._windows: dict[str, Window] = {}

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion for `query`, or the reason why there is none.

        Raises:
            EngineError: the engine cannot work; the message says why and what to do.
        """
        if reason := trigger.refuse(query, self._settings):
            return Outcome(None, reason)
        started = self._clock()
        extent = decide(query.document, query.offset)
        request = self._request(query, extent)
        try:
            trace = await self._generate(request, extent, query)
        except Superseded:
            return Outcome(None, Reason(Code.SUPERSEDED))
        trace.timings_ms["total"] = (self._clock() - started) * 1000
        shown = filters.apply(trace.raw, _surroundings(query))
        if isinstance(shown, Reason):
            return Outcome(None, shown, trace)
        suggestion = Suggestion(shown, query.offset, query.offset)
        return Outcome(suggestion, Reason(Code.SHOWN), trace)

    def forget(self, uri: str) -> None:
        """Drop what is kept about a document."""
        self._windows.pop(uri, None)

    def _request(self, query: Query, extent: Extent) -> Request:
        document = query.document
        window = place(document, query.offset, self._budget, self._windows.get(document.uri))
        self._windows[document.uri] = window
        return Request(
            prompt=fim_prompt(
                self._layout, head=window.head, tail=window.tail, suffix=window.suffix
            ),
            max_tokens=self._settings.max_tokens if extent.block else self._line_tokens,
            stop=() if extent.block else ("\n", "\r"),
            end=self._layout.stop,
            document=document.uri,
        )

    async def _generate(self, request: Request, extent: Extent, query: Query) -> Trace:
        """Collect text until the engine or a stop rule ends it."""
        stop = BlockStop(extent, query.document.text[query.offset :][:_SUFFIX_LOOKED_AT])
        started = self._clock()
        trace = Trace(extent=str(extent))
        text, tokens = "", 0
        async with aclosing(self._engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, Prefilled):
                    trace = replace(
                        trace,
                        prompt_tokens=event.prompt_tokens,
                        evaluated_tokens=event.evaluated_tokens,
                        timings_ms={"prefill": (self._clock() - started) * 1000},
                    )
                elif isinstance(event, Delta):
                    tokens += 1
                    text += event.text
                    if extent.block and (end := stop.feed(event.text)) is not None:
                        text = text[:end]
                        break
        return replace(trace, raw=text, generated_tokens=tokens)


def _surroundings(query: Query) -> filters.Surroundings:
    lines, offset = query.document.lines, query.offset
    line = lines.line_of(offset)
    text = query.document.text
    below = (lines.line_text(index) for index in range(line + 1, min(line + 20, len(lines))))
    return filters.Surroundings(
        line_before=text[lines.start(line) : offset],
        line_after=text[offset : lines.end(line)],
        next_line=next((each for each in below if each.strip()), ""),
    )
