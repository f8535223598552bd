"""Explanations of real functions, asked for one after the other, timed and judged.

Besides: what a completion takes while an explanation is written.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from hanare.bench.cases import InfillCase
from hanare.bench.explain.judge import judge
from hanare.bench.explain.source import Exhibit
from hanare.bench.explain.summary import Result
from hanare.completion.completer import InlineCompleter
from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.engine.protocol import Delta, Done, Engine, EngineInfo, Event, Request
from hanare.explain.author import Author
from hanare.explain.events import Append, Explanation
from hanare.explain.explaining import Explainer
from hanare.explain.subject import Subject, Text
from hanare.explain.templates import Templates
from hanare.models.layout import ChatLayout, FimLayout
from hanare.text.document import DocumentSnapshot

_LONGEST_WAIT = 60.0
_WINDOW_CHARACTERS = 1_600
"""Fixed: a window that follows the speed, which varies, would be evaluated anew here and there."""


class _Watched:
    """An engine, and when it has said its first word."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.first: float | None = None
        self.speaks = asyncio.Event()
        self.tokens = 0
        self.milliseconds = 0.0

    async def start(self) -> EngineInfo:
        return await self._engine.start()

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        began: float | None = None
        async with aclosing(self._engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    now = time.perf_counter()
                    self.first = self.first or now
                    self.speaks.set()
                    if began is None:
                        began = now
                    else:  # from the second on: the first one waits for the prompt
                        self.tokens += 1
                        self.milliseconds += (now - began) * 1000
                        began = now
                elif isinstance(event, Done):
                    began = None
                yield event

    async def close(self) -> None:
        await self._engine.close()


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation of one function, and what of it a model has said."""

    exhibit: Exhibit
    shown: Result
    """All that a reader gets, the engine's facts included."""
    words: Result
    """The model's part alone."""
    markdown: str


async def explained(
    exhibit: Exhibit, model: str, engine: Engine, chat: ChatLayout, templates: Templates
) -> Told:
    """Have one function explained, and judge that."""
    watched = _Watched(engine)
    subject = _subject(exhibit)
    began = time.perf_counter()
    certain, markdown = "", ""
    explainer = Explainer(Author(watched, chat), templates)
    async with aclosing(explainer.explain(subject, exhibit.case.language)) as events:
        async for event in events:
            if isinstance(event, Explanation):
                markdown = event.markdown
            elif isinstance(event, Append) and watched.first is None and not certain:
                certain = event.text if subject.facts is not None else ""
    first = (watched.first - began) * 1000 if watched.first is not None else None
    speed = 1000 * watched.tokens / watched.milliseconds if watched.milliseconds else None

    def result(text: str) -> Result:
        case = exhibit.case
        also = "\n".join((*subject.related, subject.path))
        judgement = judge(case, exhibit.code, text, shown=also)
        return Result(model, case.language, case.id, judgement, first, speed)

    return Told(exhibit, result(markdown), result(markdown.removeprefix(certain)), markdown)


def _subject(exhibit: Exhibit) -> Subject:
    text = Text(exhibit.text, "python", exhibit.path.name)
    # Decorators belong to a definition, and not to its element.
    line = exhibit.text.split("\n")[exhibit.first]
    subject = text.symbol(text.lines.start(exhibit.first) + len(line) - len(line.lstrip()))
    assert subject is not None  # noqa: S101 - the case was found as a definition
    return subject


@dataclass(frozen=True, slots=True)
class Latency:
    """What completions took, in milliseconds: with nothing beside, and beside an explanation."""

    idle: tuple[float, ...]
    busy: tuple[float, ...]


async def latency(
    cases: Sequence[InfillCase],
    exhibits: Sequence[Exhibit],
    engine: Engine,
    layouts: tuple[FimLayout, ChatLayout],
    progress: Callable[[], None],
) -> Latency:
    """Ask for a completion as after one more key, idle and beside an explanation in turn."""
    fim, chat = layouts
    settings = CompletionSettings(min_confidence=0.0, window_characters=_WINDOW_CHARACTERS)
    completer = InlineCompleter(engine, fim, settings, time.perf_counter, other_files=False)
    completer.loaded(await engine.start())
    templates = Templates()
    idle: list[float] = []
    busy: list[float] = []
    for number, case in enumerate(cases):
        for beside in (False, True) if number % 2 else (True, False):
            watched = _Watched(engine)
            subject = _subject(exhibits[number % len(exhibits)])
            if not beside:
                idle.append(await _keystroke(completer, case))
                continue
            talk = asyncio.ensure_future(_talk(watched, chat, templates, subject))
            async with asyncio.timeout(_LONGEST_WAIT):
                await watched.speaks.wait()
            busy.append(await _keystroke(completer, case))
            talk.cancel()
            await asyncio.gather(talk, return_exceptions=True)
        progress()
    await completer.end()
    return Latency(tuple(idle), tuple(busy))


async def _talk(engine: Engine, chat: ChatLayout, templates: Templates, subject: Subject) -> None:
    """Explain over and over, until cancelled."""
    while True:
        explainer = Explainer(Author(engine, chat), templates)
        async with aclosing(explainer.explain(subject, "en")) as events:
            async for _ in events:
                pass


async def _keystroke(completer: InlineCompleter, case: InfillCase) -> float:
    """Return how long a completion takes after the last character before the cursor is typed."""
    uri = f"file:///bench/{case.path}"

    def query(typed: int, version: int) -> Query:
        text = case.prefix[:typed] + case.suffix
        return Query(DocumentSnapshot(uri, version, text, case.language), typed, path=case.path)

    await completer.complete(query(len(case.prefix) - 1, 0))
    completer.forget(uri)  # or the answer would be the rest of that one
    began = time.perf_counter()
    await completer.complete(query(len(case.prefix), 1))
    took = (time.perf_counter() - began) * 1000
    completer.forget(uri)
    return took
