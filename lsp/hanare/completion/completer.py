"""The way of one inline completion, and what is done ahead of the next.

    trigger -> extent -> cache -> running generation -> window and context -> prompt -> engine,
    with stop rules while it decodes -> confidence -> filters -> gate

Each stage is a pure function or a small class with a module of its own; this one joins them.
In idle time it evaluates the prompt of the place the cursor is at, and asks what would come
after a suggestion that is on the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from hanare.completion import trigger
from hanare.completion.answer import Answer
from hanare.completion.cache import Entry, Place, TypeThroughCache
from hanare.completion.extent import Extent, decide
from hanare.completion.finishing import Asked, Finishing
from hanare.completion.gate import Gate
from hanare.completion.gating import Gating
from hanare.completion.generation import Clock, Generation, StopRule
from hanare.completion.pace import Pace
from hanare.completion.prompts import Prompts
from hanare.completion.related import Definitions, Related
from hanare.completion.stopping import (
    BlockStop,
    BracketStop,
    Deadline,
    LineStop,
    NextLineStop,
    no_stop,
)
from hanare.completion.trees import Trees
from hanare.completion.types import Outcome, Query, Suggestion, Trace, Trigger
from hanare.config.settings import CompletionSettings
from hanare.engine.errors import EngineError, PromptTooLongError, Superseded
from hanare.engine.protocol import Delta, Engine, EngineInfo, Event, Prefilled, Request
from hanare.errors import HanareError
from hanare.models.layout import FimLayout
from hanare.observe.reasons import Code, Reason
from hanare.text.document import DocumentSnapshot
from hanare.text.prompt import Plain
from hanare.wording import said

_SUFFIX_LOOKED_AT = 1000  # characters after the cursor that the stop rules see
_BLOCK_SECONDS = 0.9
"""A block that takes longer, from its first token, ends with its last complete line."""
_ALTERNATIVES_SECONDS = 2.0
_TEMPERATURE = 0.7
_NOTHING = Answer("")
_ATTEMPTS = 3  # with a window that shrinks each time, where text is denser than thought


@dataclass
class Totals:
    """What all requests so far have cost the engine, those included that nobody waited for."""

    requests: int = 0
    evaluated_tokens: int = 0
    """Of prompts; one that was aborted while it was evaluated is not counted."""
    generated_tokens: int = 0
    filters: Counter[str] = field(default_factory=Counter)
    """How often each filter changed an answer or dropped it."""
    gate: Counter[str] = field(default_factory=Counter)
    """How many suggestions the gate found clean, hid, flagged and so on."""


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
        self,
        engine: Engine,
        layout: FimLayout,
        settings: CompletionSettings,
        clock: Clock,
        *,
        definitions: Definitions | None = None,
        other_files: bool = True,
        gate: Gate | None = None,
    ) -> None:
        """Prepare; `definitions` knows the workspace's other files.

        Without `other_files` the model is shown nothing of them, nor of other open documents;
        without a `gate` suggestions are not scanned.
        """
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._related = Related(definitions)
        self._related.wanted = other_files
        self._prompts = Prompts(layout, settings, self._related)
        self._trees = Trees(clock)
        self._cache = TypeThroughCache()
        self._pace = Pace()
        self._documents: dict[str, _Open] = {}
        self._starting: asyncio.Future[None] | None = None
        self.totals = Totals()
        self._finishing = Finishing(settings, self._trees, self.totals.filters)
        self._gate = gate
        self._gating = Gating(gate, self._without_words) if gate is not None else None
        if gate is not None:
            self.totals.gate = gate.counts

    async def complete(self, query: Query) -> Outcome:
        """Return a suggestion for `query`, or the reason why there is none.

        Raises:
            EngineError: the engine cannot work; the message says why and what to do.
        """
        started = self._clock()
        outcome = await self._outcome(query)
        timings = outcome.trace.timings_ms | {"total": (self._clock() - started) * 1000}
        return replace(outcome, trace=replace(outcome.trace, timings_ms=timings))

    async def _outcome(self, query: Query) -> Outcome:
        if reason := trigger.refuse(query, self._settings):
            return Outcome(None, reason)
        document = self._open(query.document.uri)
        document.cursor = query
        self._drop_ahead(document)
        tree = await self._trees.tree(query.document)
        by_hand = query.trigger is Trigger.INVOKED
        if not by_hand and (reason := trigger.unwanted_while_typing(query, tree, self._settings)):
            return Outcome(None, reason)
        extent = decide(
            query.document, query.offset, tree, blocks=self._settings.blocks, invoked=by_hand
        )
        asked = Asked(query, tree, extent)
        try:
            answer, trace = await self._answer(asked, document)
            outcome = await self._finishing.outcome(asked, answer, trace)
            if self._gating is not None:
                outcome = await self._gating.outcome(asked, outcome)
            if by_hand and outcome.suggestion:
                others = await self._alternatives(asked, outcome.suggestion)
                outcome = replace(outcome, alternatives=others)
        except Superseded:
            return Outcome(None, Reason(Code.SUPERSEDED))
        if outcome.suggestion:
            shown = outcome.suggestion.text
            self._later(document, lambda: self._look_ahead(query, shown, document))
        return outcome

    def configure(self, settings: CompletionSettings, *, other_files: bool = True) -> None:
        """Work by these settings from now on."""
        self._settings = self._finishing.settings = settings
        self._related.wanted = other_files
        # What must not be shown any more may be in what was shown last, and answers be too long.
        self._related.keep(lambda path, document: not self._is_refused(path, document))
        self._prompts.forget_all()
        self._cache.clear()
        self._finishing.clear()
        for uri, state in list(self._documents.items()):
            if state.cursor and trigger.refuse(state.cursor, settings):
                self.forget(uri)
        self._prompts.configure(settings)

    def loaded(self, engine: EngineInfo) -> None:
        """Take note of what the engine has loaded."""
        self._prompts.affordable.context(engine.context_tokens)

    def edited(self, document: DocumentSnapshot, path: str) -> None:
        """Take note of a document's new text: end what no longer fits, warm up what will.

        `path` is how a reader would name it.
        """
        self._pace.key(self._clock())
        if self._is_refused(path, document):
            self.forget(document.uri)
            return
        self._related.edited(path, document)
        state = self._documents.get(document.uri)
        if state is None:
            self._start(Query(document, 0, path=path))
            return
        self._drop_ahead(state)
        if state.cursor is None:
            return
        query = _moved(state.cursor, document)
        if state.running and not state.running.finished and not state.running.fits(query):
            state.running.cancel()
        self._later(state, lambda: self._warm_up(query, state))

    def _is_refused(self, path: str, document: DocumentSnapshot) -> bool:
        return trigger.refuse(Query(document, 0, path=path), self._settings) is not None

    def cursor_moved(self, query: Query) -> None:
        """Take note of where the cursor is, and warm up for a completion there."""
        if trigger.refuse(query, self._settings):
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
        self._trees.forget(uri)
        self._finishing.forget(uri)
        self._related.forget(uri)

    def close(self) -> None:
        """Drop everything and stop what runs."""
        for uri in list(self._documents):
            self.forget(uri)
        if self._starting:
            self._starting.cancel()

    async def end(self) -> None:
        """Close, and end the process that scans suggestions."""
        self.close()
        if self._gate is not None:
            await self._gate.close()

    async def _answer(self, asked: Asked, document: _Open) -> tuple[Answer, Trace]:
        """Return the model's words for the query's cursor, from wherever they are soonest."""
        query = asked.query
        trace = Trace(extent=str(asked.extent)).told(
            "trigger", said("{trigger}: wanted here", trigger=query.trigger)
        )
        # Whoever asks by hand for a block has seen what the typing asked for, and wants more.
        wants_more = query.trigger is Trigger.INVOKED and asked.extent.block
        if not wants_more:
            if (known := self._cache.look_up(query)) is not None:
                trace = replace(trace, source="cache")
                return known, trace.told("cache", said("an earlier answer says the rest"))
            if (joined := await self._join(query, document)) is not None:
                return joined
        if query.trigger is Trigger.AUTOMATIC and (delay := self._pace.delay()):
            await asyncio.sleep(delay)
        started = self._clock()
        stop = self._stop_rule(query, asked.extent)
        trace = trace.told("cache", said("nothing known of this place"))
        trace = trace.told("extent", str(asked.extent))
        for _attempt in range(_ATTEMPTS):
            view = await self._prompts.view(query, asked.tree)
            request = self._prompts.completion(query, view, asked.extent)
            if not request.prompt:  # a family without FIM at the start of a file
                return _NOTHING, trace
            generation = self._begin(document, request, Place.of(query), stop)
            generation.trace = trace.told("context", view.shown_of_others).told(
                "window", view.shown_of_this
            )
            try:
                served = await generation.wait(query)
            except PromptTooLongError:
                self._prompts.affordable.too_long()
                self._prompts.forget(query.document.uri)  # its window is of the old size
                continue
            if not served:
                raise Superseded
            self._pace.answered(self._clock() - started)
            trace = replace(generation.trace, source="engine")
            words = said(
                "{count} tokens, {new} of them new",
                count=trace.prompt_tokens,
                new=trace.evaluated_tokens,
            )
            trace = trace.told("prompt", words)
            return self._cache.look_up(query) or _NOTHING, trace
        return _NOTHING, trace

    async def _join(self, query: Query, document: _Open) -> tuple[Answer, Trace] | None:
        """Return what the running generation says, if it says what was typed since."""
        running = document.running
        if running is None or not running.fits(query):
            return None
        try:
            if not await running.wait(query):
                return None
        except PromptTooLongError:  # asked again, with less
            return None
        # Its prompt was evaluated on account of an earlier request.
        trace = replace(running.trace, evaluated_tokens=0, generated_tokens=0, source="running")
        return self._cache.look_up(query) or _NOTHING, trace

    async def _without_words(self, asked: Asked, words: tuple[str, ...]) -> Suggestion | None:
        """Return what the model says when it is kept from these words.

        Raises:
            Superseded: somebody types on.
        """
        view = await self._prompts.view(asked.query, asked.tree)
        request = self._prompts.completion(asked.query, view, asked.extent)
        return await self._sampled(asked, replace(request, discouraged=words))

    async def _alternatives(self, asked: Asked, first: Suggestion) -> tuple[Suggestion, ...]:
        """Return other suggestions than the first, sampled; fewer if they take too long."""
        view = await self._prompts.view(asked.query, asked.tree)
        request = self._prompts.completion(asked.query, view, asked.extent)
        found = {first.text: first}
        # What is found by then is there all the same.
        with contextlib.suppress(TimeoutError, Superseded, EngineError):
            async with asyncio.timeout(_ALTERNATIVES_SECONDS):
                for seed in range(1, self._settings.alternatives):
                    if self._open(asked.query.document.uri).cursor is not asked.query:
                        break  # a newer question must not be superseded by this old one
                    sampled = replace(request, temperature=_TEMPERATURE, seed=seed)
                    other = await self._sampled(asked, sampled)
                    if other and (self._gating is None or await self._gating.passes(asked, other)):
                        found.setdefault(other.text, other)
        return tuple(found.values())[1:]

    async def _sampled(self, asked: Asked, request: Request) -> Suggestion | None:
        """Return what comes of a sampled answer, if anything does.

        It is no keystroke's running generation, and no answer to keep: the greedy one is better.

        Raises:
            Superseded: somebody types on.
        """
        stop = self._stop_rule(asked.query, asked.extent)
        place, measure = Place.of(asked.query), self._measure(request)
        generation = Generation(
            self._engine, request, place, stop, self._clock, measure, lambda _finished: None
        )
        if not await generation.wait(asked.query):
            raise Superseded
        return (
            await self._finishing.outcome(asked, generation.answer, generation.trace)
        ).suggestion

    def _begin(self, document: _Open, request: Request, place: Place, stop: StopRule) -> Generation:
        """Begin a generation in the place of the document's running one."""
        if document.running:
            document.running.cancel()

        def keep(finished: Generation) -> None:
            self._cache.add(request.document, Entry(finished.place, finished.answer))

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
            block = BlockStop(extent, suffix)
        else:
            block = BlockStop(extent, suffix, late=Deadline(self._clock, _BLOCK_SECONDS))
        return BracketStop(block) if extent.if_broken else block

    async def _warm_up(self, query: Query, document: _Open) -> None:
        """Evaluate the prompt for the query's cursor, unless an answer is known or coming."""
        if self._cache.look_up(query) is not None:
            return
        if document.running and not document.running.finished:
            return
        view = await self._prompts.view(query, await self._trees.tree(query.document))
        await self._drain(self._prompts.warm_up(query, view))

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

    def _start(self, query: Query) -> None:
        """Load the model when the first document is opened that may need it."""
        if self._starting is None and not trigger.refuse(query, self._settings):

            async def start() -> None:
                # The first request will say what is wrong.
                with contextlib.suppress(HanareError):
                    await self._engine.start()
                if self._gate is not None:
                    await self._gate.start()

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
