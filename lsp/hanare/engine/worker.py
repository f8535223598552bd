"""The process the model lives in: `python -m hanare.engine.worker`.

A damaged model file, a failed assertion in llama.cpp or the out-of-memory killer end this
process and not the editor's server. It reads messages from its standard input, writes events
to what was its standard output, and ends when its input does: a server that vanishes leaves no
orphan behind.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from typing import BinaryIO

from hanare.engine.errors import EngineError, PromptTooLongError, Superseded
from hanare.engine.loading import loader
from hanare.engine.owner import Emit, Owner
from hanare.engine.protocol import Event
from hanare.engine.wire import (
    Alive,
    Cancel,
    Emitted,
    Failed,
    FromWorker,
    Load,
    Loading,
    Ready,
    Replaced,
    Submit,
    decode,
    encode,
)
from hanare.silence.guard import keep_silent_as_told
from hanare.wording import said, verbatim

HEARTBEAT_SECONDS = 0.5
LONGEST_STEP_SECONDS = 60.0
"""One token or one prefill; what takes longer hangs, and the heartbeat stops."""


class Worker:
    """Serves one host on two pipes."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._sink = sink
        self._sending = threading.Lock()

    def run(self) -> None:
        """Serve until the host closes the pipe."""
        first = decode(self._source.readline())
        if not isinstance(first, Load):
            raise TypeError(f"expected Load, not {type(first).__name__}")
        owner = Owner(loader(first.spec, lambda percent: self._send(Loading(percent))))
        for task in (self._start, self._beat):
            threading.Thread(target=task, args=(owner,), daemon=True).start()
        for line in self._source:
            message = decode(line)
            if isinstance(message, Submit):
                owner.submit(message.number, message.request, self._emitter(message.number))
            elif isinstance(message, Cancel):
                owner.cancel(message.number)

    def _start(self, owner: Owner) -> None:
        try:
            self._send(Ready(owner.start()))
        except EngineError as error:
            self._send(Failed(0, error.what, error.advice))
        except Exception as error:  # noqa: BLE001 - a library that does not load; the host waits
            what = said(
                "The engine cannot be loaded: {kind}: {error}",
                kind=type(error).__name__,
                error=error,
            )
            advice = said("Is llama-cpp-python installed as Hanare needs it?")
            self._send(Failed(0, what, advice))

    def _beat(self, owner: Owner) -> None:
        while owner.step_seconds() < LONGEST_STEP_SECONDS:
            self._send(Alive())
            time.sleep(HEARTBEAT_SECONDS)

    def _emitter(self, number: int) -> Emit:
        def emit(event: Event | Exception) -> None:
            if isinstance(event, Superseded):
                self._send(Replaced(number))
            elif isinstance(event, EngineError):
                too_long = isinstance(event, PromptTooLongError)
                self._send(Failed(number, event.what, event.advice, too_long))
            elif isinstance(event, Exception):
                self._send(Failed(number, verbatim(type(event).__name__), verbatim("")))
            else:
                self._send(Emitted(number, event))

        return emit

    def _send(self, message: FromWorker) -> None:
        with self._sending:
            self._sink.write(encode(message))
            self._sink.flush()


def main() -> None:
    """Serve the process that started this one."""
    keep_silent_as_told()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # A key press meant for the command in the foreground must not end its engine first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever prints to the standard output from here on lands in the log, not among messages.
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(BrokenPipeError):
        Worker(sys.stdin.buffer, sink).run()
    # The host has gone. The owner's thread may be deep in llama.cpp; the system takes it all.
    os._exit(0)


if __name__ == "__main__":
    main()
