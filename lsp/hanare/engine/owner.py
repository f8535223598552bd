"""The one thread that owns the model, and who goes first on it.

llama.cpp contexts are not thread-safe, so everything that touches them happens here. Work is
a set of jobs, each a paused generation; the owner always advances the most urgent one by one
step (a token, or a prefill). A more urgent job interrupts a prefill at once: the decoder
aborts it, keeps what it finished, and the less urgent job goes on later.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from hanare.engine.decoder import Decoder
from hanare.engine.errors import EngineError, Superseded
from hanare.engine.generator import generate
from hanare.engine.protocol import Done, EngineInfo, Event, Lane, Request
from hanare.wording import said

log = logging.getLogger(__name__)

Emit = Callable[[Event | Exception], None]
"""Receives a job's events on the owner's thread; an exception is the last one."""


@dataclass(frozen=True)
class Loaded:
    """A loaded model: what it is, a decoder for each lane, and how to free it."""

    info: EngineInfo
    inline: Decoder
    open_chat: Callable[[], Decoder]
    close: Callable[[], None]

    @cached_property
    def chat(self) -> Decoder:
        """Chat's own decoder, so that it never evicts inline's KV cache; made on first use."""
        return self.open_chat()

    def decoder(self, lane: Lane) -> Decoder:
        """Return the lane's decoder.

        Raises:
            EngineError: there is no room for another context.
        """
        return self.chat if lane is Lane.CHAT else self.inline


@dataclass(eq=False)
class _Job:
    number: int
    order: int
    request: Request
    emit: Emit
    decoder: Decoder | None = None
    """Set with the first step."""
    steps: Iterator[Event | None] = field(default_factory=lambda: iter(()))

    @property
    def urgency(self) -> tuple[Lane, int]:
        return self.request.lane, self.order


class Owner:
    """Runs jobs on a model in a thread of its own. All methods are safe from any thread."""

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._loaded: Loaded | None = None
        self._jobs: dict[int, _Job] = {}
        self._running: _Job | None = None
        self._order = 0
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
        self._starting = threading.Lock()
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._step_began: float | None = None

    def start(self) -> EngineInfo:
        """Load the model in the owner's thread, once; block until it is there.

        Raises:
            EngineError: it cannot be loaded.
        """
        with self._starting:
            if not self._thread.is_alive() and not self._ready.is_set():
                self._thread.start()
        self._ready.wait()
        if self._loaded is None:
            raise self._failure or EngineError(said("the engine is closed"))
        return self._loaded.info

    def submit(self, number: int, request: Request, emit: Emit) -> None:
        """Queue a request under the caller's number; a newer one for a document replaces older."""
        with self._changed:
            self._order += 1
            job = _Job(number, self._order, request, emit)
            replaced = [old for old in self._jobs.values() if _replaces(job, old)]
            for old in replaced:
                self._drop(old)
            self._jobs[number] = job
            if self._running and job.urgency < self._running.urgency:
                self._interrupt()
            self._changed.notify()
        for old in replaced:
            old.emit(Superseded())

    def cancel(self, number: int) -> None:
        """End a job; no further events are emitted. Unknown numbers are fine."""
        with self._changed:
            if job := self._jobs.get(number):
                self._drop(job)

    def close(self) -> None:
        """Stop at the next token or graph node, free the model, end the thread."""
        with self._changed:
            self._closing = True
            self._interrupt()
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()
        self._ready.set()

    def step_seconds(self) -> float:
        """Return how long the step in progress has been running; 0 while idle."""
        began = self._step_began
        return 0.0 if began is None else time.monotonic() - began

    def _drop(self, job: _Job) -> None:
        del self._jobs[job.number]
        if job is self._running:
            self._interrupt()

    def _interrupt(self) -> None:
        if self._running and self._running.decoder:
            self._running.decoder.interrupt()

    def _work(self) -> None:
        try:
            loaded = self._load()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits in `start`
            self._failure = error
            self._ready.set()
            return
        self._loaded = loaded
        self._ready.set()
        while job := self._next():
            self._step_began = time.monotonic()
            self._step(job, loaded)
            self._step_began = None
        self._loaded = None
        loaded.close()

    def _next(self) -> _Job | None:
        """Wait for work; return the most urgent job, or None to end."""
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._jobs or self._closing)
            if self._closing:
                return None
            self._running = job = min(self._jobs.values(), key=lambda each: each.urgency)
            if job.decoder:
                # Under the lock: an interruption is seen by the choice above or comes after.
                job.decoder.resume()
            return job

    def _step(self, job: _Job, loaded: Loaded) -> None:
        try:
            if job.decoder is None:
                self._begin(job, loaded.decoder(job.request.lane))
            event = next(job.steps)
        except EngineError as error:
            self._finish(job, error)
        except Exception as error:  # noqa: BLE001 - one request must not end the engine
            # A defect. Its stack helps to find it; its text might quote the user's code.
            stack = "".join(traceback.format_tb(error.__traceback__))
            log.error("generation failed: %s\n%s", type(error).__name__, stack)  # noqa: TRY400
            self._finish(
                job, EngineError(said("The engine failed: {kind}.", kind=type(error).__name__))
            )
        else:
            if isinstance(event, Done):
                self._finish(job, event)
            elif event is not None and job.number in self._jobs:
                job.emit(event)

    def _begin(self, job: _Job, decoder: Decoder) -> None:
        with self._changed:
            job.decoder = decoder
            job.steps = generate(decoder, job.request)
            if job.number in self._jobs:
                decoder.resume()  # an earlier job's interruption may still be set
            else:
                decoder.interrupt()  # it was dropped before there was anything to interrupt

    def _finish(self, job: _Job, last: Event | Exception) -> None:
        with self._changed:
            alive = self._jobs.pop(job.number, None) is not None
        if alive:
            job.emit(last)


def _replaces(new: _Job, old: _Job) -> bool:
    """Whether `old` is moot now: the same document's earlier completion, or its warm-up."""
    return (
        old.request.document == new.request.document
        and new.request.lane is not Lane.CHAT
        and old.request.lane in (new.request.lane, Lane.WARM_UP)
    )
