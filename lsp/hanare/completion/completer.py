"""The way of one inline completion, and what is done ahead of the next.

    trigger -> cache -> running generation -> window -> prompt -> engine, with stop rules while
    it decodes -> filters

Each stage is a pure function or a small class with a module of its own; this one joins them.
In idle time it evaluates the prompt of the place the cursor is at, and asks what would come
after a suggestion that is on the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from hanare.completion import filters, trigger
from hanare.completion.cache import Entry, Place, TypeThroughCache
from hanare.completion.extent import Extent, decide
from hanare.completion.generation import Clock, Generation, StopRule
from hanare.completion.pace import Pace
from hanare.completion.prompts import Prompts
from hanare.completion.stopping import BlockStop, LineStop, NextLineStop, no_stop
from hanare.completion.types import Outcome, Query, Suggestion, Trace, Trigger
from hanare.config.settings import CompletionSettings
from hanare.engine.errors import PromptTooLongError, Superseded
from hanare.engine.protocol import Delta, Engine, EngineInfo, Event, Prefilled, Request
from hanare.errors import HanareError
from hanare.models.layout import FimLayout
from hanare.observe.reasons import Code, Reason
from hanare.text.document import DocumentSnapshot
from hanare.text.prompt import Plain

_SUFFIX_LOOKED_AT = 1000  # characters after the cursor that the stop rules see
_BLOCK_SECONDS = 0.9
"""A block that takes longer ends with its last complete line."""
_ATTEMPTS = 3  # with a window that shrinks each time, where text is denser than thought


@dataclass
class Totals:
    """What all requests so far have cost the engine, those included that nobody waited for."""

    requests: int = 0
    evaluated_tokens: int = 0
    """Of prompts; one that was aborted while it was evaluated is not counted."""
    generated_tokens: int = 0


@dataclass
class _Open:
    """What is kept of one document."""

    running: Generation | None = None
    cursor: Query | None = None
    """The last place asked about."""
    ahead: asyncio.Task[None] | None = None


class InlineCompleter:
    """Completes documents with one engine. Used on one event loop only."""

    def __init__(
        self, engine: Engine, layout: FimLayout, settings: CompletionSettings, clock: Clock
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._prompts = Prompts(layout, settings)
        self._cache = TypeThroughCache()
        self._pace = Pace()
        self._documents: dict[str, _Open] = {}
        self._starting: asyncio.Future[None] | None = None
        self.totals = Totals()

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion for `query`, or the reason why there is none.

        Raises:
            EngineError: the engine cannot work; the message says why and what to do.
        """
        if reason := trigger.refuse(query, self._settings):
            return Outcome(None, reason)
        started = self._clock()
        document = self._open(query.document.uri)
        document.cursor = query
        self._drop_ahead(document)
        try:
            text, trace = await self._answer(query, document)
        except Superseded:
            return Outcome(None, Reason(Code.SUPERSEDED))
        trace = replace(
            trace, timings_ms=trace.timings_ms | {"total": (self._clock() - started) * 1000}
        )
        outcome = self._finish(query, text, trace)
        if outcome.suggestion:
            shown = outcome.suggestion.text
            self._later(document, lambda: self._look_ahead(query, shown, document))
        return outcome

    def configure(self, settings: CompletionSettings) -> None:
        """Work by these settings from now on."""
        self._settings = settings
        self._prompts.configure(settings)

    def loaded(self, engine: EngineInfo) -> None:
        """Take note of what the engine has loaded."""
        self._prompts.affordable.context(engine.context_tokens)

    def edited(self, document: DocumentSnapshot) -> None:
        """Take note of a document's new text: end what no longer fits, warm up what will."""
        self._pace.key(self._clock())
        state = self._documents.get(document.uri)
        if state is None:
            self._start(document)
            return
        self._drop_ahead(state)
        if state.cursor is None:
            return
        query = _moved(state.cursor, document)
        if state.running and not state.running.finished and not state.running.fits(query):
            state.running.cancel()
        self._later(state, lambda: self._warm_up(query, state))

    def cursor_moved(self, query: Query) -> None:
        """Take note of where the cursor is, and warm up for a completion there."""
        if trigger.refuse(replace(query, trigger=Trigger.INVOKED), self._settings):
            return
        state = self._open(query.document.uri)
        state.cursor = query
        self._drop_ahead(state)
        self._later(state, lambda: self._warm_up(query, state))

    def forget(self, uri: str) -> None:
        """Drop what is kept about a document."""
        if state := self._documents.pop(uri, None):
            self._drop_ahead(state)
            if state.running:
                state.running.cancel()
        self._cache.forget(uri)
        self._prompts.forget(uri)

    def close(self) -> None:
        """Drop everything and stop what runs."""
        for uri in list(self._documents):
            self.forget(uri)
        if self._starting:
            self._starting.cancel()

    async def _answer(self, query: Query, document: _Open) -> tuple[str, Trace]:
        """Return the model's words for the query's cursor, from wherever they are soonest."""
        if (known := self._cache.look_up(query)) is not None:
            return known, Trace(source="cache")
        if (running := document.running) and running.fits(query) and await running.wait(query):
            # Its prompt was evaluated on account of an earlier request.
            trace = replace(running.trace, evaluated_tokens=0, generated_tokens=0)
            return self._cache.look_up(query) or "", replace(trace, source="running")
        if query.trigger is Trigger.AUTOMATIC and (delay := self._pace.delay()):
            await asyncio.sleep(delay)
        started = self._clock()
        extent = decide(query.document, query.offset)
        stop = self._stop_rule(query, extent)
        for _attempt in range(_ATTEMPTS):
            request = self._prompts.completion(query, extent)
            if not request.prompt:  # a family without FIM at the start of a file
                return "", Trace(extent=str(extent))
            generation = self._begin(document, request, Place.of(query), stop)
            generation.trace = Trace(extent=str(extent))
            try:
                served = await generation.wait(query)
            except PromptTooLongError:
                self._prompts.affordable.too_long()
                self._prompts.forget(query.document.uri)  # its window is of the old size
                continue
            if not served:
                raise Superseded
            self._pace.answered(self._clock() - started)
            return self._cache.look_up(query) or "", replace(generation.trace, source="engine")
        return "", Trace(extent=str(extent))

    def _begin(self, document: _Open, request: Request, place: Place, stop: StopRule) -> Generation:
        """Begin a generation in the place of the document's running one."""
        if document.running:
            document.running.cancel()

        def keep(finished: Generation) -> None:
            self._cache.add(request.document, Entry(finished.place, finished.text))

        document.running = Generation(
            self._engine, request, place, stop, self._clock, self._measure(request), keep
        )
        return document.running

    def _measure(self, request: Request) -> Callable[[Event], None]:
        """Return what takes note of the cost of a request."""
        characters = sum(len(piece.text) for piece in request.prompt if isinstance(piece, Plain))

        self.totals.requests += 1

        def measure(event: Event) -> None:
            if isinstance(event, Delta):
                self.totals.generated_tokens += 1
            elif isinstance(event, Prefilled):
                self.totals.evaluated_tokens += event.evaluated_tokens
                self._prompts.affordable.evaluated(
                    characters, event.prompt_tokens, event.evaluated_tokens, event.prefill_ms
                )

        return measure

    def _stop_rule(self, query: Query, extent: Extent) -> StopRule:
        if not extent.block:
            return LineStop() if extent.to_line_end else no_stop
        suffix = query.document.text[query.offset : query.offset + _SUFFIX_LOOKED_AT]
        if query.trigger is Trigger.INVOKED:  # whoever asks for it waits for it
            return BlockStop(extent, suffix)
        deadline = self._clock() + _BLOCK_SECONDS
        return BlockStop(extent, suffix, late=lambda: self._clock() > deadline)

    def _finish(self, query: Query, text: str, trace: Trace) -> Outcome:
        shown = filters.apply(text, _surroundings(query))
        if isinstance(shown, Reason):
            return Outcome(None, shown, trace)
        reason = Reason(Code.CACHED if trace.source == "cache" else Code.SHOWN)
        return Outcome(Suggestion(shown, query.offset, query.offset), reason, trace)

    async def _warm_up(self, query: Query, document: _Open) -> None:
        """Evaluate the prompt for the query's cursor, unless an answer is known or coming."""
        if self._cache.look_up(query) is not None:
            return
        if document.running and not document.running.finished:
            return
        await self._drain(self._prompts.warm_up(query))

    async def _look_ahead(self, query: Query, suggestion: str, document: _Open) -> None:
        """Ask what would follow the suggestion, so that accepting it shows more at once."""
        rest_of_line = query.document.text[query.offset :].split("\n", 1)[0]
        request = self._prompts.look_ahead(query, suggestion)
        if request and not rest_of_line.strip():
            self._begin(document, request, Place.of(query).after(suggestion), NextLineStop())

    async def _drain(self, request: Request) -> None:
        measure = self._measure(request)
        async for event in self._engine.stream(request):
            measure(event)

    def _start(self, document: DocumentSnapshot) -> None:
        """Load the model when the first document is opened that may need it."""
        query = Query(document, 0, Trigger.INVOKED)
        if self._starting is None and not trigger.refuse(query, self._settings):

            async def start() -> None:
                # The first request will say what is wrong.
                with contextlib.suppress(HanareError):
                    await self._engine.start()

            self._starting = asyncio.ensure_future(start())

    def _later(self, document: _Open, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` once the user has paused; the next edit or request drops it."""
        self._drop_ahead(document)

        async def idle() -> None:
            await asyncio.sleep(self._pace.pause())
            # What is done ahead of time may fail silently: the request itself will say why.
            with contextlib.suppress(HanareError, Superseded):
                await work()

        document.ahead = asyncio.ensure_future(idle())

    def _drop_ahead(self, document: _Open) -> None:
        if document.ahead:
            document.ahead.cancel()
            document.ahead = None

    def _open(self, uri: str) -> _Open:
        return self._documents.setdefault(uri, _Open())


def _moved(cursor: Query, document: DocumentSnapshot) -> Query:
    """Return the cursor's place in the document's new text.

    An edit before the cursor moves it with the text after it; one behind it does not.
    """
    old, new = cursor.document.text, document.text
    after = len(old) - cursor.offset
    if new.endswith(old[cursor.offset :]) and len(new) >= after:
        offset = len(new) - after
    else:
        offset = min(cursor.offset, len(new))
    return replace(cursor, document=document, offset=offset)


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
